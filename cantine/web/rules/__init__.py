"""What can be decided of a file before anything is written: how it is read, what each line means, what it would make."""

from cantine.web.rules.bookings import BookingWish, KnownHouse, TakenTime, plan_bookings
from cantine.web.rules.csv_file import MOST_BYTES, MOST_LINES, Row, Table, read_table
from cantine.web.rules.mappings import KINDS, MAPPINGS, OLD_BOOKS
from cantine.web.rules.members import KnownContact, MemberWish, plan_members
from cantine.web.rules.plan import Plan, Planned, Status, Wrong
from cantine.web.rules.resources import KnownResource, ResourceWish, plan_resources
from cantine.web.rules.samples import SAMPLES, sample
from cantine.web.rules.takeover import (
    KnownBooks,
    OldSums,
    PassWish,
    UnpaidWish,
    deposits_to_pay,
    plan_balances,
    plan_passes,
    plan_unpaid,
    sums_of_plan,
    sums_to_come,
)
from cantine.web.rules.takeover_shares import HoldingWish, KnownRegister, plan_shareholders

__all__ = [
    "KINDS",
    "MAPPINGS",
    "MOST_BYTES",
    "MOST_LINES",
    "OLD_BOOKS",
    "SAMPLES",
    "BookingWish",
    "HoldingWish",
    "KnownBooks",
    "KnownContact",
    "KnownHouse",
    "KnownRegister",
    "KnownResource",
    "MemberWish",
    "OldSums",
    "PassWish",
    "Plan",
    "Planned",
    "ResourceWish",
    "Row",
    "Status",
    "Table",
    "TakenTime",
    "UnpaidWish",
    "Wrong",
    "deposits_to_pay",
    "plan_balances",
    "plan_bookings",
    "plan_members",
    "plan_passes",
    "plan_resources",
    "plan_shareholders",
    "plan_unpaid",
    "read_table",
    "sample",
    "sums_of_plan",
    "sums_to_come",
]
