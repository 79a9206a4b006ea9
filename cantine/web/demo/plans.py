"""What people of the demo bought in advance: passes of days and of half-days, hours of room; and the visits that use them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from cantine.booking import commands as booking
from cantine.core.actor import Actor
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.rules import (
    CategoryPrice,
    Every,
    Included,
    PassKind,
    Period,
    Plan,
    Terms,
    Use,
    later,
    month_of,
)
from cantine.people import queries as people
from cantine.places import commands as places_commands
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit
from cantine.web.demo.people import COWORKERS

KINDS = (
    PassKind(
        "carnet-10-jours", "Carnet de 10 jours", "10-day pass", Use.SEAT, Unit.DAY, Decimal(10), 13_000, 365,
        prices=(CategoryPrice("etudiant", 10_000),),
    ),
    PassKind(
        "carnet-10-demi-journees", "Carnet de 10 demi-journées", "10 half-day pass", Use.SEAT, Unit.HALF_DAY,
        Decimal(10), 8_000, 180,
    ),
    PassKind("carnet-20-jours", "Carnet de 20 jours", "20-day pass", Use.SEAT, Unit.DAY, Decimal(20), 24_000, 365),
    PassKind("carnet-10-heures", "10 heures de salle", "10 hours of room", Use.ROOM, Unit.HOUR, Decimal(10), 32_000, 365),
    PassKind(
        "carnet-200-pages", "200 pages imprimées", "200 printed pages", Use.PRINT, Unit.PIECE, Decimal(200), 1_000,
        online=False,
    ),
)  # fmt: skip
SEATS, ROOM = Use.SEAT, Use.ROOM
# A plan, its price in euros, what it includes.
PLANS: tuple[tuple[Plan, int, tuple[Included, ...]], ...] = (
    (Plan("nomade", "Nomade", "Drop-in"), 15, (Included(SEATS, Unit.DAY, Decimal(2), overage_cents=1_300),)),
    (
        Plan("trois-jours", "3 jours par semaine", "3 days a week", notice_days=15),
        180,
        (
            Included(SEATS, Unit.DAY, Decimal(3), every=Every.WEEK, overage_cents=1_200),
            Included(ROOM, Unit.HOUR, Decimal(4)),
        ),
    ),
    (
        Plan("resident", "Résident", "Resident", notice_days=30, commitment_months=3),
        280,
        (
            Included(SEATS, Unit.DAY, Decimal(31)),
            Included(ROOM, Unit.HOUR, Decimal(10), rolls_over=True),
            Included(Use.PRINT, Unit.PIECE, Decimal(100), overage_cents=5),
            Included(Use.GUEST, Unit.PIECE, Decimal(4), overage_cents=800),
        ),
    ),
    (
        Plan("resident-annee", "Résident à l’année", "Resident, by the year", Period.YEAR),
        2_900,
        (Included(SEATS, Unit.DAY, Decimal(31)),),
    ),
    (
        Plan("equipe", "Équipe de 5", "Team of 5", notice_days=60, people_max=5, online=False),
        950,
        (
            Included(SEATS, Unit.DAY, Decimal(80), overage_cents=1_200),
            Included(ROOM, Unit.HOUR, Decimal(20)),
        ),
    ),
)
# What students pay, in cents; who contributes otherwise pays nothing, and the value is kept.
REDUCED: dict[str, tuple[CategoryPrice, ...]] = {
    "trois-jours": (CategoryPrice("etudiant", 9_000), CategoryPrice("contributif", 0)),
    "resident": (CategoryPrice("etudiant", 14_000),),
}
# Who, which plan, how many months before this one.
TAKEN = (
    ("resident", "resident", 6), ("chloe", "resident", 4), ("hugo", "resident", 2), ("farid", "trois-jours", 5),
    ("jules", "trois-jours", 3), ("lea", "trois-jours", 1), ("david", "nomade", 3), ("member", "nomade", 4),
    ("marc", "resident-annee", 7), ("gwenaelle", "nomade", 12), ("ines", "trois-jours", 11), ("karim", "resident", 10),
    ("elena", "nomade", 9),
)  # fmt: skip
# Who, which pass, how many days before today.
SOLD = (
    ("member", "carnet-10-jours", 60), ("member", "carnet-10-heures", 20), ("member", "carnet-20-jours", 5),
    ("amel", "carnet-10-jours", 45),
    ("bastien", "carnet-10-demi-journees", 170), ("bastien", "carnet-10-jours", 12), ("david", "carnet-10-jours", 30),
    ("ines", "carnet-10-demi-journees", 25), ("marc", "carnet-200-pages", 40),
)  # fmt: skip
USERS = (("elena", None), ("karim", Decimal(6)), ("gwenaelle", Decimal(4)))
VISITS = 15


def load_passes(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """What is sold, and what was sold before anything was booked; each once."""
    said: dict[str, Any] = {"actor": actor, "place": place}
    there = {each.code for each in rights.pass_kinds_of(place, retired=True)}
    for kind in KINDS:
        if kind.code not in there:  # all of them, or those that a later version sells
            memberships.set_pass_kind(**said, now=now, kind=kind)
    known = places.persons_at_addresses(place, emails=[somebody.email for somebody in COWORKERS])
    for name, code, days in SOLD:
        memberships.sell_pass(
            **said, now=now - timedelta(days=days), kind=code, person_id=known[f"{name}@cantine.example"],
            key=_key(place, name, code), replay=True,
        )  # fmt: skip
    if not any(plan.code == "resident" for plan in rights.plans_of(place)):
        _load_plans(said, place, known, now)
        _load_organisations(said, place, known, now)


def use_passes(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """What the visits of the fortnight used, past what was booked; then what was left past its last day is gone."""
    said: dict[str, Any] = {"actor": actor, "place": place}
    known = places.persons_at_addresses(place, emails=[somebody.email for somebody in COWORKERS])
    names = {name for name, _what, _when in (*SOLD, *TAKEN)} | {name for name, _cap in USERS}
    holders = {known[f"{name}@cantine.example"] for name in names}
    for days in range(VISITS, -1, -1):
        at = now - timedelta(days=days)
        booking.count_presence(**said, now=at, day=place.today(at), person_ids=holders, replay=True)
    memberships.charge_due(**said, now=now, replay=True)
    memberships.expire(**said, now=now)


def _load_plans(said: dict[str, Any], place: PlaceRef, known: dict[str, int], now: datetime) -> None:
    """The plans since 2009, a dearer one next year; who has which, charged month by month."""
    first = datetime.fromisoformat("2009-01-01T09:00:00+01:00")
    for plan, euros, included in PLANS:
        memberships.set_plan(**said, now=first, plan=plan, terms=_terms(first.date(), plan, euros * 100, included))
    plan, euros, included = PLANS[2]
    today = place.today(now)
    coming = _terms(today.replace(year=today.year + 1, month=1, day=1), plan, euros * 100 + 1_500, included)
    memberships.set_plan(**said, now=now, plan=plan, terms=coming)
    for name, code, months in TAKEN:
        since = month_of(later(today.replace(day=1), months=-months)).first_day + timedelta(days=len(name))
        memberships.subscribe(
            **said, now=now, plan=code, since=since, person_id=known[f"{name}@cantine.example"],
            key=_key(place, name, code), replay=True,
        )  # fmt: skip


def _terms(first_day: date, plan: Plan, cents: int, included: tuple[Included, ...]) -> Terms:
    return Terms(first_day, cents, included, REDUCED.get(plan.code, ()))


def _load_organisations(said: dict[str, Any], place: PlaceRef, known: dict[str, int], now: datetime) -> None:
    """Days that one organisation bought for its own, and another’s team."""
    actor = said["actor"]
    ids = {"Coopaname": "Coopaname", "Atelier Boussole": "Atelier Boussole"}
    for name in ids:
        found = people.find_organisations(name)[0].id
        places_commands.note_customer(actor=actor, now=now, place=place, customer_id=found)
        ids[name] = str(found)
    bought = now - timedelta(days=80)
    allowance = memberships.grant_days(
        **said, now=bought, customer_id=int(ids["Coopaname"]), unit=Unit.DAY, quantity=Decimal(200), unit_cents=1_400,
        valid_days=365, key=_key(place, "coopaname", "200"), replay=True,
    )  # fmt: skip
    for name, cap in USERS:
        memberships.add_right_user(
            **said,
            now=bought,
            right=f"bulk:{allowance}",
            person_id=known[f"{name}@cantine.example"],
            cap=cap,
            replay=True,
        )
    team = memberships.subscribe(
        **said, now=now, plan="equipe", since=month_of(place.today(now)).first_day,
        customer_id=int(ids["Atelier Boussole"]), key=_key(place, "boussole", "equipe"), replay=True,
    )  # fmt: skip
    for name in ("resident", "farid"):
        memberships.add_right_user(
            **said, now=now, right=f"subscription:{team}", person_id=known[f"{name}@cantine.example"], replay=True
        )


def _key(place: PlaceRef, name: str, code: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{place.uuid} {name} {code}")
