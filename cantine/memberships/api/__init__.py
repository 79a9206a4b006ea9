"""The API of memberships: what is sold in advance, then dues and shares."""

from cantine.memberships.api import dues, shelf

routers = [shelf.router, dues.router]
