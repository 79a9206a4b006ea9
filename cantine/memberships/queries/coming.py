"""What dates to come already use of a plan: shown before it is left."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.core import sql
from cantine.memberships.rules import Use
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit

# What is booked ahead is dated to come; what was counted at the door is past.
_COMING = """
SELECT use, unit, sum(used), count(*) FROM (
  SELECT a.use, a.unit, e.source, -sum(e.quantity) AS used
  FROM memberships_allowanceentry e JOIN memberships_allowance a ON a.id = e.allowance_id
  WHERE a.organisation_id = %s AND a.place_id = %s AND a.right = %s AND e.kind IN ('draw', 'give_back')
    AND e.source <> 'withheld' AND e.day > %s
  GROUP BY a.use, a.unit, e.source HAVING sum(e.quantity) < 0) AS acts
GROUP BY use, unit ORDER BY use, unit
"""


@dataclass(frozen=True)
class ComingUse:
    """So many dates to come use so much of one thing."""

    use: Use
    unit: Unit
    quantity: Decimal
    dates: int


def coming_use(place: PlaceRef, *, right: str, after: date) -> list[ComingUse]:
    """What acts of the days after one use of a right; one statement."""
    rows = sql.rows(_COMING, [place.organisation_id, place.id, right, after])
    return [ComingUse(Use(use), Unit(unit), used, dates) for use, unit, used, dates in rows]
