"""What La Cantine costs: the four categories of the 2009 study, its member discount read from it, and plausible prices."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from cantine.core.actor import Actor
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import commands as pricing
from cantine.pricing import queries as prices
from cantine.pricing.rules import (
    Category,
    Period,
    Product,
    Rate,
    RateKey,
    Scope,
    Sort,
    Step,
    Thing,
    Unit,
    Vat,
)
from cantine.web.demo.people import COWORKERS, TEAM

STUDY = Path(__file__).parents[1] / "data" / "study"
LARGE, SMALL = "grand-compte", "tpe-pme"
H, HALF, D, W, M, P = Unit.HOUR, Unit.HALF_DAY, Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.PIECE
# What, unit, in euros: a large organisation, a small one. Members and contributors follow the small one.
ROOMS: tuple[tuple[Scope, str, Unit, int, int], ...] = (
    (Scope.KIND, "room", H, 60, 40), (Scope.KIND, "room", HALF, 200, 130), (Scope.KIND, "room", D, 350, 220),
    (Scope.KIND, "phone-box", H, 12, 8),
    (Scope.KIND, "desk", HALF, 18, 12), (Scope.KIND, "desk", D, 30, 20), (Scope.KIND, "desk", W, 130, 85),
    (Scope.KIND, "desk", M, 420, 280),
    (Scope.RESOURCE, "conference", H, 240, 160), (Scope.RESOURCE, "conference", HALF, 800, 520),
    (Scope.RESOURCE, "conference", D, 1400, 900),
    (Scope.RESOURCE, "rouge-verte", H, 100, 65), (Scope.RESOURCE, "rouge-verte", HALF, 330, 210),
    (Scope.RESOURCE, "rouge-verte", D, 580, 360),
    (Scope.RESOURCE, "demonstration", HALF, 400, 260), (Scope.RESOURCE, "demonstration", D, 700, 440),
    (Scope.RESOURCE, "cafe", H, 0, 0),
    (Scope.RESOURCE, "cafe-le-soir", H, 180, 120),
)  # fmt: skip
PRODUCTS: tuple[tuple[Product, Unit, int], ...] = (
    (Product("petit-dejeuner", "Petit-déjeuner, par personne", "Breakfast, a head", Sort.CATERING, Vat(rate=Decimal(10))), P, 6),
    (Product("buffet", "Buffet, par personne", "Buffet, a head", Sort.CATERING, Vat(rate=Decimal(10))), P, 18),
    (Product("captation", "Captation vidéo", "Filming", Sort.EQUIPMENT), HALF, 250),
    (Product("accueil", "Une personne à l’accueil", "Somebody at the desk", Sort.STAFF), H, 35),
    (Product("menage", "Ménage", "Cleaning", Sort.CLEANING), P, 60),
)  # fmt: skip
EVENING = Period(
    "soiree", "Soirée", "Evening", Decimal(25), weekdays=frozenset(range(5)), starts=time(18, 30), ends=time(23, 30)
)
STUDENT = "lea@cantine.example"
SATURDAY = Period("samedi", "Samedi", "Saturday", Decimal(15), weekdays=frozenset({5}))


def load_prices(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """The list in force since 2009, and next year's being prepared; nothing if the place has prices already."""
    if prices.price_lists_of(place):
        return
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place}
    pricing.set_categories(**said, categories=_categories(), usual=SMALL)
    pricing.set_vat_regime(**said, vat=Vat(rate=Decimal(20)))
    pricing.show_prices(**said, public=True)
    for product, _unit, _euros in PRODUCTS:
        pricing.set_product(**said, product=product)
    made = pricing.open_price_list(**said, name="Tarifs 2009", first_day=date(2009, 1, 1))
    for period in (EVENING, SATURDAY):
        pricing.set_period(**said, price_list=made, period=period)
    pricing.set_prices(**said, price_list=made, prices=_sheet(place))
    for rate in _refined():
        pricing.set_rate(**said, price_list=made, rate=rate)
    pricing.publish_price_list(**said, price_list=made)
    _put_people_in_categories(said, place)
    coming = place.today(now).year + 1
    pricing.open_price_list(**said, name=f"Tarifs {coming}", first_day=date(coming, 1, 1), copy_of=made)


def _put_people_in_categories(said: dict[str, Any], place: PlaceRef) -> None:
    """Those who pay dues are members, one of them a student; the team and the collective contribute otherwise."""
    for people, category in ((COWORKERS, "membre"), (TEAM, "contributif")):
        known = places.persons_at_addresses(place, emails=[somebody.email for somebody in people])
        for person in known.values():
            pricing.put_in_category(**said, category=category, person_id=person)
    student = places.persons_at_addresses(place, emails=[STUDENT])
    for person in student.values():
        pricing.put_in_category(**said, category="etudiant", person_id=person)
    for key, name in places.known_customers(place=place).items():
        if name.lower().startswith("oxamyne"):
            pricing.put_in_category(**said, category="contributif", customer_id=key)


def _categories() -> list[Category]:
    study = json.loads((STUDY / "la-cantine-2009.json").read_text())
    discount = -Decimal(study["member_discount_on_sme_price_percent"])
    return [
        Category(LARGE, "Grand compte", "Large organisation"),
        Category(SMALL, "TPE/PME", "Small business"),
        Category("membre", "Membre", "Member", SMALL, discount),
        Category("etudiant", "Étudiant", "Student", SMALL, discount),
        Category("contributif", "Contributif", "Contributor", SMALL, Decimal(-100), offered=True),
    ]


def _sheet(place: PlaceRef) -> dict[RateKey, int | None]:
    known = {name.thing for name in prices.priceable_things(place)}
    sheet: dict[RateKey, int | None] = {}
    for scope, code, unit, large, small in ROOMS:
        if (thing := Thing(scope, code)) in known:
            sheet[RateKey(thing, LARGE, unit)] = large * 100
            sheet[RateKey(thing, SMALL, unit)] = small * 100
    for product, unit, euros in PRODUCTS:
        for category in (LARGE, SMALL, "membre", "etudiant", "contributif"):
            sheet[RateKey(Thing(Scope.PRODUCT, product.code), category, unit)] = euros * 100
    return sheet


def _refined() -> list[Rate]:
    """Two hours of the stage at least; meeting rooms cost less from five hours on."""
    stage, room = Thing(Scope.RESOURCE, "conference"), Thing(Scope.KIND, "room")
    return [
        Rate(stage, LARGE, H, 24_000, least=Decimal(2)),
        Rate(stage, SMALL, H, 16_000, least=Decimal(2)),
        Rate(room, LARGE, H, 6_000, steps=(Step(Decimal(5), 5_000),)),
        Rate(room, SMALL, H, 4_000, steps=(Step(Decimal(5), 3_500),)),
    ]
