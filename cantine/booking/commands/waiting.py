"""The waiting list of a place: joined when a time is taken, offered in the order of asking when it comes free.

An offer is an option held in its person's name: a claim like any other, so one seat is never offered twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.claims import give_back, lock_resources
from cantine.booking.commands.lookup import move_states, tell_dates
from cantine.booking.commands.request import DateWish, Details, hold_resource
from cantine.booking.models import Occurrence, Waiting
from cantine.booking.queries import busy_of, rules_of, situation_of
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard

MOST_CONSIDERED = 500


def join_waiting_list(
    *, actor: Actor, now: datetime, place: PlaceRef, resource: ResourceCard, interval: Interval, quantity: int = 1
) -> UUID:
    """Wait for ``interval`` of ``resource``, which somebody else has. Refusals: those of ``check_wish`` that waiting
    does not cure, still_free, already_waiting. Records WaitingJoined.
    """
    authorize(actor, "booking.wait", Target(place.organisation_id, place.id, actor.person_id))
    assert actor.person_id is not None
    with transaction.atomic():
        _check_worth_waiting(actor, now, place, resource, interval, quantity)
        row, made = Waiting.objects.get_or_create(
            resource_id=resource.id,
            person_id=actor.person_id,
            starts_at=interval.starts_at,
            ends_at=interval.ends_at,
            state__in=[rules.WaitState.WAITING, rules.WaitState.OFFERED],
            defaults={
                "organisation_id": place.organisation_id,
                "place_id": place.id,
                "quantity": quantity,
                "asked_at": now,
                "state": rules.WaitState.WAITING,
            },
        )
        if not made:
            raise Refused(Refusal("already_waiting"))
        _tell(facts.WaitingJoined, row, actor, now)
    return row.uuid


def leave_waiting_list(*, actor: Actor, now: datetime, place: PlaceRef, waiting: UUID) -> None:
    """Wait no more. Refusals: not_waiting. Records WaitingLeft."""
    with transaction.atomic():
        row = _lock_line(place, waiting)
        authorize(actor, "booking.wait", Target(place.organisation_id, place.id, row.person_id))
        if row.state != rules.WaitState.WAITING:
            raise Refused(Refusal("not_waiting"))
        _set(row, rules.WaitState.LEFT)
        _tell(facts.WaitingLeft, row, actor, now)


def offer_next(*, actor: Actor, now: datetime, place: PlaceRef) -> int:
    """Settle the offers that are over, then hold what is free for those who wait, in the order of asking; returns how
    many offers were made. Who needs more than is free waits on without holding up the next.

    Records OfferPassed, WaitingOffered and BookingHeld.
    """
    authorize(actor, "booking.offer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        _settle(place, actor, now)
        waiting = Waiting.objects.select_for_update(no_key=True).filter(
            place_id=place.id, state=rules.WaitState.WAITING, starts_at__gt=now
        )
        queue = list(waiting.order_by("asked_at", "pk")[:MOST_CONSIDERED])
        return _offer_in_order(queue, place, actor, now) if queue else 0


def accept_offer(*, actor: Actor, now: datetime, place: PlaceRef, waiting: UUID) -> None:
    """Take what is offered: firm, or asked of the place where the place answers. Refusals: offer_over, not_allowed.

    Records OfferTaken and BookingConfirmed or BookingRequested.
    """
    with transaction.atomic():
        row = _lock_line(place, waiting)
        authorize(actor, "booking.wait", Target(place.organisation_id, place.id, row.person_id))
        dates = _lock_offered(row, now)
        asks = _mode_for(actor, place, row) is place_rules.Mode.ASK
        until = max(min(now + timedelta(days=place.request_days), row.starts_at), now) if asks else None
        move_states(dates, rules.Act.REQUEST if asks else rules.Act.CONFIRM, now, expires_at=until)
        _set(row, rules.WaitState.TAKEN)
        _tell(facts.OfferTaken, row, actor, now)
        tell_dates(facts.BookingRequested if asks else facts.BookingConfirmed, dates, place, actor, now)


def decline_offer(*, actor: Actor, now: datetime, place: PlaceRef, waiting: UUID) -> None:
    """Leave what is offered to the next in order. Refusals: offer_over. Records OfferPassed and DatesCancelled."""
    with transaction.atomic():
        row = _lock_line(place, waiting)
        authorize(actor, "booking.wait", Target(place.organisation_id, place.id, row.person_id))
        dates = _lock_offered(row, now)
        move_states(dates, rules.Act.CANCEL, now, expires_at=None, cancelled_by_id=actor.person_id)
        give_back(occurrence_ids=[date.pk for date in dates])
        _set(row, rules.WaitState.PASSED)
        _tell(facts.OfferPassed, row, actor, now)
        tell_dates(facts.DatesCancelled, dates, place, actor, now)


def _check_worth_waiting(
    actor: Actor, now: datetime, place: PlaceRef, resource: ResourceCard, interval: Interval, quantity: int
) -> None:
    margin = timedelta(minutes=resource.buffer_before_minutes + resource.buffer_after_minutes)
    situation = situation_of(
        actor=actor,
        place=place,
        resource=resource,
        person_id=actor.person_id,
        window=interval.widened(before=margin, after=margin),
        alone=True,
    )
    refusals = situation.check(rules.Wish(interval=interval, quantity=quantity), now=now).refusals
    lasting = [refusal for refusal in refusals if refusal.code not in rules.WAITABLE]
    if lasting:
        raise Refused(*lasting)
    if not refusals:
        raise Refused(Refusal("still_free"))


def _offer_in_order(queue: Sequence[Waiting], place: PlaceRef, actor: Actor, now: datetime) -> int:
    cards = {card.id: card for card in places.resource_cards(place_id=place.id)}
    queue = [row for row in queue if row.resource_id in cards]
    wanted = [cards[resource_id] for resource_id in {row.resource_id for row in queue}]
    lock_resources(wanted, house=place)
    hours, offers = places.hours_of(place), 0
    busy = _busy(wanted, queue)
    for row in queue:
        card = cards[row.resource_id]
        first_day = place_rules.day_of(row.starts_at, timezone=place.timezone)
        last_day = place_rules.day_of(row.ends_at, timezone=place.timezone)
        offer = rules.next_offer(
            queue=[_value(row)],
            rules=rules_of(card, place=place),
            open_intervals=hours.open_intervals(resource_id=card.id, first_day=first_day, last_day=last_day),
            busy=busy[card.id],
            now=now,
            patience=rules.patience_of(starts_at=row.starts_at, now=now),
        )
        if offer is not None and _hold(row, card, offer, place, actor, now):
            offers += 1
            busy = _busy(wanted, queue)
    return offers


def _busy(cards: Sequence[ResourceCard], queue: Sequence[Waiting]) -> dict[int, list[rules.Busy]]:
    margin = timedelta(days=1)
    window = Interval(min(row.starts_at for row in queue) - margin, max(row.ends_at for row in queue) + margin)
    return busy_of(cards, window=window)


def _value(row: Waiting) -> rules.Waiting:
    return rules.Waiting(
        reference=str(row.pk),
        asked_at=row.asked_at,
        interval=Interval(row.starts_at, row.ends_at),
        quantity=row.quantity,
    )


def _hold(row: Waiting, card: ResourceCard, offer: rules.Offer, place: PlaceRef, actor: Actor, now: datetime) -> bool:
    """Make the option; False when something else than the taken time stands against it by now."""
    try:
        with transaction.atomic():
            made = hold_resource(
                actor=actor,
                now=now,
                place=place,
                resource=card,
                dates=[DateWish(interval=offer.waiting.interval)],
                expires_at=offer.expires_at,
                details=Details(quantity=row.quantity),
                person_id=row.person_id,
            )
    except Refused:
        return False
    row.offered_at, row.offered_until, row.booking_id = now, offer.expires_at, made.booking_id
    _set(row, rules.WaitState.OFFERED, "offered_at", "offered_until", "booking_id")
    _tell(facts.WaitingOffered, row, actor, now)
    return True


def _settle(place: PlaceRef, actor: Actor, now: datetime) -> None:
    """An offer whose date is no longer held was answered: by the clock, by its person, or by the team."""
    offered = Waiting.objects.select_for_update(no_key=True).filter(place_id=place.id, state=rules.WaitState.OFFERED)
    rows = list(offered.order_by("pk"))
    bookings = [row.booking_id for row in rows if row.booking_id is not None]
    states = dict(Occurrence.objects.filter(booking_id__in=bookings).values_list("booking_id", "state"))
    for row in rows:
        state = states.get(row.booking_id or 0)
        if state == rules.State.HELD:
            continue
        if state in {rules.State.CONFIRMED, rules.State.REQUESTED}:
            _set(row, rules.WaitState.TAKEN)
            _tell(facts.OfferTaken, row, actor, now)
        else:
            expired = state == rules.State.EXPIRED
            _set(row, rules.WaitState.EXPIRED if expired else rules.WaitState.PASSED)
            _tell(facts.OfferPassed, row, actor, now, answered=not expired)


def _lock_line(place: PlaceRef, waiting: UUID) -> Waiting:
    row = Waiting.objects.select_for_update(no_key=True).filter(uuid=waiting, place_id=place.id).first()
    if row is None:
        raise Refused(Refusal("not_waiting"))
    return row


def _lock_offered(row: Waiting, now: datetime) -> list[Occurrence]:
    """The held date of an offer that still stands."""
    held = Occurrence.objects.select_for_update(no_key=True).filter(
        booking_id=row.booking_id or 0, state=rules.State.HELD, expires_at__gt=now
    )
    dates = list(held.order_by("pk")) if row.state == rules.WaitState.OFFERED else []
    if not dates:
        raise Refused(Refusal("offer_over"))
    return dates


def _mode_for(actor: Actor, place: PlaceRef, row: Waiting) -> place_rules.Mode:
    card = places.resource_by_id(row.resource_id)
    standing = places.standing_of(actor, place=place)
    mode = card.access.mode_for(standing) if card else place_rules.Mode.REFUSED
    if mode is place_rules.Mode.REFUSED:
        access = card.access if card else place_rules.Access()
        raise Refused(Refusal("not_allowed", {"standing": standing, "ask": access.ask, "book": access.book}))
    return mode


def _set(row: Waiting, state: rules.WaitState, *columns: str) -> None:
    row.state = state
    row.save(update_fields=["state", *columns])


def _tell(fact: type[facts.WaitingFact], row: Waiting, actor: Actor, now: datetime, **said: object) -> None:
    with_booking = {"booking_id": row.booking_id} if "booking_id" in fact.__dataclass_fields__ else {}
    told = fact(
        organisation_id=row.organisation_id,
        place_id=row.place_id,
        waiting_id=row.pk,
        resource_id=row.resource_id,
        person_id=row.person_id,
        **with_booking,
        **said,
    )
    record(told, actor=actor, now=now)
