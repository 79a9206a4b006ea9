"""Products: what is sold with a room."""

from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import facts, rules
from cantine.pricing.models import Product


def set_product(*, actor: Actor, now: datetime, place: PlaceRef, product: rules.Product) -> str:
    """Write a product, in the place of the one of its code; without a code it is a new one. Returns its code. Records
    ProductsChanged.

    Refusals: product_name_missing, vat_rate_unknown, vat_without_rate.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    refusals = list(rules.check_vat(product.vat)) if product.vat else []
    if not product.name_fr.strip():
        refusals.insert(0, Refusal("product_name_missing", field="name_fr"))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        places.lock_house(place.id)
        codes = list(Product.objects.filter(place_id=place.id).values_list("code", flat=True))
        code = product.code or _free_code(codes, product.name_fr)
        columns = {
            "name_fr": product.name_fr.strip(), "name_en": product.name_en.strip() or product.name_fr.strip(),
            "sort": product.sort.value, "vat_kind": product.vat.kind.value if product.vat else "",
            "vat_rate": product.vat.rate if product.vat else 0, "retired_at": None,
        }  # fmt: skip
        new = {} if code in codes else {"position": len(codes)}
        Product.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id, code=code, defaults={**columns, **new}
        )
        changed = facts.ProductsChanged(organisation_id=place.organisation_id, place_id=place.id, product=code)
        record(changed, actor=actor, now=now)
    return code


def retire_product(*, actor: Actor, now: datetime, place: PlaceRef, product: str) -> None:
    """Sell it no more; its past prices stay. Records ProductsChanged. Refusals: product_unknown."""
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = Product.objects.filter(place_id=place.id, code=product, retired_at=None)
        if not rows.update(retired_at=now):
            raise Refused(Refusal("product_unknown", {"product": product}, "products"))
        changed = facts.ProductsChanged(organisation_id=place.organisation_id, place_id=place.id, product=product)
        record(changed, actor=actor, now=now)


def _free_code(taken: list[str], name: str) -> str:
    first = slug_of(name)[:36] or "produit"
    return next(
        code for number in range(1, 1000) if (code := first if number == 1 else f"{first}-{number}") not in taken
    )
