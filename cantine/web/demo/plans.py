"""What people of the demo bought in advance: passes of days and of half-days, hours of room; and the visits that use them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from cantine.booking import commands as booking
from cantine.core.actor import Actor
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.rules import PassKind, Use
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit
from cantine.web.demo.people import COWORKERS

KINDS = (
    PassKind("carnet-10-jours", "Carnet de 10 jours", "10-day pass", Use.SEAT, Unit.DAY, Decimal(10), 17_000, 365),
    PassKind(
        "carnet-10-demi-journees", "Carnet de 10 demi-journées", "10 half-day pass", Use.SEAT, Unit.HALF_DAY,
        Decimal(10), 10_000, 180,
    ),
    PassKind("carnet-10-heures", "10 heures de salle", "10 hours of room", Use.ROOM, Unit.HOUR, Decimal(10), 32_000, 365),
    PassKind(
        "carnet-200-pages", "200 pages imprimées", "200 printed pages", Use.PRINT, Unit.PIECE, Decimal(200), 1_000,
        online=False,
    ),
)  # fmt: skip
# Who, which pass, how many days before today.
SOLD = (
    ("member", "carnet-10-jours", 60), ("member", "carnet-10-heures", 20), ("amel", "carnet-10-jours", 45),
    ("bastien", "carnet-10-demi-journees", 170), ("bastien", "carnet-10-jours", 12), ("david", "carnet-10-jours", 30),
    ("elena", "carnet-10-demi-journees", 25), ("gwenaelle", "carnet-10-jours", 90), ("ines", "carnet-10-jours", 8),
    ("karim", "carnet-10-demi-journees", 70), ("marc", "carnet-200-pages", 40),
)  # fmt: skip
VISITS = 15


def load_passes(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """What is sold, what was sold, and what the visits of the fortnight used; each once."""
    said: dict[str, Any] = {"actor": actor, "place": place}
    if not rights.pass_kinds_of(place):
        for kind in KINDS:
            memberships.set_pass_kind(**said, now=now, kind=kind)
    known = places.persons_at_addresses(place, emails=[somebody.email for somebody in COWORKERS])
    for name, code, days in SOLD:
        memberships.sell_pass(
            **said, now=now - timedelta(days=days), kind=code, person_id=known[f"{name}@cantine.example"],
            key=_key(place, name, code), replay=True,
        )  # fmt: skip
    holders = {known[f"{name}@cantine.example"] for name, _kind, _days in SOLD}
    for days in range(VISITS, -1, -1):
        at = now - timedelta(days=days)
        booking.count_presence(**said, now=at, day=place.today(at), person_ids=holders, replay=True)
    memberships.expire(**said, now=now)


def _key(place: PlaceRef, name: str, code: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{place.uuid} {name} {code}")
