"""Reads that cross domains: what a file would make of a place, what my page shows."""

from cantine.web.queries.mine import FreeRoom, MyPage, day_of, my_page
from cantine.web.queries.plans import AnyPlan, plan_of

__all__ = ["AnyPlan", "FreeRoom", "MyPage", "day_of", "my_page", "plan_of"]
