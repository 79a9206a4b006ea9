"""Changing dates that exist: cancelled, moved, skipped and taken back, each alone, never touching another's."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.charging import charge_again, take_back
from cantine.booking.commands.claims import give_back, lock_resources, take_dates
from cantine.booking.commands.lookup import check_not_promised, lock_dates, move_states, tell_dates
from cantine.booking.models import Booking, Occurrence
from cantine.booking.queries import situation_of, somebody_came, terms_at
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard


def cancel_dates(*, actor: Actor, now: datetime, place: PlaceRef, dates: Iterable[UUID], reason: str = "") -> None:
    """Cancel dates, by their person or by the team; the room is free at once. A firm date that its person gives up
    past the free delay is marked late.

    Refusals: date_unknown, wrong_state, already_started and promised_by_quote (for their person). Records DatesCancelled.
    """
    with transaction.atomic():
        rows = lock_dates(place, dates)
        by_place = _authorize_each("booking.cancel", rows, place, actor)
        check_not_promised(rows, place, actor)
        cancel_rows(rows, place, actor, now, by_place=by_place, reason=reason)


def cancel_rows(
    rows: Sequence[Occurrence], place: PlaceRef, actor: Actor, now: datetime, *, by_place: bool, reason: str
) -> None:
    """What every cancellation of locked dates does, once it is allowed: the terms, the claims, the fact."""
    changes: dict[str, Any] = {"expires_at": None, "reason": reason, "cancelled_by_id": actor.person_id}
    _give_up(rows, rules.Act.CANCEL, place, now, by_place=by_place, **changes)
    give_back(occurrence_ids=[row.pk for row in rows])
    late = any(row.late for row in rows)
    tell_dates(facts.DatesCancelled, rows, place, actor, now, by_place=by_place, late=late)


def undo_cancel(*, actor: Actor, now: datetime, place: PlaceRef, date: UUID) -> None:
    """Take back a cancellation that the actor made a few minutes ago, if the time is still free.

    The limits of the house were checked when it was booked; only what is taken, and the law, can stand against it now.
    Refusals: date_unknown, wrong_state, undo_too_late, taken, not_enough_seats, over_legal_capacity. Records
    BookingConfirmed or BookingRequested.
    """
    with transaction.atomic():
        [row] = lock_dates(place, [date])
        _authorize_each("booking.cancel", [row], place, actor)
        before = rules.State(row.state_before) if row.state_before else None
        if row.cancelled_by_id != actor.person_id:
            before = None
        refusals = rules.check_undo(before=before, cancelled_at=row.changed_at, starts_at=row.starts_at, now=now)
        card = places.resource_by_id(row.resource_id)
        if refusals or card is None:
            raise Refused(*refusals or (Refusal("resource_unknown"),))
        lock_resources([card], house=place)
        verdict = verdict_on(actor, place, card, row, Interval(row.starts_at, row.ends_at), now=now, override=True)
        if verdict.refusals:
            raise Refused(*verdict.refusals)
        asks = before is rules.State.REQUESTED
        until = max(min(now + timedelta(days=place.request_days), row.starts_at), now) if asks else None
        row.late, row.state_before = False, ""
        act = rules.Act.ASK_AGAIN if asks else rules.Act.UNDO_CANCEL
        move_states(
            [row], act, now, set_already=["late", "state_before"], expires_at=until, reason="", cancelled_by_id=None
        )
        take_dates([(row, card)])
        tell_dates(facts.BookingRequested if asks else facts.BookingConfirmed, [row], place, actor, now)
        take_back(row, place, now)


def move_date(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    date: UUID,
    interval: Interval,
    resource: ResourceCard | None = None,
    override: bool = False,
) -> None:
    """Give one date another time or another room; the old time is free only once the new one is taken.

    A date that would need the place's approval in its new room is asked again. Refusals: those of ``check_wish``,
    date_unknown, wrong_state, begun and promised_by_quote (for their person), over. Records DateMoved.
    """
    target = Target(place.organisation_id, place.id)
    with transaction.atomic():
        [row] = lock_dates(place, [date])
        by_place = _authorize_each("booking.move", [row], place, actor)
        check_not_promised([row], place, actor)
        if override:
            authorize(actor, "booking.override", target)
        card = _card_to_move_to(row, resource, by_place=by_place, now=now)
        lock_resources([card], house=place)
        verdict = verdict_on(actor, place, card, row, interval, now=now, override=override)
        if verdict.refusals:
            raise Refused(*verdict.refusals)
        give_back(occurrence_ids=[row.pk])
        _give_other_time(row, card, interval, place, now, by_place=by_place, mode=verdict.mode)
        take_dates([(row, card)])
        charge_again([row], place, now)
        lifted = tuple(refusal.code for refusal in verdict.overridden)
        tell_dates(facts.DateMoved, [row], place, actor, now, overridden=lifted)


def _card_to_move_to(row: Occurrence, resource: ResourceCard | None, *, by_place: bool, now: datetime) -> ResourceCard:
    """Where a date that may still be changed goes: the room asked for, or the one it has."""
    period = Interval(row.starts_at, row.ends_at)
    refusals = rules.check_change(state=rules.State(row.state), interval=period, by_place=by_place, now=now)
    if refusals:
        raise Refused(*refusals)
    card = resource or places.resource_by_id(row.resource_id)
    if card is None:
        raise Refused(Refusal("resource_unknown"))
    return card


def _give_other_time(
    row: Occurrence,
    card: ResourceCard,
    interval: Interval,
    place: PlaceRef,
    now: datetime,
    *,
    by_place: bool,
    mode: place_rules.Mode,
) -> None:
    """Write the new time and room, and what lateness is judged on from now on; asked again where the place answers."""
    booked_at = Booking.objects.values_list("made_at", flat=True).get(pk=row.booking_id)
    row.judged_from = rules.judged_after_move(
        terms=_terms(row, place, booked_at),
        judged_from=row.judged_from or row.starts_at,
        to=interval.starts_at,
        now=now,
        firm=_firm(row),
        by_place=by_place,
    )
    expires_at = row.expires_at
    if mode is place_rules.Mode.ASK and row.state == rules.State.CONFIRMED:
        row.state = rules.State.REQUESTED
        expires_at = max(min(now + timedelta(days=place.request_days), interval.starts_at), now)
    row.starts_at, row.ends_at, row.resource_id, row.reminded_at = interval.starts_at, interval.ends_at, card.id, None
    moved = ["starts_at", "ends_at", "resource_id", "reminded_at", "judged_from"]
    move_states([row], rules.Act.MOVE, now, set_already=moved, expires_at=expires_at)


def skip_date(*, actor: Actor, now: datetime, place: PlaceRef, date: UUID) -> None:
    """Leave out one date of a series, to be taken back perhaps; late past the free delay, like a cancellation.

    Refusals: date_unknown, wrong_state, already_started and promised_by_quote (for their person). Records DatesCancelled.
    """
    with transaction.atomic():
        rows = lock_dates(place, [date])
        by_place = _authorize_each("booking.cancel", rows, place, actor)
        check_not_promised(rows, place, actor)
        _give_up(rows, rules.Act.SKIP, place, now, by_place=by_place, expires_at=None)
        give_back(occurrence_ids=[row.pk for row in rows])
        tell_dates(facts.DatesCancelled, rows, place, actor, now, by_place=by_place, late=rows[0].late)


def take_back_date(*, actor: Actor, now: datetime, place: PlaceRef, date: UUID) -> None:
    """Take a skipped date back, if it is still free. Refusals: those of ``check_wish``, date_unknown, wrong_state.

    Records BookingConfirmed or BookingRequested.
    """
    with transaction.atomic():
        [row] = lock_dates(place, [date])
        _authorize_each("booking.move", [row], place, actor)
        card = places.resource_by_id(row.resource_id)
        if card is None:
            raise Refused(Refusal("resource_unknown"))
        lock_resources([card], house=place)
        verdict = verdict_on(actor, place, card, row, Interval(row.starts_at, row.ends_at), now=now, override=False)
        if verdict.refusals:
            raise Refused(*verdict.refusals)
        asks = verdict.mode is place_rules.Mode.ASK
        until = max(min(now + timedelta(days=place.request_days), row.starts_at), now) if asks else None
        row.late, act = False, rules.Act.ASK_BACK if asks else rules.Act.TAKE_BACK
        move_states([row], act, now, set_already=["late"], expires_at=until)
        take_dates([(row, card)])
        charge_again([row], place, now)
        fact = facts.BookingRequested if asks else facts.BookingConfirmed
        tell_dates(fact, [row], place, actor, now)


def mark_no_show(*, actor: Actor, now: datetime, place: PlaceRef, date: UUID) -> None:
    """Nobody came to a date that has begun: the rest of its time is free. Refusals: date_unknown, wrong_state,
    too_early_for_no_show, came. Records NoShowMarked.
    """
    authorize(actor, "booking.mark_no_show", Target(place.organisation_id, place.id))
    with transaction.atomic():
        [row] = lock_dates(place, [date])
        period = Interval(row.starts_at, row.ends_at)
        came = somebody_came(occurrence_id=row.pk, person_id=row.person_id, place_id=place.id, during=period)
        refusals = rules.check_no_show(state=rules.State(row.state), interval=period, now=now, came=came)
        if refusals:
            raise Refused(*refusals)
        move_states([row], rules.Act.MARK_NO_SHOW, now)
        give_back(occurrence_ids=[row.pk])
        tell_dates(facts.NoShowMarked, [row], place, actor, now)


def undo_no_show(*, actor: Actor, now: datetime, place: PlaceRef, date: UUID) -> None:
    """It was marked by mistake: the date stands again, if nobody took the room meanwhile. The limits of the house were
    checked when it was booked. Refusals: date_unknown, wrong_state, taken, not_enough_seats. Records NoShowUndone.
    """
    authorize(actor, "booking.mark_no_show", Target(place.organisation_id, place.id))
    with transaction.atomic():
        [row] = lock_dates(place, [date])
        card = places.resource_by_id(row.resource_id)
        if card is None:
            raise Refused(Refusal("resource_unknown"))
        lock_resources([card], house=place)
        move_states([row], rules.Act.UNDO_NO_SHOW, now)
        verdict = verdict_on(actor, place, card, row, Interval(row.starts_at, row.ends_at), now=now, override=True)
        if verdict.refusals:
            raise Refused(*verdict.refusals)
        take_dates([(row, card)])
        tell_dates(facts.NoShowUndone, [row], place, actor, now)


def _give_up(
    rows: Sequence[Occurrence], act: rules.Act, place: PlaceRef, now: datetime, *, by_place: bool, **changes: Any
) -> None:
    """Apply the terms that were shown: a firm date given up late is marked so, one that has begun is the team's."""
    booked = dict(Booking.objects.filter(pk__in={row.booking_id for row in rows}).values_list("pk", "made_at"))
    refusals: list[Refusal] = []
    for row in rows:
        terms = _terms(row, place, booked[row.booking_id])
        outcome = rules.outcome_of(terms=terms, now=now, firm=_firm(row))
        refusals += () if by_place else outcome.refusals
        row.late = not by_place and outcome.kind is rules.CancellationKind.LATE
        row.state_before = row.state
    if refusals:
        raise Refused(*dict.fromkeys(refusals))
    move_states(rows, act, now, set_already=["late", "state_before"], **changes)


