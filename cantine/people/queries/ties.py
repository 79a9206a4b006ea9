"""What a person has to hand over before they leave for good: a place that they alone manage.

A domain registers its ties from its ``words.py`` (read at start): a function of (person's id, now) that gives what holds
them, and locks what it read until the transaction ends, so that two who leave at once do not each count on the other.
People knows no domain above it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cantine.core import scoping
from cantine.kernel import Refusal
from cantine.people.models import Erasure


@dataclass(frozen=True)
class Tie:
    """``why`` says what is held and what to do, ``href`` is where; what does not ``block`` is only said."""

    why: Refusal
    href: str
    blocks: bool = True


Ties = Callable[[int, datetime], Sequence[Tie]]
_TIES: dict[str, Ties] = {}


def register_ties(code: str, ties: Ties) -> None:
    if code in _TIES:
        raise ValueError(f"The ties of {code!r} are registered twice.")
    _TIES[code] = ties


def ties_of(person_id: int, *, now: datetime) -> list[Tie]:
    """Everything that holds a person here, of every domain."""
    with scoping.unscoped("who else manages what a person manages"):
        return [tie for ties in _TIES.values() for tie in ties(person_id, now)]


def leaving_among(ids: Iterable[int]) -> frozenset[int]:
    """Those whose erasure is under way: nobody counts on them any more."""
    with scoping.unscoped("persons stand above tenancies"):
        rows = Erasure.objects.filter(person_id__in=list(ids), undone_at=None, done_at=None)
        return frozenset(rows.values_list("person_id", flat=True))
