"""What can be decided of a file before anything is written: how it is read, what each line means, what it would make."""

from cantine.web.rules.bookings import BookingWish, KnownHouse, TakenTime, plan_bookings
from cantine.web.rules.csv_file import MOST_BYTES, MOST_LINES, Row, Table, read_table
from cantine.web.rules.mappings import KINDS, MAPPINGS
from cantine.web.rules.members import KnownContact, MemberWish, plan_members
from cantine.web.rules.plan import Plan, Planned, Status, Wrong
from cantine.web.rules.resources import KnownResource, ResourceWish, plan_resources

__all__ = [
    "KINDS",
    "MAPPINGS",
    "MOST_BYTES",
    "MOST_LINES",
    "BookingWish",
    "KnownContact",
    "KnownHouse",
    "KnownResource",
    "MemberWish",
    "Plan",
    "Planned",
    "ResourceWish",
    "Row",
    "Status",
    "Table",
    "TakenTime",
    "Wrong",
    "plan_bookings",
    "plan_members",
    "plan_resources",
    "read_table",
]
