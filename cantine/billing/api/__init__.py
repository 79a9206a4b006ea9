"""Documents, money and the till, as JSON and as files."""

from cantine.billing.api import counter, documents

routers = [documents.router, counter.router]
