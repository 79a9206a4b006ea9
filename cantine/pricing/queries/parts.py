"""What a grid is made of, outside any version: categories, products, VAT."""

from dataclasses import dataclass
from decimal import Decimal

from cantine.core import sql
from cantine.places.queries import PlaceRef
from cantine.pricing import rules
from cantine.pricing.models import Category
from cantine.pricing.models import Terms as TermsRow
from cantine.pricing.queries.grids import product_of

_PRODUCTS = """
SELECT code, name_fr, name_en, sort, vat_kind, vat_rate FROM pricing_product
WHERE place_id = %s AND retired_at IS NULL ORDER BY position, id
"""


@dataclass(frozen=True)
class CategoryLine(rules.Category):
    """``usual``: that of who has none."""

    usual: bool = False

    def name(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name_fr


def categories_of(place: PlaceRef) -> list[CategoryLine]:
    """The categories of customers of a place, in its order."""
    rows = Category.objects.filter(place_id=place.id).order_by("position", "pk")
    columns = ("code", "name_fr", "name_en", "base__code", "percent", "offered", "usual")
    return [
        CategoryLine(code, name_fr, name_en, base or "", percent, offered, usual)
        for code, name_fr, name_en, base, percent, offered, usual in rows.values_list(*columns)
    ]


def products_of(place: PlaceRef) -> list[rules.Product]:
    """What can be ordered with a room, in the place's order; one statement."""
    return products_soon(place).value


def products_soon(place: PlaceRef) -> sql.Awaited[list[rules.Product]]:
    """The same, asked with whatever is said next."""
    return sql.Awaited(sql.soon(_PRODUCTS, [place.id]), lambda rows: [product_of(row) for row in rows])


@dataclass(frozen=True)
class Terms:
    vat: rules.Vat
    public: bool


def terms_of(place: PlaceRef) -> Terms:
    """How a place's sales are taxed; at the usual rate and unpublished until somebody says otherwise."""
    row = TermsRow.objects.filter(place_id=place.id).values_list("vat_kind", "vat_rate", "public").first()
    if row is None:
        return Terms(rules.Vat(rate=Decimal(20)), public=False)
    return Terms(rules.Vat(rules.VatKind(row[0]), row[1]), row[2])
