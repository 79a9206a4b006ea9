"""What billing tells the books of income received in advance."""

from cantine.accounting.queries import register_deferrals
from cantine.billing.queries.deferred import acts_after

register_deferrals("billing", acts_after)
