"""May this be booked? Every reason against it at once, how it would be booked, and what the staff would
override.

Instants and intervals are half-open; ``now`` is given. The words of each refusal are written where it is
shown: here are codes and values. Codes: docs/explanation/booking.md.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from cantine.booking.rules.calendar import check_dates
from cantine.booking.rules.clock_grid import off_grid, on_grid_after, on_grid_before
from cantine.booking.rules.seats import conflicts_with, seats_left
from cantine.booking.rules.values import Asker, Busy, ResourceRules, Verdict, Wish
from cantine.kernel.interval import Interval, merged
from cantine.kernel.refusal import Refusal
from cantine.places.rules import (
    ClosedDay,
    LegalCapacity,
    Mode,
    Standing,
    check_capacity,
    check_layout,
    day_of,
    days_of,
    whole_day,
)

Refusals = Iterable[Refusal]

# What no one may lift: two bodies in one seat, the law, and what means nothing.
NEVER_LIFTED = frozenset(
    {
        "taken",
        "not_enough_seats",
        "over_legal_capacity",
        "quantity_below_one",
        "guests_below_zero",
        "layout_unknown",
    }
)


# What a room asks of whoever books it, apart from the time and the people.
OF_THE_ASKER = frozenset(
    {
        "certification_missing", "certification_expired", "house_rules_to_accept", "insurance_missing",
        "insurance_expired", "dues_missing", "dues_lapsed", "trial_used",
    }
)  # fmt: skip


def hard(refusals: Iterable[Refusal]) -> bool:
    """Whether some of these stand whatever the team decides: a clash, a closed door of the law, a wish that is none."""
    return any(refusal.code in NEVER_LIFTED for refusal in refusals)


def check_wish(
    *,
    wish: Wish,
    rules: ResourceRules,
    asker: Asker,
    open_intervals: Sequence[Interval],
    busy: Sequence[Busy],
    now: datetime,
    override: bool = False,
    closed: Sequence[ClosedDay] = (),
    legal: LegalCapacity | None = None,
) -> Verdict:
    """The verdict on one wish for one resource.

    ``open_intervals`` covers at least the local days that the wish touches; ``busy`` at least what meets its
    claim; ``closed`` gives the reasons of closed days. Somebody who may not even see the resource is told
    nothing else, and impossible dates (``check_dates``) are refused alone. ``override`` is the staff's (who
    may use it is decided by the caller): it lifts the house's own limits, never a clash nor the law, and the
    verdict says what it lifted.
    """
    if not rules.access.shows_to(asker.standing) and not override:
        return Verdict(mode=Mode.REFUSED, refusals=(Refusal("not_visible"),))
    nonsense = check_dates(wish.interval)
    if nonsense:
        return Verdict(mode=Mode.REFUSED, refusals=nonsense)
    if rules.long_term:
        return Verdict(mode=Mode.REFUSED, refusals=(Refusal("only_long_term"),))
    mode = rules.access.mode_for(_standing_for(wish, rules, asker))
    refusals = (
        *(() if mode is not Mode.REFUSED else (_not_allowed(rules, asker),)),
        *_about_the_moment(wish, rules, now),
        *_about_the_length(wish, rules),
        *_about_the_hours(wish, rules, open_intervals, closed),
        *_about_what_is_taken(wish, rules, busy),
        *_about_the_people(wish, rules, legal),
        *_about_the_asker(wish, rules, asker, today=day_of(now, timezone=rules.timezone)),
    )
    if not override:
        return Verdict(mode=Mode.REFUSED if refusals else mode, refusals=refusals)
    kept = tuple(refusal for refusal in refusals if refusal.code in NEVER_LIFTED)
    lifted = tuple(refusal for refusal in refusals if refusal.code not in NEVER_LIFTED)
    return Verdict(mode=Mode.REFUSED if kept else Mode.DIRECT, refusals=kept, overridden=lifted)


def earliest_start(*, rules: ResourceRules, now: datetime) -> datetime:
    """The first step of the grid that may be asked: the step under way, or the first after the notice."""
    if not rules.notice:
        return on_grid_before(now, rules=rules)
    return on_grid_after(now + rules.notice, rules=rules)


def _standing_for(wish: Wish, rules: ResourceRules, asker: Asker) -> Standing:
    """A trial day lets somebody book as a member would."""
    tries = wish.trial and rules.offers_trial and not asker.trial_used
    return Standing.MEMBER if tries and not asker.standing.reaches(Standing.MEMBER) else asker.standing


def _not_allowed(rules: ResourceRules, asker: Asker) -> Refusal:
    context = {"standing": asker.standing, "ask": rules.access.ask, "book": rules.access.book}
    return Refusal("not_allowed", context)


def _about_the_moment(wish: Wish, rules: ResourceRules, now: datetime) -> Refusals:
    starts_at, earliest = wish.interval.starts_at, earliest_start(rules=rules, now=now)
    if starts_at < on_grid_before(now, rules=rules):
        yield Refusal("in_past", {"starts_at": starts_at, "earliest": earliest}, "starts_at")
    elif starts_at < earliest and starts_at < now + rules.notice:
        yield Refusal("too_soon", {"notice": rules.notice, "earliest": earliest}, "starts_at")
    if rules.horizon_days is not None:
        last_day = day_of(now, timezone=rules.timezone) + timedelta(days=rules.horizon_days)
        if day_of(starts_at, timezone=rules.timezone) > last_day:
            yield Refusal("too_far", {"horizon_days": rules.horizon_days, "last_day": last_day}, "starts_at")


def _about_the_length(wish: Wish, rules: ResourceRules) -> Refusals:
    interval = wish.interval
    if off_grid(interval.starts_at, rules=rules) or off_grid(interval.ends_at, rules=rules):
        starts_at = on_grid_before(interval.starts_at, rules=rules)
        ends_at = on_grid_after(interval.ends_at, rules=rules)
        context = {"grid_minutes": rules.grid_minutes, "starts_at": starts_at, "ends_at": ends_at}
        yield Refusal("off_grid", context, "starts_at")
    if interval.length < rules.shortest:
        yield Refusal("too_short", {"shortest": rules.shortest, "asked": interval.length}, "ends_at")
    if rules.longest is not None and interval.length > rules.longest:
        yield Refusal("too_long", {"longest": rules.longest, "asked": interval.length}, "ends_at")


def _about_the_hours(
    wish: Wish, rules: ResourceRules, open_intervals: Sequence[Interval], closed: Sequence[ClosedDay]
) -> Refusals:
    """``closed`` for each day that opens at no moment, else ``outside_hours`` with the hours of the days
    touched.
    """
    days = [whole_day(day, timezone=rules.timezone) for day in days_of(wish.interval, timezone=rules.timezone)]
    around = Interval(days[0].starts_at, days[-1].ends_at)
    opened = merged(piece for each in open_intervals if (piece := each.intersection(around)) is not None)
    if any(each.contains(wish.interval) for each in opened):
        return
    reasons = {each.day: each for each in closed}
    some_open: list[Interval] = []
    for whole in days:
        of_day = [piece for each in opened if (piece := each.intersection(whole)) is not None]
        some_open += of_day
        if not of_day:
            day = day_of(whole.starts_at, timezone=rules.timezone)
            yield Refusal("closed", {"day": day, "closed_day": reasons.get(day)}, "starts_at")
    if some_open:
        yield Refusal("outside_hours", {"hours": tuple(some_open)}, "starts_at")


def _about_what_is_taken(wish: Wish, rules: ResourceRules, busy: Sequence[Busy]) -> Refusals:
    if wish.quantity < 1:
        yield Refusal("quantity_below_one", {"asked": wish.quantity}, "quantity")
    claim = rules.claim_of(wish.interval)
    conflicts = conflicts_with(claim, busy)
    if rules.exclusive and conflicts:
        yield Refusal("taken", {"conflicts": conflicts}, "starts_at")
        return
    left = seats_left(interval=claim, busy=conflicts, seats=rules.seats)
    if wish.quantity > left:
        context = {"left": left, "asked": wish.quantity, "seats": rules.seats, "conflicts": conflicts}
        yield Refusal("not_enough_seats", context, "quantity")


def _about_the_people(wish: Wish, rules: ResourceRules, legal: LegalCapacity | None) -> Refusals:
    if wish.guests < 0:
        yield Refusal("guests_below_zero", {"asked": wish.guests}, "guests")
    yield from check_layout(people=wish.people, layout=wish.layout, layouts=rules.layouts, capacity=rules.capacity)
    if legal is not None:
        yield from check_capacity(interval=wish.interval, people=wish.people, legal=legal)


def _about_the_asker(wish: Wish, rules: ResourceRules, asker: Asker, *, today: date) -> Refusals:
    last_day = days_of(wish.interval, timezone=rules.timezone)[-1]
    yield from _certified(rules, asker, last_day=last_day)
    if asker.accepted_house_rules < rules.house_rules:
        yield Refusal("house_rules_to_accept", {"version": rules.house_rules})
    if rules.needs_insurance and asker.insured_until is None:
        yield Refusal("insurance_missing")
    elif rules.needs_insurance and asker.insured_until is not None and asker.insured_until < last_day:
        yield Refusal("insurance_expired", {"valid_until": asker.insured_until})
    yield from _paid_dues(rules, asker, today=today)
    if wish.trial:
        yield from _may_try(wish, rules, asker)


def _certified(rules: ResourceRules, asker: Asker, *, last_day: date) -> Refusals:
    """A certification must hold to the last day of the period."""
    if not rules.certification:
        return
    held = [each.valid_until for each in asker.certifications if each.code == rules.certification]
    if not held:
        yield Refusal("certification_missing", {"certification": rules.certification})
    elif None not in held:
        until = max(day for day in held if day is not None)
        if until < last_day:
            context = {"certification": rules.certification, "valid_until": until}
            yield Refusal("certification_expired", context)


def _paid_dues(rules: ResourceRules, asker: Asker, *, today: date) -> Refusals:
    """Judged on the day of the asking: what was booked before stays. Whoever runs the place is not asked."""
    if not rules.needs_dues or asker.standing.reaches(Standing.STAFF):
        return
    if asker.dues_until is None:
        yield Refusal("dues_missing")
    elif asker.dues_until < today:
        yield Refusal("dues_lapsed", {"until": asker.dues_until})


def _may_try(wish: Wish, rules: ResourceRules, asker: Asker) -> Refusals:
    if not rules.offers_trial:
        yield Refusal("trial_not_offered")
    elif asker.trial_used:
        yield Refusal("trial_used")
    if len(days_of(wish.interval, timezone=rules.timezone)) > 1:
        yield Refusal("trial_over_a_day", field="ends_at")
