"""What the buyers of a till have already, told and taken by whoever knows it above: plans, passes, rights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from cantine.billing.rules.counter import Included
from cantine.places.queries import PlaceRef


@dataclass(frozen=True)
class Use:
    """Something that a plan may give and that the counter sells: a page, a day. ``code`` is opaque."""

    code: str
    name_fr: str
    name_en: str


class Allowances(Protocol):
    """Codes that are not its own are nothing to it. ``draw`` and ``give_back`` write, in the transaction of a sale."""

    def uses(self, place: PlaceRef) -> Sequence[Use]: ...

    def left(self, place: PlaceRef, *, person_id: int, codes: Sequence[str], day: date) -> Mapping[str, Included]: ...

    def draw(
        self, place: PlaceRef, *, person_id: int, sale: UUID, asked: Mapping[str, int], now: datetime, replay: bool
    ) -> Mapping[str, Included]: ...

    def give_back(self, place: PlaceRef, *, sale: UUID, codes: Sequence[str], now: datetime, replay: bool) -> None: ...


_KNOWN: dict[str, Allowances] = {}


def register_allowances(name: str, allowances: Allowances) -> None:
    """Whoever gives things that the counter sells."""
    _KNOWN[name] = allowances


def uses_at(place: PlaceRef) -> list[Use]:
    return [use for each in _KNOWN.values() for use in each.uses(place)]


def left_for(place: PlaceRef, *, person_id: int, codes: Sequence[str], day: date) -> dict[str, Included]:
    """What somebody has of these uses; a use that nothing gives is left out."""
    told = (each.left(place, person_id=person_id, codes=codes, day=day) for each in _KNOWN.values() if codes)
    return {code: included for one in told for code, included in one.items()}


def draw_for(
    place: PlaceRef, *, person_id: int, sale: UUID, asked: Mapping[str, int], now: datetime, replay: bool
) -> dict[str, Included]:
    """Take what a sale asks for, as far as somebody has it; what was taken."""
    told = (
        each.draw(place, person_id=person_id, sale=sale, asked=asked, now=now, replay=replay)
        for each in _KNOWN.values()
        if asked
    )
    return {code: included for one in told for code, included in one.items()}


def give_back_of(place: PlaceRef, *, sale: UUID, codes: Sequence[str], now: datetime, replay: bool) -> None:
    """A sale was taken back: what it took is there again."""
    for each in _KNOWN.values() if codes else ():
        each.give_back(place, sale=sale, codes=codes, now=now, replay=replay)
