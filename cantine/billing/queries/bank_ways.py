"""Where a line of the bank that is no customer's may be entered: domains above say it, each with its day, its amount and its
words ready."""

from collections.abc import Callable, Sequence
from uuid import UUID

from cantine.billing.rules.bank import BankLine
from cantine.places.queries import PlaceRef

Way = tuple[str, str]
_WAYS: dict[str, Callable[[PlaceRef, UUID, BankLine], Sequence[Way]]] = {}


def register_bank_ways(name: str, ways: Callable[[PlaceRef, UUID, BankLine], Sequence[Way]]) -> None:
    """``ways(place, line, said)`` gives, for a line of the bank, what it may be and the address where it is entered."""
    _WAYS[name] = ways


def ways_of(place: PlaceRef, line: UUID, said: BankLine) -> list[Way]:
    return [way for ways in _WAYS.values() for way in ways(place, line, said)]
