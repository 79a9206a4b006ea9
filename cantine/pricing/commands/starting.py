"""A price list to begin with, so that nobody meets an empty page: one price for all, or the four categories of La Cantine."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef
from cantine.pricing import rules
from cantine.pricing.commands.categories import set_categories
from cantine.pricing.commands.lists import open_price_list
from cantine.pricing.commands.terms import set_vat_regime
from cantine.pricing.models import PriceList
from cantine.pricing.queries import terms_of

USUAL_RATE = Decimal(20)
ONE = (rules.Category("tarif", "Tarif", "Price"),)
FOUR = (
    rules.Category("grand-compte", "Grand compte", "Large organisation"),
    rules.Category("tpe-pme", "TPE/PME", "Small business"),
    rules.Category("membre", "Membre", "Member", "tpe-pme", Decimal(-30)),
    rules.Category("contributif", "Contributif", "Contributor", "tpe-pme", Decimal(-100), offered=True),
)
STARTERS: dict[str, tuple[tuple[rules.Category, ...], str]] = {"one": (ONE, "tarif"), "four": (FOUR, "tpe-pme")}


def start_prices(
    *, actor: Actor, now: datetime, place: PlaceRef, starter: str, name: str, first_day: date,
    vat: rules.VatKind | None = None,
) -> UUID:  # fmt: skip
    """Give a place without prices its categories and a version to fill; returns it. ``vat``: how it is taxed, where that is said
    first. Records CategoriesChanged, PriceListOpened, TermsChanged. Refusals: prices_already_there, price_starter_unknown,
    price_list_name_missing.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    if starter not in STARTERS:
        raise Refused(Refusal("price_starter_unknown", field="starter"))
    with transaction.atomic():
        if PriceList.objects.filter(place_id=place.id).exists():
            raise Refused(Refusal("prices_already_there"))
        if vat is not None:
            usual_rate = terms_of(place).vat.rate or USUAL_RATE
            taxed = vat is rules.VatKind.TAXED
            set_vat_regime(actor=actor, now=now, place=place, vat=rules.Vat(vat, usual_rate if taxed else Decimal(0)))
        categories, usual = STARTERS[starter]
        set_categories(actor=actor, now=now, place=place, categories=categories, usual=usual)
        return open_price_list(actor=actor, now=now, place=place, name=name, first_day=first_day)
