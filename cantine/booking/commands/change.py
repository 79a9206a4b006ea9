"""Changing dates that exist: cancelled, moved, skipped and taken back, each alone, never touching another's."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.claims import give_back, lock_resources, take_dates
from cantine.booking.commands.lookup import lock_dates, move_states, tell_dates
from cantine.booking.models import Booking, Occurrence
from cantine.booking.queries import situation_of
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard


def cancel_dates(*, actor: Actor, now: datetime, place: PlaceRef, dates: Iterable[UUID], reason: str = "") -> None:
    """Cancel dates, by their person or by the team; the room is free at once.

    Refusals: date_unknown, wrong_state, already_begun (for their person). Records DatesCancelled.
    """
    with transaction.atomic():
        rows = lock_dates(place, dates)
        by_place = _authorize_each("booking.cancel", rows, place, actor)
        move_states(rows, rules.Act.CANCEL, now, expires_at=None, reason=reason, cancelled_by_id=actor.person_id)
        give_back(occurrence_ids=[row.pk for row in rows])
        tell_dates(facts.DatesCancelled, rows, place, actor, now, by_place=by_place)


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
    date_unknown, wrong_state. Records DateMoved.
    """
    target = Target(place.organisation_id, place.id)
    with transaction.atomic():
        [row] = lock_dates(place, [date])
        _authorize_each("booking.move", [row], place, actor)
        if override:
            authorize(actor, "booking.override", target)
        card = resource or places.resource_by_id(row.resource_id)
        if card is None:
            raise Refused(Refusal("resource_unknown"))
        lock_resources([card])
        verdict = _verdict(actor, place, card, row, interval, now=now, override=override)
        if verdict.refusals:
            raise Refused(*verdict.refusals)
        give_back(occurrence_ids=[row.pk])
        asks_again = verdict.mode is place_rules.Mode.ASK and row.state == rules.State.CONFIRMED
        row.starts_at, row.ends_at, row.resource_id = interval.starts_at, interval.ends_at, card.id
        expires_at = row.expires_at
        if asks_again:
            row.state = rules.State.REQUESTED
            expires_at = max(min(now + timedelta(days=place.request_days), interval.starts_at), now)
        changes = {"starts_at": row.starts_at, "ends_at": row.ends_at, "resource_id": row.resource_id}
        move_states([row], rules.Act.MOVE, now, expires_at=expires_at, **changes)
        take_dates([(row, card)])
        lifted = tuple(refusal.code for refusal in verdict.overridden)
        tell_dates(facts.DateMoved, [row], place, actor, now, overridden=lifted)


def skip_date(*, actor: Actor, now: datetime, place: PlaceRef, date: UUID) -> None:
    """Leave out one date of a series, to be taken back perhaps. Refusals: date_unknown, wrong_state.

    Records DatesCancelled.
    """
    with transaction.atomic():
        rows = lock_dates(place, [date])
        by_place = _authorize_each("booking.cancel", rows, place, actor)
        move_states(rows, rules.Act.SKIP, now, expires_at=None)
        give_back(occurrence_ids=[row.pk for row in rows])
        tell_dates(facts.DatesCancelled, rows, place, actor, now, by_place=by_place)


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
        lock_resources([card])
        verdict = _verdict(actor, place, card, row, Interval(row.starts_at, row.ends_at), now=now, override=False)
        if verdict.refusals:
            raise Refused(*verdict.refusals)
        asks = verdict.mode is place_rules.Mode.ASK
        until = max(min(now + timedelta(days=place.request_days), row.starts_at), now) if asks else None
        move_states([row], rules.Act.ASK_BACK if asks else rules.Act.TAKE_BACK, now, expires_at=until)
        take_dates([(row, card)])
        fact = facts.BookingRequested if asks else facts.BookingConfirmed
        tell_dates(fact, [row], place, actor, now)


def mark_no_show(*, actor: Actor, now: datetime, place: PlaceRef, date: UUID) -> None:
    """Nobody came to a date that has begun: the rest of its time is free. Refusals: date_unknown, wrong_state,
    not_begun. Records NoShowMarked.
    """
    authorize(actor, "booking.mark_no_show", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = lock_dates(place, [date])
        if rows[0].starts_at > now:
            raise Refused(Refusal("not_begun", {"starts_at": rows[0].starts_at}))
        move_states(rows, rules.Act.MARK_NO_SHOW, now)
        give_back(occurrence_ids=[row.pk for row in rows])
        tell_dates(facts.NoShowMarked, rows, place, actor, now)


def _authorize_each(action: str, rows: Iterable[Occurrence], place: PlaceRef, actor: Actor) -> bool:
    """Authorize on every date; says whether the actor acts for the place rather than for themself."""
    owners = {row.person_id for row in rows}
    for owner in owners:
        authorize(actor, action, Target(place.organisation_id, place.id, owner))
    return owners != {actor.person_id}


def _verdict(
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
    )
    wish = rules.Wish(interval=interval, quantity=row.quantity, guests=booking.guests, layout=booking.layout)
    return situation.check(wish, now=now, override=override)
