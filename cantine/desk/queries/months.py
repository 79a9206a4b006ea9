"""How many requests came in each lane, month by month, what became of them, and the time that they took."""

from dataclasses import dataclass
from datetime import date

from cantine.core import sql
from cantine.desk.rules import Lane
from cantine.places.queries import PlaceRef

_MONTHS = """
SELECT date_trunc('month', r.came_at AT TIME ZONE %(zone)s)::date AS month, r.lane, count(*),
  count(*) FILTER (WHERE r.state = 'won'), coalesce(sum(t.minutes), 0)::int
FROM desk_request r LEFT JOIN LATERAL (
  SELECT sum(minutes) AS minutes FROM desk_timespent WHERE organisation_id = r.organisation_id AND request_id = r.id
) AS t ON true
WHERE r.organisation_id = %(organisation)s AND r.place_id = %(place)s
  AND r.came_at >= %(first)s::date::timestamp AT TIME ZONE %(zone)s
  AND r.came_at < (%(first)s::date + interval '1 year')::timestamp AT TIME ZONE %(zone)s
GROUP BY 1, 2 ORDER BY 1 DESC, 2
"""


@dataclass(frozen=True)
class LaneMonth:
    """A lane during a month: how many came in, how many were won, the minutes given to them since."""

    month: date
    lane: Lane
    count: int
    won: int
    minutes: int


def months_of(place: PlaceRef, *, year: int) -> list[LaneMonth]:
    """The latest first, the months and lanes that had something; one statement."""
    values = {
        "zone": place.timezone, "organisation": place.organisation_id, "place": place.id, "first": date(year, 1, 1),
    }  # fmt: skip
    return [LaneMonth(month, Lane(lane), *counts) for month, lane, *counts in sql.rows(_MONTHS, values)]
