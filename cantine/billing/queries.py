"""What is owed: by act, and by payer over some days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from cantine.billing.models import Charge
from cantine.billing.rules import Asked, Standing, State, asked_of
from cantine.kernel import Interval
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Price, price_from_json


@dataclass(frozen=True)
class ChargeLine:
    """A charge as it stands. ``payer`` names a kind, ``organisation`` or ``person``, and its id; 0 when nobody is left."""

    uuid: UUID
    source: str
    name: str
    day: date
    interval: Interval | None
    person_id: int | None
    customer_id: int | None
    standing: Standing
    frozen: dict[str, Any]

    @cached_property
    def price(self) -> Price:
        return price_from_json(self.frozen)

    @cached_property
    def asked(self) -> Asked:
        return asked_of(self.price, self.standing)

    @property
    def payer(self) -> tuple[str, int]:
        return ("organisation", self.customer_id) if self.customer_id else ("person", self.person_id or 0)


_COLUMNS = (
    "uuid", "source", "name", "day", "starts_at", "ends_at", "person_id", "customer_id", "state", "percent", "price",
)  # fmt: skip


def charges_of(*, organisation_id: int, sources: Iterable[str]) -> dict[str, ChargeLine]:
    """By source, those that have one; one statement."""
    rows = Charge.objects.filter(organisation_id=organisation_id, source__in=list(sources))
    return {line.source: line for line in map(_line, rows.values_list(*_COLUMNS))}


def due_charges(place: PlaceRef, *, first_day: date, last_day: date) -> list[ChargeLine]:
    """What stands on these days and asks for something or offers it, in the order of time; one statement."""
    rows = Charge.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, day__range=(first_day, last_day), state=State.DUE
    )
    rows = rows.filter(Q(net_cents__gt=0) | Q(offered_cents__gt=0))
    return [_line(row) for row in rows.order_by("day", "starts_at", "pk").values_list(*_COLUMNS)]


def _line(row: tuple[Any, ...]) -> ChargeLine:
    uuid, source, name, day, starts_at, ends_at, person_id, customer_id, state, percent, frozen = row
    interval = Interval(starts_at, ends_at) if starts_at is not None else None
    return ChargeLine(
        uuid, source, name, day, interval, person_id, customer_id, Standing(State(state), percent), frozen
    )
