"""Reads of funding: the economy of a place by year, its grants, its costs."""

from cantine.funding.queries.costs import CostLine, CostPage, costs_of, lock_cost
from cantine.funding.queries.economy import Economy, YearOf, economy_of
from cantine.funding.queries.grants import GrantCard, Part, Report, find_grant, grants_of, lock_grant

__all__ = [
    "CostLine", "CostPage", "Economy", "GrantCard", "Part", "Report", "YearOf", "costs_of", "economy_of", "find_grant",
    "grants_of", "lock_cost", "lock_grant",
]  # fmt: skip
