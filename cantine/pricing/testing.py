"""Price lists for tests, written through the commands as a manager would."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from cantine.core import scoping
from cantine.core.actor import system
from cantine.places.queries import PlaceRef
from cantine.places.testing import ref_of
from cantine.pricing import commands, rules
from cantine.pricing.rules import ANYTHING, Rate, RateKey, Unit

ROBOT = system("a test sets prices")


@dataclass(frozen=True)
class Priced:
    """A place and the version in force there."""

    place: PlaceRef
    uuid: UUID


def a_price_list(
    place: Any, *, now: datetime, first_day: date | None = None, rates: tuple[Rate, ...] = ()
) -> Priced:  # fmt: skip
    """Any room at 40 € an hour, 130 € the half-day, 220 € the day for a TPE/PME; VAT at 20 %; published."""
    ref = ref_of(place)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": ref}
    with scoping.scope([ref.organisation_id]):
        first_day = first_day or ref.today(now) - timedelta(days=30)
        made = commands.start_prices(**said, starter="four", name="Tarifs", first_day=first_day)
        usual = {Unit.HOUR: 4000, Unit.HALF_DAY: 13000, Unit.DAY: 22000}
        prices = {RateKey(ANYTHING, "tpe-pme", unit): cents for unit, cents in usual.items()}
        commands.set_prices(**said, price_list=made, prices=prices)
        for rate in rates:
            commands.set_rate(**said, price_list=made, rate=rate)
        commands.set_vat_regime(**said, vat=rules.Vat(rate=Decimal(20)))
        commands.publish_price_list(**said, price_list=made)
    return Priced(ref, made)
