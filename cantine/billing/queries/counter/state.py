"""Where the counter stands: its drawer, what was sold today, the first day that nobody closed; and who may be found there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.core import sql
from cantine.kernel import folded
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

_STATE = """
SELECT d.uuid, d.name, t.sales, t.cents, least(l.day, k.day), c.day FROM accounting_cashdrawer d
LEFT JOIN LATERAL (SELECT last_day AS day, last_taking AS taking FROM accounting_closing
  WHERE drawer_id = d.id AND span = 'day' ORDER BY number DESC LIMIT 1) c ON true
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE s.act <> 'reverse' AND NOT EXISTS (SELECT FROM billing_countersale u
    WHERE u.undoes_id = s.id))::int AS sales, coalesce(sum(s.total_cents), 0)::bigint AS cents FROM billing_countersale s
  WHERE s.drawer_id = d.id AND s.day = %s AND s.means NOT IN ('tab', 'offered')) t ON true
LEFT JOIN LATERAL (SELECT min(s.day) AS day FROM billing_countersale s
  WHERE s.drawer_id = d.id AND s.day >= coalesce(c.day, '-infinity') AND s.day < %s AND (s.day > coalesce(c.day, '-infinity')
    OR s.number > (SELECT coalesce(max(k.last_sale), 0) FROM billing_counterclosing k
      WHERE k.drawer_id = d.id AND k.span = 'day' AND k.last_day = c.day))) l ON true
LEFT JOIN LATERAL (SELECT min(k.day) AS day FROM accounting_taking k
  WHERE k.drawer_id = d.id AND k.day >= coalesce(c.day, '-infinity') AND k.day < %s
    AND (k.day > coalesce(c.day, '-infinity') OR k.number > c.taking)) k ON true
WHERE d.place_id = %s AND d.retired_at IS NULL ORDER BY d.id LIMIT 1
"""


@dataclass(frozen=True)
class TillState:
    """``late`` is the first day with sales that is over and not closed, ``closed_until`` the last one that is; money counts what
    was paid today, and ``sales`` those that stand."""

    drawer: UUID
    name: str
    sales: int
    cents: int
    late: date | None
    closed_until: date | None


def till_state(place: PlaceRef, *, today: date) -> TillState | None:
    """None where no drawer is open; one statement."""
    row = sql.row(_STATE, [today, today, today, place.id])
    return TillState(*row) if row else None


def buyers_named(place: PlaceRef, *, text: str, most: int = 8) -> list[tuple[UUID, str]]:
    """The persons, then the organisations, whom the tenant knows by a name that holds ``text``."""
    wanted = folded(text.strip())
    if len(wanted) < 2:
        return []
    persons = [(each.uuid, each.name) for each in places.contacts_named(place=place, text=text, most=most)]
    keys = [int(key) for key, name in places.customer_names(place=place) if wanted in folded(name)][:most]
    known = people.organisations_of(keys) if keys else {}
    return [*persons, *((known[key].uuid, known[key].name) for key in keys if key in known)][:most]
