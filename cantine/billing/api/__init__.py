"""Documents, money and the till, as JSON and as files."""

from cantine.billing.api import accounts, counter, documents

routers = [documents.router, accounts.router, counter.router]