def _terms(row: Occurrence, place: PlaceRef, booked_at: datetime) -> rules.CancellationTerms:
    return terms_at(starts_at=row.starts_at, booked_at=booked_at, place=place, judged_from=row.judged_from)


def _firm(row: Occurrence) -> bool:
    return rules.is_firm(state=rules.State(row.state), starts_at=row.starts_at, judged_from=row.judged_from)


def _authorize_each(action: str, rows: Iterable[Occurrence], place: PlaceRef, actor: Actor) -> bool:
    """Authorize on every date; says whether the actor acts for the place rather than for themself."""
    owners = {row.person_id for row in rows}
    for owner in owners:
        authorize(actor, action, Target(place.organisation_id, place.id, owner))
    return owners != {actor.person_id}


def verdict_on(
    actor: Actor,
    place: PlaceRef,
    card: ResourceCard,
    row: Occurrence,
    interval: Interval,
    *,
    now: datetime,
    override: bool,
) -> rules.Verdict:
    booking = Booking.objects.get(pk=row.booking_id)
    margin = timedelta(minutes=card.buffer_before_minutes + card.buffer_after_minutes)
    situation = situation_of(
        actor=actor,
        place=place,
        resource=card,
        person_id=row.person_id,
        window=interval.widened(before=margin, after=margin),
        but_occurrences=[row.pk],
        alone=True,
    )
    wish = rules.Wish(
        interval=interval, quantity=row.quantity, guests=booking.guests, layout=booking.layout, trial=booking.trial
    )
    return situation.check(wish, now=now, override=override)
