"""Letters received for domiciled organisations: what they are, when they are announced, when they wait for too long.

The team notes letters one by one, as they come out of the postman's bag. So that ten letters make one announcement, it
waits until nothing more came for ten minutes, an hour at most.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from cantine.kernel.refusal import Refusal

QUIET = timedelta(minutes=10)
LONGEST_QUIET = timedelta(hours=1)
WAITS_LONG = timedelta(days=15)
MOST_AT_ONCE = 100


class MailKind(StrEnum):
    """The value is stored."""

    LETTER = "letter"
    PARCEL = "parcel"
    REGISTERED = "registered"


class Fate(StrEnum):
    """How a letter left, or that it has not."""

    WAITING = "waiting"
    HANDED = "handed"
    FORWARDED = "forwarded"
    RETURNED = "returned"


def fate_of(*, handed_at: datetime | None, forwarded_at: datetime | None, returned_at: datetime | None) -> Fate:
    if handed_at is not None:
        return Fate.HANDED
    if forwarded_at is not None:
        return Fate.FORWARDED
    return Fate.RETURNED if returned_at is not None else Fate.WAITING


def announces_at(received: Sequence[datetime]) -> datetime:
    """When letters received at these moments are announced together: once nothing more came for ``QUIET``, never later
    than ``LONGEST_QUIET`` after the first."""
    return min(max(received) + QUIET, min(received) + LONGEST_QUIET)


def waits_long(received_at: datetime, *, now: datetime) -> bool:
    return now - received_at >= WAITS_LONG


def counted(kinds: Iterable[MailKind]) -> dict[MailKind, int]:
    """How many of each, in the order of ``MailKind``; what there is none of is left out."""
    found = Counter(kinds)
    return {kind: found[kind] for kind in MailKind if found[kind]}


def check_count(count: int) -> tuple[Refusal, ...]:
    """``mail_count_out_of_range``."""
    if 1 <= count <= MOST_AT_ONCE:
        return ()
    return (Refusal("mail_count_out_of_range", {"most": MOST_AT_ONCE}, "count"),)


def check_end(on: date, *, since: date) -> tuple[Refusal, ...]:
    """``domiciliation_reversed``: it ends on its first day at the earliest."""
    return (Refusal("domiciliation_reversed", {"since": since}, "on"),) if on < since else ()


def check_since(since: date, *, today: date) -> tuple[Refusal, ...]:
    """``domiciliation_out_of_range``: a year ahead at most, and a plausible year."""
    if date(1900, 1, 1) <= since <= today + timedelta(days=366):
        return ()
    return (Refusal("domiciliation_out_of_range", field="since"),)
