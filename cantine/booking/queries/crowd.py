"""How many people may be inside now, against what the law allows: for the counter and the tablet."""

from datetime import datetime

from cantine.booking import rules
from cantine.core import sql
from cantine.places.queries import PlaceRef

# Who is inside; whom dates bring now; whom lets bring today.
_CROWD = """
SELECT true, person_id, count FROM booking_visit WHERE place_id = %(place)s AND left_at IS NULL
UNION ALL
SELECT false, o.person_id, greatest(o.quantity, b.guests + 1)
FROM booking_occurrence o JOIN booking_booking b ON b.id = o.booking_id
WHERE o.place_id = %(place)s AND o.starts_at > %(earliest)s AND o.starts_at <= %(now)s AND o.ends_at > %(now)s
  AND o.state = ANY (%(taking)s::text[])
UNION ALL
SELECT false, person_id, people FROM booking_occupation
WHERE place_id = %(place)s AND people > 0 AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on >= %(today)s)
"""


def crowd_now(place: PlaceRef, *, now: datetime) -> rules.Crowd | None:
    """None where the place says no limit; else one statement, whatever the number of people."""
    if place.legal_capacity is None:
        return None
    values = {
        "place": place.id, "now": now, "today": place.today(now), "earliest": now - rules.LONGEST_BOOKING,
        "taking": [state.value for state in sorted(rules.TAKING)],
    }  # fmt: skip
    rows = sql.rows(_CROWD, values)
    return rules.crowd_of(
        here=[(person, people) for inside, person, people in rows if inside],
        expected=[(person, people) for inside, person, people in rows if not inside],
        limit=place.legal_capacity,
    )
