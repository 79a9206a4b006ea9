"""The passes of a place as the till may sell them, VAT inside; at the price of the category of who buys. And a seat for a day or
half of one, at the prices of the list, taken first from what one has in advance."""

from collections.abc import Mapping
from decimal import Decimal

from cantine.billing.queries.counter import Goods, seat_code
from cantine.billing.rules.counter import Priced, with_vat_inside
from cantine.core import sql
from cantine.memberships.rules import CategoryPrice, fee_of
from cantine.places.queries import PlaceRef
from cantine.pricing.queries import Payer
from cantine.pricing.rules import Unit, Vat, VatKind

SORT = "pass:"
_SOLD = """
SELECT k.code, k.name_fr, k.name_en, k.cents, coalesce(t.vat_kind, 'taxed'), coalesce(t.vat_rate, 20)
FROM memberships_passkind k LEFT JOIN pricing_terms t ON t.place_id = k.place_id
WHERE k.place_id = %s AND k.retired_at IS NULL ORDER BY k.position, k.id
"""
_SEAT = """
SELECT k.code FROM places_kind k WHERE k.organisation_id = %(organisation)s AND k.code = coalesce((SELECT d.code FROM memberships_dropin i
  JOIN places_kind d ON d.id = i.kind_id WHERE i.place_id = %(place)s), 'desk')
"""
_OWN = """
SELECT k.code, k.cents, c.code, x.cents, c.name_fr, c.name_en, c.offered, coalesce(t.vat_rate, 20)
FROM pricing_customer u JOIN pricing_category c ON c.id = u.category_id
JOIN memberships_passkindprice x ON x.category_id = c.id JOIN memberships_passkind k ON k.id = x.kind_id
LEFT JOIN pricing_terms t ON t.place_id = k.place_id
WHERE u.place_id = %s AND k.retired_at IS NULL AND (u.customer_id = %s OR (u.person_id = %s AND %s::bigint IS NULL))
"""


def passes_at_the_till(place: PlaceRef) -> list[Goods]:
    """One statement."""
    return [
        Goods(f"{SORT}{code}", fr, en, with_vat_inside(cents, rate), Vat(VatKind(kind), Decimal(rate)))
        for code, fr, en, cents, kind, rate in sql.rows(_SOLD, [place.id])
    ]


def seats_at_the_till(place: PlaceRef) -> list[Goods]:
    """A day and half a day among the seats that visits are priced as, else those called so; their price is that of the list. One
    statement."""
    row = sql.row(_SEAT, {"place": place.id, "organisation": place.organisation_id})
    if row is None:
        return []
    kind = str(row[0])
    return [
        Goods(seat_code(kind, unit), fr, en, 0, Vat(), listed=True, uses=f"seat:{unit.value}")
        for unit, fr, en in ((Unit.DAY, "Journée", "Day pass"), (Unit.HALF_DAY, "Demi-journée", "Half a day"))
    ]


def passes_of_payer(place: PlaceRef, payer: Payer) -> Mapping[str, Priced]:
    """Those that cost the category of who pays another price; one statement. What is offered of it keeps its worth."""
    who = [payer.customer_id, payer.person_id, payer.customer_id]
    found = {}
    for code, usual, category, cents, fr, en, offered, rate in sql.rows(_OWN, [place.id, *who]):
        fee = fee_of(usual, [CategoryPrice(category, cents, fr, en, offered)], category=category)
        worth = fee.usual_cents if fee.offered else fee.cents
        found[f"{SORT}{code}"] = Priced(with_vat_inside(fee.cents, rate), with_vat_inside(worth, rate))
    return found
