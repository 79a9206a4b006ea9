"""The passes of a place as the till may sell them, VAT inside."""

from decimal import Decimal

from cantine.billing.queries.counter import Goods
from cantine.billing.rules.counter import with_vat_inside
from cantine.core import sql
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Vat, VatKind

SORT = "pass:"
_SOLD = """
SELECT k.code, k.name_fr, k.name_en, k.cents, coalesce(t.vat_kind, 'taxed'), coalesce(t.vat_rate, 20)
FROM memberships_passkind k LEFT JOIN pricing_terms t ON t.place_id = k.place_id
WHERE k.place_id = %s AND k.retired_at IS NULL ORDER BY k.position, k.id
"""


def passes_at_the_till(place: PlaceRef) -> list[Goods]:
    """One statement."""
    return [
        Goods(f"{SORT}{code}", fr, en, with_vat_inside(cents, rate), Vat(VatKind(kind), Decimal(rate)))
        for code, fr, en, cents, kind, rate in sql.rows(_SOLD, [place.id])
    ]
