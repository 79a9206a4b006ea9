"""A series before anything is written: each date with what stands against it, what could replace it, and what the
person chose.

A clash on one date never touches the others. A choice is kept by the start first asked for that date (the
RECURRENCE-ID of RFC 5545), so a date that was skipped is taken back by dropping its choice and planning again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cantine.booking.rules.free import Alternative, Room, alternatives_to
from cantine.booking.rules.request import check_wish
from cantine.booking.rules.values import Asker, Busy, BusyKind, Verdict, Wish
from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal
from cantine.places.rules import LegalCapacity, Mode


@dataclass(frozen=True, kw_only=True)
class Skip:
    """Leave this date out."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Take another time, or another room, or both, for this date."""

    interval: Interval | None = None
    resource: str = ""


Choice = Skip | Move


class DateState(StrEnum):
    FINE = "fine"
    CLASH = "clash"
    SKIPPED = "skipped"
    MOVED = "moved"


# What can differ from one date to the next; any other refusal stands against the series itself.
OF_A_DATE = frozenset(
    {
        "taken", "not_enough_seats", "closed", "outside_hours", "in_past", "too_soon", "too_far", "over_legal_capacity",
        "certification_expired", "insurance_expired",
    }
)  # fmt: skip

_WRITTEN = frozenset({DateState.FINE, DateState.MOVED})


@dataclass(frozen=True, kw_only=True)
class PlannedDate:
    """One date: as ``asked``, and as it would be written (``resource``, ``interval``) unless skipped or in a clash.

    ``verdict`` judges what would be written; in a clash ``offers`` says what could be chosen instead.
    """

    asked: Interval
    state: DateState
    resource: str
    interval: Interval
    verdict: Verdict
    offers: tuple[Alternative, ...] = ()

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        return self.verdict.refusals


@dataclass(frozen=True, kw_only=True)
class SeriesPlan:
    """All the dates in order; ``settled`` once no clash is left, and then ``kept`` is what to write."""

    dates: tuple[PlannedDate, ...]

    @property
    def clashes(self) -> tuple[PlannedDate, ...]:
        return tuple(each for each in self.dates if each.state is DateState.CLASH)

    @property
    def skipped(self) -> tuple[PlannedDate, ...]:
        return tuple(each for each in self.dates if each.state is DateState.SKIPPED)

    @property
    def kept(self) -> tuple[PlannedDate, ...]:
        return tuple(each for each in self.dates if each.state in _WRITTEN)

    @property
    def settled(self) -> bool:
        return not self.clashes and bool(self.kept)

    @property
    def against_all(self) -> tuple[Refusal, ...]:
        """What no choice of dates would mend, each once."""
        return of_the_series(refusal for date in self.clashes for refusal in date.refusals)

    @property
    def mode(self) -> Mode:
        """One date to approve sends the whole series to be approved: a booking is one thing to answer."""
        if not self.settled:
            return Mode.REFUSED
        asks = any(each.verdict.mode is Mode.ASK for each in self.kept)
        return Mode.ASK if asks else Mode.DIRECT


def of_the_series(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Those that stand against the series itself rather than one of its dates."""
    return tuple(dict.fromkeys(refusal for refusal in refusals if refusal.code not in OF_A_DATE))


def plan_series(
    *,
    dates: Sequence[Interval],
    wish: Wish,
    room: Room,
    others: Sequence[Room] = (),
    choices: Mapping[datetime, Choice] | None = None,
    asker: Asker,
    now: datetime,
    override: bool = False,
    legal: LegalCapacity | None = None,
    most: int = 3,
) -> SeriesPlan:
    """Judge every one of ``dates``, with the ``choices`` made so far (by the start asked), and make at most ``most``
    offers of each kind for those in a clash; nothing is written.

    ``wish`` gives the quantity, guests and layout of all. The dates count against each other, as asked first, moved
    after: what is moved onto another date of the series clashes, not that date. A room that is not among ``others``
    is no choice: the date stays in its own.
    """
    chosen = choices or {}
    rooms = {each.resource: each for each in (*others, room)}
    planner = _Planner(wish=wish, rooms=rooms, own=room.resource, asker=asker, now=now, override=override, legal=legal)
    in_turn = sorted(dates, key=lambda asked: (isinstance(chosen.get(asked.starts_at), Move), asked))
    judged = [planner.judge(asked, chosen.get(asked.starts_at)) for asked in in_turn]
    in_order = sorted(judged, key=lambda date: date.asked)
    return SeriesPlan(dates=tuple(planner.with_offers(date, most=most) for date in in_order))


@dataclass(kw_only=True)
class _Planner:
    """Keeps the rooms as the dates of the series fill them."""

    wish: Wish
    rooms: dict[str, Room]
    own: str
    asker: Asker
    now: datetime
    override: bool
    legal: LegalCapacity | None

    def judge(self, asked: Interval, choice: Choice | None) -> PlannedDate:
        move = choice if isinstance(choice, Move) else Move()
        room, interval = self.rooms.get(move.resource, self.rooms[self.own]), move.interval or asked
        verdict = check_wish(
            wish=replace(self.wish, interval=interval),
            rules=room.rules,
            asker=self.asker,
            open_intervals=room.open_intervals,
            busy=room.busy,
            now=self.now,
            override=self.override,
            closed=room.closed,
            legal=self.legal,
        )
        state = _state_of(choice, verdict)
        if state in _WRITTEN:
            self._take(room, interval)
        return PlannedDate(asked=asked, state=state, resource=room.resource, interval=interval, verdict=verdict)

    def with_offers(self, date: PlannedDate, *, most: int) -> PlannedDate:
        if date.state is not DateState.CLASH:
            return date
        offers = alternatives_to(
            wish=replace(self.wish, interval=date.asked),
            room=self.rooms[self.own],
            others=tuple(self.rooms.values()),
            asker=self.asker,
            now=self.now,
            legal=self.legal,
            most=most,
        )
        return replace(date, offers=offers)

    def _take(self, room: Room, interval: Interval) -> None:
        quantity = None if room.rules.exclusive else self.wish.quantity
        busy = Busy(interval=room.rules.claim_of(interval), quantity=quantity, kind=BusyKind.SERIES)
        for other in [each for each in self.rooms.values() if each.shares_with(room)]:
            self.rooms[other.resource] = other.also_busy(busy)


def _state_of(choice: Choice | None, verdict: Verdict) -> DateState:
    if isinstance(choice, Skip):
        return DateState.SKIPPED
    if verdict.refusals:
        return DateState.CLASH
    return DateState.MOVED if isinstance(choice, Move) else DateState.FINE
