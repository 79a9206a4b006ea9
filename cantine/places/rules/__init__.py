"""The pure rules of places: wall clocks, public holidays, hours, access, capacity. Values in, values out; no
clock, no database.
"""

from cantine.places.rules.access import Access, Mode, Standing
from cantine.places.rules.addresses import RESERVED, check_address, suggestion
from cantine.places.rules.capacity import (
    Layout,
    LegalCapacity,
    Use,
    check_capacity,
    check_layout,
    people_at_worst,
)
from cantine.places.rules.descriptions import LEVELS, check_place, check_resource
from cantine.places.rules.holidays import (
    NO_HOLIDAYS,
    Holiday,
    HolidayPolicy,
    holidays_between,
    holidays_of,
    holidays_on,
)
from cantine.places.rules.hours import (
    ClosedDay,
    Closure,
    Opening,
    WhyClosed,
    both_open,
    check_week,
    closed_day,
    closed_days,
    open_intervals,
    openings_of,
)
from cantine.places.rules.joins import parts_of, sharers_of
from cantine.places.rules.starters import STARTERS, Line
from cantine.places.rules.wall_clock import (
    day_of,
    days_between,
    days_of,
    moment_at,
    moment_not_before,
    wall_of,
    whole_day,
    zone_of,
)
from cantine.territory.rules import FRENCH_TIME_ZONES, Territory, territory_of, time_zone_of

__all__ = [
    "FRENCH_TIME_ZONES",
    "LEVELS",
    "NO_HOLIDAYS",
    "RESERVED",
    "STARTERS",
    "Access",
    "ClosedDay",
    "Closure",
    "Holiday",
    "HolidayPolicy",
    "Layout",
    "LegalCapacity",
    "Line",
    "Mode",
    "Opening",
    "Standing",
    "Territory",
    "Use",
    "WhyClosed",
    "both_open",
    "check_address",
    "check_capacity",
    "check_layout",
    "check_place",
    "check_resource",
    "check_week",
    "closed_day",
    "closed_days",
    "day_of",
    "days_between",
    "days_of",
    "holidays_between",
    "holidays_of",
    "holidays_on",
    "moment_at",
    "moment_not_before",
    "open_intervals",
    "openings_of",
    "parts_of",
    "people_at_worst",
    "sharers_of",
    "suggestion",
    "territory_of",
    "time_zone_of",
    "wall_of",
    "whole_day",
    "zone_of",
]
