"""The rows behind the codes of a grid, for who writes it; and the lock under which a version changes."""

from dataclasses import dataclass, field
from uuid import UUID

from cantine.core import sql
from cantine.places.queries import PlaceRef
from cantine.pricing import rules
from cantine.pricing.models import PriceList
from cantine.pricing.rules import Scope

_CODES = """
SELECT 'resource', slug, id FROM places_resource WHERE place_id = %(place)s
UNION ALL SELECT 'kind', code, id FROM places_kind WHERE organisation_id = %(organisation)s
UNION ALL SELECT 'product', code, id FROM pricing_product WHERE place_id = %(place)s
UNION ALL SELECT 'category', code, id FROM pricing_category WHERE place_id = %(place)s
"""


@dataclass(frozen=True)
class Things:
    """The key of each thing and of each category, by their codes."""

    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def columns_of(self, thing: rules.Thing) -> dict[str, int | None] | None:
        """The three columns that say what a rate is for; None if there is no such thing."""
        found = self.ids.get((thing.scope.value, thing.code))
        if thing.scope is not Scope.ANY and found is None:
            return None
        return {
            f"{scope.value}_id": found if thing.scope is scope else None
            for scope in (Scope.RESOURCE, Scope.KIND, Scope.PRODUCT)
        }

    def category_id(self, code: str) -> int | None:
        return self.ids.get(("category", code))


def things_of(place: PlaceRef) -> Things:
    rows = sql.rows(_CODES, {"place": place.id, "organisation": place.organisation_id})
    return Things({(scope, code): pk for scope, code, pk in rows})


def lock_price_list(place: PlaceRef, *, price_list: UUID) -> PriceList | None:
    """A version, under a lock until the transaction ends: who changes it queues."""
    return PriceList.objects.select_for_update().filter(place_id=place.id, uuid=price_list).first()
