"""Keys and badges lent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cantine.kernel.refusal import Refusal


class KeyKind(StrEnum):
    """The value is stored."""

    KEY = "key"
    BADGE = "badge"


class Hands(StrEnum):
    """Where a key is."""

    HOME = "home"
    LENT = "lent"
    OVERDUE = "overdue"
    LOST = "lost"
    RETIRED = "retired"


def is_overdue(due: date | None, *, today: date) -> bool:
    """The day it is due is still in time."""
    return due is not None and due < today


def hands_of(*, lent: bool, due: date | None, lost: bool, retired: bool, today: date) -> Hands:
    """What is retired is out of everything; what is lost is lost before it is late."""
    if retired:
        return Hands.RETIRED
    if lost:
        return Hands.LOST
    if not lent:
        return Hands.HOME
    return Hands.OVERDUE if is_overdue(due, today=today) else Hands.LENT


def check_lend(hands: Hands, *, due: date | None, today: date) -> tuple[Refusal, ...]:
    """``key_lent``, ``key_lost``, ``key_retired``, ``due_past``."""
    reasons = {Hands.LENT: "key_lent", Hands.OVERDUE: "key_lent", Hands.LOST: "key_lost", Hands.RETIRED: "key_retired"}
    refusals = [Refusal(reasons[hands])] if hands in reasons else []
    if due is not None and due < today:
        refusals.append(Refusal("due_past", {"today": today}, "due"))
    return tuple(refusals)


@dataclass(frozen=True, kw_only=True)
class RoomKey:
    """A key that opens one room; ``held`` by the person who asks."""

    resource_id: int
    kind: KeyKind
    label: str
    held: bool


def ways_in(keys: Iterable[RoomKey]) -> list[RoomKey]:
    """What to say of each room that a key opens, once a room: the key that the person holds, else one to ask for."""
    said: dict[int, RoomKey] = {}
    for key in keys:
        if key.resource_id not in said or (key.held and not said[key.resource_id].held):
            said[key.resource_id] = key
    return list(said.values())
