"""Cancelling: the terms are told before, the same terms are applied after. Also holds and requests that lapse, and
no-shows.

Hours here are real hours, not wall-clock ones: 24 hours before is 24 hours, also in the night of a clock change.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cantine.booking.rules.states import Act, State, check_transition
from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal

UNDO_GRACE = timedelta(minutes=10)
NO_SHOW_PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class CancellationRules:
    """Free until ``free_until_hours`` before the start, then ``late_fee_percent`` is due; always free within the
    grace after booking.
    """

    free_until_hours: int = 24
    late_fee_percent: int = 0
    grace_minutes: int = 10


@dataclass(frozen=True, kw_only=True)
class CancellationTerms:
    """The rules applied to one date: free while ``now`` is before ``free_until`` or ``grace_until``, charged until
    ``starts_at``.
    """

    free_until: datetime
    grace_until: datetime
    starts_at: datetime
    late_fee_percent: int


class CancellationKind(StrEnum):
    FREE = "free"
    GRACE = "grace"
    LATE = "late"
    STARTED = "started"


@dataclass(frozen=True, kw_only=True)
class CancellationOutcome:
    """What cancelling now means; ``refusals`` holds ``already_started`` when only the staff still can."""

    kind: CancellationKind
    fee_percent: int = 0
    refusals: tuple[Refusal, ...] = ()


def terms_of(
    *, rules: CancellationRules, starts_at: datetime, booked_at: datetime, judged_from: datetime | None = None
) -> CancellationTerms:
    """``judged_from`` is the start that lateness is judged on, when it is not the date's own (``judged_after_move``)."""
    free_until = (judged_from or starts_at) - timedelta(hours=rules.free_until_hours)
    return CancellationTerms(
        free_until=min(free_until, starts_at),
        grace_until=booked_at + timedelta(minutes=rules.grace_minutes),
        starts_at=starts_at,
        late_fee_percent=rules.late_fee_percent,
    )


def outcome_of(*, terms: CancellationTerms, now: datetime, firm: bool = True) -> CancellationOutcome:
    """What cancelling at ``now`` costs. Grace outlives the start: a slip made for right now can be undone. What is not
    ``firm``, a request or an option, is given up freely until it begins.
    """
    if now < terms.starts_at and (not firm or now < terms.free_until):
        return CancellationOutcome(kind=CancellationKind.FREE)
    if now < terms.grace_until:
        return CancellationOutcome(kind=CancellationKind.GRACE)
    fee = terms.late_fee_percent
    if now < terms.starts_at:
        return CancellationOutcome(kind=CancellationKind.LATE, fee_percent=fee)
    refusal = Refusal("already_started", {"starts_at": terms.starts_at})
    return CancellationOutcome(kind=CancellationKind.STARTED, fee_percent=fee, refusals=(refusal,))


def judged_after_move(
    *, terms: CancellationTerms, judged_from: datetime, to: datetime, now: datetime, firm: bool, by_place: bool
) -> datetime | None:
    """The start that lateness is judged on once a date is moved to ``to``; ``None`` when it is the date's own.

    Putting off what is late already does not make it free: it stays judged on the earliest start it had. And what the
    place itself moves is never late by that: its person keeps the freedom they had.
    """
    late = outcome_of(terms=terms, now=now, firm=firm).kind is CancellationKind.LATE
    kept = judged_from if by_place else min(judged_from, to)
    free = max(judged_from, to) if by_place else to
    judged = kept if late else free
    return None if judged == to else judged


def is_firm(*, state: State, starts_at: datetime, judged_from: datetime | None) -> bool:
    """A confirmed date; and one asked again elsewhere when it was late already, or asking would make it free."""
    return state is State.CONFIRMED or (judged_from is not None and judged_from < starts_at)


def check_undo(
    *, before: State | None, cancelled_at: datetime, starts_at: datetime, now: datetime, grace: timedelta = UNDO_GRACE
) -> tuple[Refusal, ...]:
    """May a cancellation be undone by who made it? ``before`` is what the date was: firm or asked, an option is over.
    ``undo_too_late`` after the grace, or once the date has begun.
    """
    until = min(cancelled_at + grace, starts_at)
    if before not in {State.CONFIRMED, State.REQUESTED} or now >= until:
        return (Refusal("undo_too_late", {"until": until}),)
    return ()


def check_no_show(
    *,
    state: State,
    interval: Interval,
    now: datetime,
    came: bool,
    patience: timedelta = NO_SHOW_PATIENCE,
) -> tuple[Refusal, ...]:
    """May this date be marked as a no-show? ``wrong_state``, ``too_early_for_no_show`` (until ``patience`` after the
    start), ``came``.
    """
    refusals = list(check_transition(state=state, act=Act.MARK_NO_SHOW))
    earliest = interval.starts_at + patience
    if now < earliest:
        refusals.append(Refusal("too_early_for_no_show", {"earliest": earliest}))
    if came:
        refusals.append(Refusal("came"))
    return tuple(refusals)


def lapses_at(*, asked_at: datetime, patience: timedelta, starts_at: datetime) -> datetime:
    """When a hold, a request or an offer lapses unanswered: after ``patience``, and at its start at the latest."""
    return min(asked_at + patience, starts_at)


def has_lapsed(*, expires_at: datetime | None, now: datetime) -> bool:
    """Lapsed at the very instant; without ``expires_at`` (a quote keeps it) never."""
    return expires_at is not None and expires_at <= now
