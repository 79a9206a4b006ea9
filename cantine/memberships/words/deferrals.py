"""What memberships tells the books of income received in advance."""

from cantine.accounting.queries import register_deferrals
from cantine.memberships.queries.deferred import rights_after

register_deferrals("memberships", rights_after)
