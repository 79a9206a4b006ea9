"""The planning of the team: turns planned, taken, swapped, kept."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from cantine.core import live
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import facts
from cantine.places.models import HoursGiven, Shift
from cantine.places.queries import PlaceRef, shift_takers
from cantine.places.rules.team import ShiftState, Turn, check_plan, meets


def plan_shift(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    day: date,
    starts: time,
    ends: time,
    duty: str,
    needed: int = 1,
    person_id: int | None = None,
    note: str = "",
) -> list[UUID]:
    """Plan as many turns as people are ``needed``; the first is ``person_id``'s, if named. Records ShiftsPlanned.

    Refusals: shift_without_length, shift_duty_missing, shift_needs_somebody, shift_not_theirs, shift_meets_another.
    """
    authorize(actor, "place.plan_shifts", Target(place.organisation_id, place.id))
    refusals = check_plan(starts=starts, ends=ends, needed=needed, duty=duty)
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        turn = Turn(day=day, starts=starts, ends=ends)
        if person_id is not None:
            _check_taker(place, person_id, turn, now)
        rows = Shift.objects.bulk_create(
            Shift(
                organisation_id=place.organisation_id, place_id=place.id, day=day, starts=starts, ends=ends,
                duty=duty.strip(), note=note.strip(), person_id=person_id if number == 0 else None,
            )
            for number in range(needed)
        )  # fmt: skip
        _tell_planned(place, rows, actor, now)
    return [row.uuid for row in rows]


def copy_week(
    *, actor: Actor, now: datetime, place: PlaceRef, monday: date, weeks: int = 1, with_people: bool = False
) -> int:
    """Plan the week that begins on ``monday`` again for the next ``weeks``, leaving out what is there already; returns
    how many turns were planned. Refusals: week_empty, weeks_out_of_range. Records ShiftsPlanned.
    """
    authorize(actor, "place.plan_shifts", Target(place.organisation_id, place.id))
    if not 1 <= weeks <= 26:
        raise Refused(Refusal("weeks_out_of_range", {"most": 26}, "weeks"))
    with transaction.atomic():
        model = list(_between(place, monday, monday + timedelta(days=6)))
        if not model:
            raise Refused(Refusal("week_empty"))
        last = monday + timedelta(days=7 * weeks + 6)
        there = [_slot(row) for row in _between(place, monday + timedelta(days=7), last)]
        rows = []
        for week in range(1, weeks + 1):
            for row in model:
                copy = _copied(row, week, with_people)
                if _slot(copy) in there:
                    there.remove(_slot(copy))
                else:
                    rows.append(copy)
        Shift.objects.bulk_create(rows)
        if rows:
            _tell_planned(place, rows, actor, now)
    return len(rows)


def take_shift(*, actor: Actor, now: datetime, place: PlaceRef, shift: UUID) -> None:
    """Take a turn that nobody has, or whose person is of the team no more. Refusals: shift_unknown, shift_taken,
    shift_over, shift_meets_another.

    Records ShiftTaken.
    """
    authorize(actor, "place.take_shift", Target(place.organisation_id, place.id))
    assert actor.person_id is not None
    with transaction.atomic():
        row = _lock_shift(place, shift)
        if row.person_id is not None and row.person_id in shift_takers(place, today=row.day):
            raise Refused(Refusal("shift_taken"))
        _check_coming(place, row, now)
        _check_taker(place, actor.person_id, _turn(row), now)
        row.person_id = actor.person_id
        row.save(update_fields=["person_id"])
        _tell(facts.ShiftTaken, row, place, actor, now)


def give_up_shift(*, actor: Actor, now: datetime, place: PlaceRef, shift: UUID) -> None:
    """Leave a turn to whoever takes it; the team may do it for somebody. Refusals: shift_unknown, shift_over.

    Records ShiftGivenUp.
    """
    row = _find_shift(place, shift)
    authorize(actor, "place.give_up_shift", Target(place.organisation_id, place.id, row.person_id))
    with transaction.atomic():
        row = _lock_shift(place, shift)
        _check_coming(place, row, now)
        former, row.person_id, row.swap_asked_at, row.swap_for = row.person_id, None, None, None
        row.save(update_fields=["person_id", "swap_asked_at", "swap_for"])
        _tell(facts.ShiftGivenUp, row, place, actor, now, given_up_by=former)


def ask_swap(*, actor: Actor, now: datetime, place: PlaceRef, shift: UUID, in_exchange_for: UUID | None = None) -> None:
    """Ask to be replaced, by anybody or against another person's turn; the turn stays the asker's until somebody accepts.

    Refusals: shift_unknown, shift_over, swap_with_nobody. Records SwapAsked.
    """
    row = _find_shift(place, shift)
    authorize(actor, "place.give_up_shift", Target(place.organisation_id, place.id, row.person_id))
    with transaction.atomic():
        row = _lock_shift(place, shift)
        _check_coming(place, row, now)
        other = _lock_shift(place, in_exchange_for) if in_exchange_for else None
        if row.person_id is None or (other is not None and other.person_id in {None, row.person_id}):
            raise Refused(Refusal("swap_with_nobody"))
        row.swap_asked_at, row.swap_for = now, other
        row.save(update_fields=["swap_asked_at", "swap_for"])
        _tell(facts.SwapAsked, row, place, actor, now, swap_for_id=other.pk if other else None)


def accept_swap(*, actor: Actor, now: datetime, place: PlaceRef, shift: UUID) -> None:
    """Take over a turn that is offered; if it is against one's own turn, the two change hands.

    Refusals: shift_unknown, shift_over, swap_not_asked, swap_for_another, shift_meets_another. Records SwapAccepted.
    """
    authorize(actor, "place.take_shift", Target(place.organisation_id, place.id))
    assert actor.person_id is not None
    with transaction.atomic():
        row = _lock_shift(place, shift)
        _check_coming(place, row, now)
        if row.swap_asked_at is None or row.person_id in {None, actor.person_id}:
            raise Refused(Refusal("swap_not_asked"))
        other = Shift.objects.select_for_update().filter(pk=row.swap_for_id).first() if row.swap_for_id else None
        if other is not None and other.person_id != actor.person_id:
            raise Refused(Refusal("swap_for_another"))
        _check_taker(place, actor.person_id, _turn(row), now, but=other)
        giver, row.person_id, row.swap_asked_at, row.swap_for = row.person_id, actor.person_id, None, None
        if other is not None:
            Shift.objects.filter(pk=other.pk).update(person_id=None)  # so that neither has two turns at one hour
        row.save(update_fields=["person_id", "swap_asked_at", "swap_for"])
        if other is not None and giver is not None:
            _check_taker(place, giver, _turn(other), now)
            Shift.objects.filter(pk=other.pk).update(person_id=giver, swap_asked_at=None, swap_for=None)
        _tell(facts.SwapAccepted, row, place, actor, now, swap_for_id=other.pk if other else None)


def keep_shift(*, actor: Actor, now: datetime, place: PlaceRef, shift: UUID) -> None:
    """The person came: the hours count. Refusals: shift_unknown, shift_not_begun, shift_of_nobody. Records ShiftKept."""
    authorize(actor, "place.plan_shifts", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _mark(place, shift, ShiftState.KEPT, now)
        _tell(facts.ShiftKept, row, place, actor, now)


def miss_shift(*, actor: Actor, now: datetime, place: PlaceRef, shift: UUID) -> None:
    """The person did not come. Refusals: shift_unknown, shift_not_begun, shift_of_nobody. Records ShiftMissed."""
    authorize(actor, "place.plan_shifts", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _mark(place, shift, ShiftState.MISSED, now)
        _tell(facts.ShiftMissed, row, place, actor, now)


def remove_shift(*, actor: Actor, now: datetime, place: PlaceRef, shift: UUID) -> None:
    """Take a turn off the planning. Refusals: shift_unknown, shift_already_marked. Records ShiftRemoved."""
    authorize(actor, "place.plan_shifts", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock_shift(place, shift)
        if row.state != ShiftState.PLANNED:
            raise Refused(Refusal("shift_already_marked"))
        _tell(facts.ShiftRemoved, row, place, actor, now)
        Shift.objects.filter(swap_for_id=row.pk).update(swap_for=None, swap_asked_at=None)
        row.delete()


def note_hours_given(
    *, actor: Actor, now: datetime, place: PlaceRef, person_id: int, year: int, hours: int | None
) -> None:
    """Enter the total of a person's year, which replaces what their shifts add up to; None goes back to the shifts.

    Refusals: hours_out_of_range, year_out_of_range. Records HoursGivenNoted.
    """
    authorize(actor, "place.note_hours_given", Target(place.organisation_id, place.id))
    if hours is not None and not 0 <= hours <= 8784:
        raise Refused(Refusal("hours_out_of_range", field="hours"))
    if not 1990 <= year <= now.year + 1:
        raise Refused(Refusal("year_out_of_range", {"last": now.year + 1}, "year"))
    with transaction.atomic():
        mine = HoursGiven.objects.filter(place_id=place.id, person_id=person_id, year=year)
        if hours is None:
            mine.delete()
        elif not mine.update(hours=hours):
            HoursGiven.objects.create(
                organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, year=year, hours=hours
            )
        noted = facts.HoursGivenNoted(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, year=year
        )
        record(noted, actor=actor, now=now)


def _find_shift(place: PlaceRef, shift: UUID) -> Shift:
    row = Shift.objects.filter(uuid=shift, place_id=place.id).first()
    if row is None:
        raise Refused(Refusal("shift_unknown"))
    return row


def _lock_shift(place: PlaceRef, shift: UUID) -> Shift:
    row = Shift.objects.select_for_update(no_key=True).filter(uuid=shift, place_id=place.id).first()
    if row is None:
        raise Refused(Refusal("shift_unknown"))
    return row


def _mark(place: PlaceRef, shift: UUID, state: ShiftState, now: datetime) -> Shift:
    row = _lock_shift(place, shift)
    if row.person_id is None:
        raise Refused(Refusal("shift_of_nobody"))
    starts_at = _turn(row).interval(timezone=place.timezone).starts_at
    if starts_at > now:
        raise Refused(Refusal("shift_not_begun", {"starts_at": starts_at}))
    row.state, row.swap_asked_at, row.swap_for = state.value, None, None
    row.save(update_fields=["state", "swap_asked_at", "swap_for"])
    return row


def _check_coming(place: PlaceRef, row: Shift, now: datetime) -> None:
    if row.state != ShiftState.PLANNED or _turn(row).interval(timezone=place.timezone).ends_at <= now:
        raise Refused(Refusal("shift_over"))


def _check_taker(place: PlaceRef, person_id: int, turn: Turn, now: datetime, *, but: Shift | None = None) -> None:
    if person_id not in shift_takers(place, today=place.today(now)):
        raise Refused(Refusal("shift_not_theirs", field="person"))
    one = timedelta(days=1)
    rows = Shift.objects.select_for_update(no_key=True).filter(
        place_id=place.id, person_id=person_id, day__range=(turn.day - one, turn.day + one)
    )
    others = [_turn(row) for row in rows if but is None or row.pk != but.pk]
    if meets(turn, others, timezone=place.timezone):
        raise Refused(Refusal("shift_meets_another", field="person"))


def _between(place: PlaceRef, first_day: date, last_day: date) -> Iterable[Shift]:
    return Shift.objects.filter(place_id=place.id, day__range=(first_day, last_day)).order_by("day", "starts", "id")


def _turn(row: Shift) -> Turn:
    return Turn(day=row.day, starts=row.starts, ends=row.ends, duty=row.duty, manned=row.person_id is not None)


def _slot(row: Shift) -> tuple[date, time, time, str]:
    return row.day, row.starts, row.ends, row.duty


def _copied(row: Shift, week: int, with_people: bool) -> Shift:
    return Shift(
        organisation_id=row.organisation_id,
        place_id=row.place_id,
        day=row.day + timedelta(days=7 * week),
        starts=row.starts,
        ends=row.ends,
        duty=row.duty,
        note=row.note,
        person_id=row.person_id if with_people else None,
    )


def _tell_planned(place: PlaceRef, rows: Iterable[Shift], actor: Actor, now: datetime) -> None:
    planned = facts.ShiftsPlanned(
        organisation_id=place.organisation_id, place_id=place.id, shift_ids=tuple(row.pk for row in rows)
    )
    record(planned, actor=actor, now=now)
    live.tell(place.topic)


def _tell(
    fact: type[facts.ShiftFact], row: Shift, place: PlaceRef, actor: Actor, now: datetime, **said: int | None
) -> None:
    told = fact(
        organisation_id=place.organisation_id, place_id=place.id, shift_id=row.pk, day=row.day, person_id=row.person_id,
        **said,
    )  # fmt: skip
    record(told, actor=actor, now=now)
    live.tell(place.topic)
