"""Which resources are free during the whole of one slot: the question of somebody at the counter, asked of PostgreSQL.

Units say no when anything overlaps them; a pool, and a room that takes seats of one, when its worst moment of the slot
leaves too few seats. Each resource keeps its own buffers clear.
"""

from dataclasses import dataclass
from typing import Any

from cantine.booking.queries.availability import LONGEST_CLAIM
from cantine.booking.queries.free import Opened
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef

# The most seats of a pool in use at one moment: it can only be at the start of the slot or of one of the claims.
_REACHING = "{c}.organisation_id = %(organisation)s AND {c}.live AND ({c}.starts_at > %(earliest)s OR {c}.occurrence_id IS NULL)"
_PEAK = f"""coalesce((SELECT max(total) FROM (
    SELECT sum(d.quantity) AS total FROM booking_seatclaim c JOIN booking_seatclaim d ON d.pool_id = c.pool_id
      AND {_REACHING.format(c="d")}
      AND d.starts_at <= greatest(c.starts_at, slot.begins) AND d.ends_at > greatest(c.starts_at, slot.begins)
    WHERE c.pool_id = {{pool}} AND {_REACHING.format(c="c")}
      AND c.starts_at < slot.ends AND c.ends_at > slot.begins GROUP BY c.id) moments), 0)"""  # noqa: S608
# The claims of one unit never overlap, so the last to begin before the slot's end is the last to end: one look-up.
_UNIT_TAKEN = """EXISTS (SELECT 1 FROM places_resourceunit u CROSS JOIN LATERAL (
    SELECT c.ends_at FROM booking_claim c WHERE c.organisation_id = %(organisation)s AND c.unit_id = u.unit_id AND c.live
      AND c.starts_at < slot.ends ORDER BY c.starts_at DESC LIMIT 1) last
  WHERE u.resource_id = r.id AND last.ends_at > slot.begins)"""
_SQL = f"""
SELECT r.id, r.uuid, r.slug, r.name, k.code, r.capacity, r.seats, pool.left, r.see, r.ask, r.book
FROM places_resource r JOIN places_kind k ON k.id = r.kind_id
CROSS JOIN LATERAL (SELECT %(starts_at)s::timestamptz - make_interval(mins => r.buffer_before_minutes) AS begins,
  %(ends_at)s::timestamptz + make_interval(mins => r.buffer_after_minutes) AS ends) slot
CROSS JOIN LATERAL (SELECT CASE WHEN r.seats IS NOT NULL THEN r.seats - {_PEAK.format(pool="r.id")} END AS left) pool
WHERE r.organisation_id = %(organisation)s AND r.place_id = %(place)s AND r.retired_at IS NULL AND r.see = ANY(%(see)s)
  AND (%(kind)s = '' OR k.code = %(kind)s) AND (r.seats IS NULL OR pool.left >= %(quantity)s)
  AND NOT {_UNIT_TAKEN}
  AND NOT EXISTS (SELECT 1 FROM places_resourcepool t JOIN places_resource p ON p.id = t.pool_id
    WHERE t.resource_id = r.id AND p.seats - {_PEAK.format(pool="p.id")} < t.seats)
ORDER BY r.position, r.id
"""  # noqa: S608  the format's holes are written above


@dataclass(frozen=True)
class FreeResource:
    """Free during the whole slot; ``seats_left`` of a pool; ``mode`` is how the asker would get it."""

    uuid: str
    slug: str
    name: str
    kind: str
    capacity: int | None
    seats: int | None
    seats_left: int | None
    mode: place_rules.Mode


def free_during(
    *, actor: Actor, place: PlaceRef, slot: Interval, kind: str = "", quantity: int = 1
) -> list[FreeResource]:
    """What is open and free during the whole of ``slot``, among what the actor may see; two statements."""
    standing = places.standing_of(actor, place=place)
    opened = Opened(places.hours_of(place), place, slot)
    values: dict[str, Any] = {
        "organisation": place.organisation_id,
        "place": place.id,
        "see": [each.value for each in place_rules.Standing if standing.reaches(each)],
        "kind": kind,
        "quantity": quantity,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "earliest": slot.starts_at - LONGEST_CLAIM,
    }
    found = []
    for resource_id, uuid, slug, name, code, capacity, seats, left, see, ask, book in sql.rows(_SQL, values):
        if not any(each.contains(slot) for each in opened.of(resource_id)):
            continue
        level = place_rules.Standing
        access = place_rules.Access(see=level(see), ask=level(ask), book=level(book))
        mode = access.mode_for(standing)
        found.append(FreeResource(str(uuid), slug, name, code, capacity, seats, left and int(left), mode))
    return found
