"""What can have a price, by name: any room, kinds, rooms, products; one statement."""

from dataclasses import dataclass

from cantine.core import sql
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import ANYTHING, Scope, Thing

_NAMES = """
SELECT * FROM (
  SELECT 'kind' AS scope, code, name_fr, name_en, 1 AS turn, position, id FROM places_kind k
  WHERE organisation_id = %(organisation)s
    AND EXISTS (SELECT 1 FROM places_resource r WHERE r.kind_id = k.id AND r.place_id = %(place)s AND r.retired_at IS NULL)
  UNION ALL SELECT 'resource', r.slug, r.name, r.name, 2, r.position, r.id FROM places_resource r
  WHERE r.place_id = %(place)s AND r.retired_at IS NULL
  UNION ALL SELECT 'product', code, name_fr, name_en, 3, position, id FROM pricing_product
  WHERE place_id = %(place)s AND retired_at IS NULL
) AS named ORDER BY turn, position, id
"""
_KINDS = """
SELECT r.slug, k.code FROM places_resource r JOIN places_kind k ON k.id = r.kind_id
WHERE r.place_id = %s AND r.retired_at IS NULL
"""


@dataclass(frozen=True)
class ThingName:
    """Something that can have a price; any room has no name of the place's."""

    thing: Thing
    name_fr: str = ""
    name_en: str = ""


def priceable_things(place: PlaceRef) -> list[ThingName]:
    """Any room, then kinds, rooms and products in the place's order."""
    rows = sql.rows(_NAMES, {"place": place.id, "organisation": place.organisation_id})
    return [
        ThingName(ANYTHING), *(ThingName(Thing(Scope(scope), code), fr, en) for scope, code, fr, en, *_order in rows),
    ]  # fmt: skip


def kinds_by_resource(place: PlaceRef) -> dict[str, str]:
    """The kind of each room, by their codes: a room without prices of its own has those of its kind."""
    return dict(sql.rows(_KINDS, [place.id]))
