"""What makes a drawer's history unalterable: each record holds the hash of the one before (CGI art. 286, I-3° bis).

The hash is SHA-256 over the former hash and the fields of the record, a line each, in UTF-8: twenty lines of any language
check it again. Fields that hold several values are text as it was frozen, never written anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID

FIRST = ""


class Record(Protocol):
    """A link of a chain."""

    @property
    def number(self) -> int: ...
    @property
    def former(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def fields(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, kw_only=True)
class TakingRecord:
    """A taking as it was frozen; ``what`` and ``vat`` are JSON on one line."""

    number: int
    uuid: UUID
    taken_at: datetime
    day: date
    method: str
    amount_cents: int
    what: str
    vat: str
    source: str
    former: str = FIRST
    hash: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return (
            str(self.number), str(self.uuid), instant(self.taken_at), self.day.isoformat(), self.method,
            str(self.amount_cents), self.what, self.vat, self.source,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ClosingRecord:
    """A closing as it was frozen; ``perpetual_cents`` is all that was ever taken until ``last_taking``."""

    number: int
    uuid: UUID
    span: str
    first_day: date
    last_day: date
    takings: int
    last_taking: int
    sums: str
    vat: str
    total_cents: int
    perpetual_cents: int
    opening_cents: int
    counted_cents: int
    banked_cents: int
    difference_cents: int
    remark: str
    closed_at: datetime
    former: str = FIRST
    hash: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        cents = (
            self.total_cents, self.perpetual_cents, self.opening_cents, self.counted_cents, self.banked_cents,
            self.difference_cents,
        )  # fmt: skip
        return (
            str(self.number), str(self.uuid), self.span, self.first_day.isoformat(), self.last_day.isoformat(),
            str(self.takings), str(self.last_taking), self.sums, self.vat, *map(str, cents), self.remark,
            instant(self.closed_at),
        )  # fmt: skip


def instant(at: datetime) -> str:
    """In UTC, to the microsecond: ``2026-03-10T11:00:00.000000+00:00``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seal(former: str, fields: Iterable[str]) -> str:
    """The hash of a record after the one whose hash is ``former``."""
    return sha256("\n".join((former, *fields)).encode()).hexdigest()


def first_altered(records: Sequence[Record]) -> int | None:
    """The number of the first record that is not what it was, or that should be there; None where the chain is whole."""
    former = FIRST
    for place, record in enumerate(records, 1):
        if record.number != place or record.former != former or record.hash != seal(former, record.fields):
            return place
        former = record.hash
    return None


def first_wrong_closing(closings: Sequence[ClosingRecord], takings: Sequence[TakingRecord]) -> int | None:
    """The number of the first closing that the takings do not add up to: takings cut off at the end are missed here. What is
    counted is told by days: cash that came yesterday may be written today."""
    until, last = date.min, 0
    for closing in closings:
        if closing.span == "day":
            until, last = closing.last_day, closing.last_taking
        counted = sum(
            each.amount_cents for each in takings if each.day < until or (each.day == until and each.number <= last)
        )
        if closing.last_taking > len(takings) or counted != closing.perpetual_cents:
            return closing.number
    return None
