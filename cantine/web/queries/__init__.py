"""Reads that cross domains: what a file would make of a place, what my page shows."""

from cantine.web.queries.mine import FreeRoom, MyPage, day_of, my_page
from cantine.web.queries.plans import AnyPlan, plan_of
from cantine.web.queries.takeover import Beside, TakeoverState, beside_with, takeover_plan_of, takeover_state

__all__ = [
    "AnyPlan",
    "Beside",
    "FreeRoom",
    "MyPage",
    "TakeoverState",
    "beside_with",
    "day_of",
    "my_page",
    "plan_of",
    "takeover_plan_of",
    "takeover_state",
]
