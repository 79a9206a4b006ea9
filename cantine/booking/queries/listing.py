"""The dates of a place between two instants, as the JSON of the API: PostgreSQL writes it, one statement in all.

What a reader may not see never leaves the database: another's title when it is hidden, another's booking, and persons
but for the team.
"""

from dataclasses import dataclass

from cantine.booking import rules
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, can
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef

# An instant as JSON; joined by hand: JSON functions would write each line twice, at twice the cost. The page is sorted once:
# its lines are numbered and put end to end as they come out of it.
_UTC = """'"' || replace(({} AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z"'"""
_SQL = f"""
WITH page AS (
  SELECT o.id AS key, o.starts_at AS began, '{{"id":"' || o.uuid
    || '","booking":' || CASE WHEN may.opens THEN '"' || b.uuid || '"' ELSE 'null' END
    || ',"resource":' || to_json(r.slug)
    || ',"starts_at":' || {_UTC.format("o.starts_at")} || ',"ends_at":' || {_UTC.format("o.ends_at")}
    || ',"state":"' || o.state || '","quantity":' || o.quantity
    || ',"title":' || CASE WHEN may.opens OR NOT b.title_hidden THEN to_json(b.title)::text ELSE '""' END
    || ',"mine":' || may.mine
    || ',"person":' || CASE WHEN p.id IS NULL THEN 'null' ELSE '{{"id":"' || p.uuid || '","name":' || to_json(p.name) || '}}' END
    || '}}' AS line
  FROM booking_occurrence o
  JOIN places_resource r ON r.id = o.resource_id
  JOIN booking_booking b ON b.id = o.booking_id
  LEFT JOIN people_person p ON %(all)s AND p.id = o.person_id
  CROSS JOIN LATERAL (SELECT coalesce(%(all)s OR o.person_id = %(me)s, false) AS opens,
    coalesce(o.person_id = %(me)s, false) AS mine) may
  WHERE o.organisation_id = %(organisation)s AND o.resource_id = ANY(ARRAY(
      SELECT seen.id FROM places_resource seen
      WHERE seen.organisation_id = %(organisation)s AND seen.place_id = %(place)s AND seen.see = ANY(%(see)s)
        AND (%(resource)s = '' OR seen.slug = %(resource)s)))
    AND o.starts_at < %(ends_at)s AND o.starts_at > %(earliest)s AND o.ends_at > %(starts_at)s AND o.state = ANY(%(states)s)
    AND (o.starts_at, o.id) > (%(after_at)s::timestamptz, %(after_id)s)
  ORDER BY o.starts_at, o.id LIMIT %(most)s + 1
), numbered AS (SELECT page.*, row_number() OVER () AS n FROM page)
SELECT
  '[' || coalesce(string_agg(line, ',') FILTER (WHERE n <= %(most)s), '') || ']',
  count(*) > %(most)s,
  max(began) FILTER (WHERE n = %(most)s),
  max(key) FILTER (WHERE n = %(most)s),
  (SELECT '[' || coalesce(string_agg('{{"id":"' || w.uuid || '","resource":' || to_json(r.slug)
      || ',"starts_at":' || {_UTC.format("w.starts_at")} || ',"ends_at":' || {_UTC.format("w.ends_at")}
      || ',"reason":' || to_json(w.reason) || '}}', ',' ORDER BY w.starts_at, w.uuid), '') || ']'
   FROM booking_blocking w JOIN places_resource r ON r.id = w.resource_id
   WHERE w.organisation_id = %(organisation)s AND w.place_id = %(place)s AND w.lifted_at IS NULL
     AND r.see = ANY(%(see)s) AND (%(resource)s = '' OR r.slug = %(resource)s)
     AND w.starts_at < %(ends_at)s AND w.ends_at > %(starts_at)s)
FROM numbered
"""  # noqa: S608  the format's holes are written above


@dataclass(frozen=True)
class Listing:
    """``dates`` and ``blockings`` are JSON arrays; ``after`` is the key of the last date when more follow."""

    dates: str
    blockings: str
    after: tuple[str, int] | None


def bookings_as_json(
    *,
    actor: Actor,
    place: PlaceRef,
    window: Interval,
    resource: str = "",
    after: tuple[str, int] | None = None,
    most: int,
) -> Listing:
    """The dates of the place that overlap ``window``, by their start, as ``actor`` may see them."""
    standing = places.standing_of(actor, place=place)
    after_at, after_id = after or ("-infinity", 0)
    parameters = {
        "all": can(actor, "booking.see_all", Target(place.organisation_id, place.id)),
        "me": actor.person_id,
        "organisation": place.organisation_id,
        "place": place.id,
        "see": [each.value for each in place_rules.Standing if standing.reaches(each)],
        "resource": resource,
        "starts_at": window.starts_at,
        "ends_at": window.ends_at,
        "earliest": window.starts_at - rules.LONGEST_BOOKING,
        "states": sorted(rules.TAKING),
        "after_at": after_at,
        "after_id": after_id,
        "most": most,
    }
    found = sql.row(_SQL, parameters)
    assert found is not None
    dates, more, last_at, last_id, blockings = found
    return Listing(dates, blockings, (last_at.isoformat(), last_id) if more else None)
