"""Dues of an association: what a kind asks, which days a payment covers, and where a member stands. Days are inclusive. What
somebody is comes from all that was paid, whatever the order in which it was."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cantine.kernel import Refusal
from cantine.memberships.rules.subscriptions import A_DAY, last_of

MOST_DUES_CENTS = 1_000_000_00
SCHOOL_MONTH = 9
MOST_GRACE_DAYS = 180


class DuesWho(StrEnum):
    """Whom a kind is for; the value is stored."""

    PERSON = "person"
    STUDENT = "student"
    FIRM = "firm"
    COLLECTIVE = "collective"

    @property
    def organisations(self) -> bool:
        return self in {DuesWho.FIRM, DuesWho.COLLECTIVE}


class DuesPeriod(StrEnum):
    """The calendar year, twelve months from the payment, or September to August."""

    CIVIL = "civil"
    MONTHS = "months"
    SCHOOL = "school"


class DuesState(StrEnum):
    """Where one row of dues is: ``CALLED`` waits for its money, ``WAIVED`` needs none."""

    CALLED = "called"
    PAID = "paid"
    WAIVED = "waived"
    DROPPED = "dropped"


class MemberState(StrEnum):
    """Where a member is today. ``GRACE``: past the end, still in the days that the place gives."""

    NEVER = "never"
    COMING = "coming"
    CURRENT = "current"
    GRACE = "grace"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class DuesTerms:
    """What a kind asks from a day on. ``free``: the payer chooses, from ``cents`` on; ``suggested`` helps them choose."""

    first_day: date
    cents: int
    free: bool = False
    suggested: tuple[int, ...] = ()


@dataclass(frozen=True)
class DuesKind:
    """``next_from``: the month from which a newcomer’s payment covers the next year too; ``counterpart``: it gives a right
    to services, and has another account in the books."""

    code: str
    name_fr: str
    name_en: str = ""
    who: DuesWho = DuesWho.PERSON
    period: DuesPeriod = DuesPeriod.CIVIL
    next_from: int | None = None
    counterpart: bool = False
    online: bool = True


@dataclass(frozen=True, order=True)
class Covered:
    """Days that were paid for, or waived."""

    first_day: date
    last_day: date


@dataclass(frozen=True)
class MemberStanding:
    """``since``: the first day of the membership that lasts; ``until``: its last; ``holds_until``: that day with the grace."""

    state: MemberState
    since: date | None = None
    until: date | None = None
    holds_until: date | None = None

    @property
    def holds(self) -> bool:
        return self.state in {MemberState.CURRENT, MemberState.GRACE}


def days_covered(kind: DuesKind, *, on: date, held_until: date | None = None) -> Covered:
    """The days of dues asked for on a day, or paid on it: they follow those that are held, and never meet them."""
    continues = held_until is not None and held_until >= on
    first = held_until + A_DAY if held_until is not None and continues else on
    return Covered(first, _end_of(kind, first, newcomer=not continues))


def days_paid(kind: DuesKind, called: Covered, *, paid_on: date, held_until: date | None) -> Covered:
    """Twelve months run from the payment, unless they follow days that are held; a year stays the one that was asked for."""
    if kind.period is not DuesPeriod.MONTHS or paid_on <= called.first_day:
        return called
    return days_covered(kind, on=paid_on, held_until=held_until)


def standing_of(covered: Iterable[Covered], *, today: date, grace_days: int) -> MemberStanding:
    """Where somebody stands: two payments make one membership where the second begins within the grace of the first."""
    runs = _runs(covered, timedelta(days=grace_days))
    if not runs:
        return MemberStanding(MemberState.NEVER)
    run = next((run for run in reversed(runs) if run.first_day <= today), runs[0])
    holds_until = run.last_day + timedelta(days=grace_days)
    if today < run.first_day:
        state = MemberState.COMING
    elif today <= run.last_day:
        state = MemberState.CURRENT
    else:
        state = MemberState.GRACE if today <= holds_until else MemberState.LAPSED
    return MemberStanding(state, run.first_day, run.last_day, holds_until)


def held_until(covered: Iterable[Covered]) -> date | None:
    """The last day that anything covers."""
    return max((each.last_day for each in covered), default=None)


def dues_terms_on(versions: Sequence[DuesTerms], day: date) -> DuesTerms | None:
    """Those in force on a day; the first ones before they begin is nothing."""
    begun = [terms for terms in versions if terms.first_day <= day]
    return max(begun, key=lambda terms: terms.first_day, default=None)


def split_amount(terms: DuesTerms, cents: int) -> tuple[int, int]:
    """(dues, gift): what comes above a fixed price is a gift to the association, with its own account."""
    return (cents, 0) if terms.free else (min(cents, terms.cents), max(0, cents - terms.cents))


def check_amount(terms: DuesTerms, cents: int) -> Iterator[Refusal]:
    """Refusals: dues_too_little, dues_too_much."""
    if cents < terms.cents:
        yield Refusal("dues_too_little", {"cents": terms.cents}, "cents")
    if cents > MOST_DUES_CENTS:
        yield Refusal("dues_too_much", {"cents": MOST_DUES_CENTS}, "cents")


def check_dues_kind(kind: DuesKind, terms: DuesTerms) -> Iterator[Refusal]:
    """Refusals: dues_name_missing, dues_month_wrong, dues_too_much, dues_suggestion_low."""
    if not kind.name_fr.strip():
        yield Refusal("dues_name_missing", field="name_fr")
    if kind.next_from is not None and not 1 <= kind.next_from <= 12:
        yield Refusal("dues_month_wrong", field="next_from")
    if not 0 <= terms.cents <= MOST_DUES_CENTS:
        yield Refusal("dues_too_much", {"cents": MOST_DUES_CENTS}, "cents")
    if any(each < terms.cents for each in terms.suggested):
        yield Refusal("dues_suggestion_low", {"cents": terms.cents}, "suggested")


def _end_of(kind: DuesKind, first: date, *, newcomer: bool) -> date:
    if kind.period is DuesPeriod.MONTHS:
        return last_of(first, months=12)
    last = _year_end(kind.period, first)
    counts_next = newcomer and kind.next_from is not None and _at_or_after(kind, first)
    return _year_end(kind.period, last + A_DAY) if counts_next else last


def _at_or_after(kind: DuesKind, day: date) -> bool:
    """Whether a day is in the months that count for the next year, in the order of the year of dues."""
    assert kind.next_from is not None
    begins = SCHOOL_MONTH if kind.period is DuesPeriod.SCHOOL else 1
    return (day.month - begins) % 12 >= (kind.next_from - begins) % 12


def _year_end(period: DuesPeriod, day: date) -> date:
    if period is DuesPeriod.CIVIL:
        return date(day.year, 12, 31)
    return date(day.year + (day.month >= SCHOOL_MONTH), SCHOOL_MONTH, 1) - A_DAY


def _runs(covered: Iterable[Covered], grace: timedelta) -> list[Covered]:
    """Days that follow each other, or nearly, as one membership; in the order of days."""
    runs: list[Covered] = []
    for each in sorted(covered):
        if runs and each.first_day <= runs[-1].last_day + grace + A_DAY:
            runs[-1] = Covered(runs[-1].first_day, max(runs[-1].last_day, each.last_day))
        else:
            runs.append(each)
    return runs
