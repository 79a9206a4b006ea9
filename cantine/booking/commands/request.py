"""Asking for a resource: at once where the rules allow it, as a request where the place answers, or as an option."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.charging import charge_dates
from cantine.booking.commands.claims import lock_resources, take_dates
from cantine.booking.models import Booking, Occurrence
from cantine.booking.queries import PriceLists, situation_of
from cantine.core import live, sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize, can
from cantine.core.facts import record
from cantine.kernel import Interval, Refusal, Refused
from cantine.people import queries as persons
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard


@dataclass(frozen=True, kw_only=True)
class DateWish:
    """One date asked for; ``resource`` when it differs from the booking's, ``skipped`` to keep it for later."""

    interval: Interval
    resource: ResourceCard | None = None
    skipped: bool = False


@dataclass(frozen=True)
class Made:
    """What a request made: the booking, its dates with their states, and the limits that staff lifted."""

    booking_id: int
    uuid: UUID
    dates: tuple[Occurrence, ...]
    overridden: tuple[Refusal, ...] = ()

    @property
    def state(self) -> rules.State:
        return next((rules.State(d.state) for d in self.dates if d.state != rules.State.SKIPPED), rules.State.SKIPPED)


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a booking says besides its dates."""

    quantity: int = 1
    title: str = ""
    title_hidden: bool = True
    note: str = ""
    guests: int = 0
    guest_names: str = ""
    layout: str = ""
    rrule: str = ""
    trial: bool = False
    customer_id: int | None = None


NO_DETAILS = Details()
SHORTEST_WAIT = timedelta(minutes=10)


def request_booking(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    resource: ResourceCard,
    dates: Sequence[DateWish],
    details: Details = NO_DETAILS,
    person_id: int | None = None,
    override: bool = False,
    replay: bool = False,
) -> Made:
    """Book ``resource`` on ``dates`` for ``person_id`` (the actor unless said), or ask the place where it answers.

    Nothing is written unless every date not skipped can be. ``override`` is the staff's: it lifts the house's
    limits, is written on the booking and in the journal, and never lifts a clash. Refusals: all those of
    ``check_wish`` for all the dates, person_unknown, customer_unknown. Records BookingConfirmed or BookingRequested.
    """
    authorize(actor, "booking.request", Target(place.organisation_id, place.id))
    return _book(_Ask(actor, now, place, resource, dates, details, person_id, override, replay))


def hold_resource(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    resource: ResourceCard,
    dates: Sequence[DateWish],
    expires_at: datetime | None,
    held_for: str = "",
    details: Details = NO_DETAILS,
    person_id: int | None = None,
    override: bool = False,
    replay: bool = False,
) -> Made:
    """Keep ``resource`` as an option until ``expires_at``, or without an hour for what ``held_for`` names: it lasts until
    ``confirm_held`` or ``release_held``. Refusals: as above, hold_already_over.

    Records BookingHeld.
    """
    authorize(actor, "booking.hold", Target(place.organisation_id, place.id))
    if (expires_at is None) == (not held_for):
        raise ValueError("An option ends at an hour, or with what it is held for: say one of them.")
    if expires_at is not None and expires_at <= now:
        raise Refused(Refusal("hold_already_over", field="expires_at"))
    return _book(_Ask(actor, now, place, resource, dates, details, person_id, override, replay, expires_at, held_for))


@dataclass(frozen=True)
class _Ask:
    """The arguments of the two commands, held together; ``option`` is the end of an option, ``held_for`` what it waits for."""

    actor: Actor
    now: datetime
    place: PlaceRef
    resource: ResourceCard
    dates: Sequence[DateWish]
    details: Details
    person_id: int | None
    override: bool
    replay: bool
    option: datetime | None = None
    held_for: str = ""

    @property
    def owner(self) -> int | None:
        return self.person_id if self.person_id is not None else self.actor.person_id


def _book(ask: _Ask) -> Made:
    place = ask.place
    target = Target(place.organisation_id, place.id)
    if ask.owner != ask.actor.person_id:
        authorize(ask.actor, "booking.for_others", target)
    if ask.override:
        authorize(ask.actor, "booking.override", target)
    if all(date.skipped for date in ask.dates):
        raise Refused(Refusal("no_date", field="starts_at"))
    if ask.details.trial and sum(not date.skipped for date in ask.dates) > 1:
        raise Refused(Refusal("trial_over_a_day", field="rrule"))
    _check_names(ask)
    with transaction.atomic():
        lock_resources({card.id: card for card in _cards(ask)}.values(), house=place, whole=ask.details.trial)
        lists = PriceLists(place, person_id=ask.owner, customer_id=ask.details.customer_id)
        lists.ask(min(date.interval.starts_at for date in ask.dates if not date.skipped).astimezone(place.zone).date())
        keys = sql.new_keys([Booking, *(Occurrence for _ in ask.dates)])  # with what is read next
        mode, lifted = _checked(ask)
        state = _first_state(mode, held=ask.option is not None or bool(ask.held_for))
        key, *date_keys = (number for (number,) in keys.rows)
        booking = _write_booking(ask, lifted, key=key)
        rows = _write_dates(ask, booking, state, keys=date_keys)
        if ask.owner is not None:
            place_commands.note_contact(actor=ask.actor, now=ask.now, place=place, person_id=ask.owner)
        pairs = zip(rows, _cards(ask), strict=True)
        charge_dates(pairs, booking=booking, place=place, now=ask.now, replay=ask.replay, lists=lists)
        _tell(ask, booking, rows, state, lifted)
    return Made(booking.pk, booking.uuid, tuple(rows), lifted)


def _check_names(ask: _Ask) -> None:
    """Whoever books for somebody names a person that the place knows; on behalf of an organisation, one that its person
    belongs to, or for the team one that the place knows. Anything else would put strangers in the place's books.
    """
    if ask.actor.kind == "system":
        return
    place, customer = ask.place, ask.details.customer_id
    if (
        ask.owner is not None
        and ask.owner != ask.actor.person_id
        and not places.knows(place=place, person_id=ask.owner)
    ):
        raise Refused(Refusal("person_unknown", field="for_person"))
    if customer is None:
        return
    today = place.today(ask.now)
    belongs = ask.owner is not None and persons.belongs_to(customer, person_id=ask.owner, today=today)
    team = can(ask.actor, "booking.for_others", Target(place.organisation_id, place.id))
    if not belongs and not (team and places.knows(place=place, customer_id=customer)):
        raise Refused(Refusal("customer_unknown", field="for_organisation"))


def _tell(ask: _Ask, booking: Booking, rows: list[Occurrence], state: rules.State, lifted: tuple[Refusal, ...]) -> None:
    said = {"overridden": tuple(refusal.code for refusal in lifted)} if state is rules.State.CONFIRMED else {}
    fact = _FACTS[state](
        organisation_id=ask.place.organisation_id,
        place_id=ask.place.id,
        booking_id=booking.pk,
        resource_id=ask.resource.id,
        person_id=ask.owner,
        occurrence_ids=tuple(row.pk for row in rows if row.state != rules.State.SKIPPED),
        **said,
    )
    record(fact, actor=ask.actor, now=ask.now, replay=ask.replay)
    if not ask.replay:
        live.tell(ask.place.topic)


_FACTS: dict[rules.State, type[facts.BookingFact]] = {
    rules.State.CONFIRMED: facts.BookingConfirmed,
    rules.State.REQUESTED: facts.BookingRequested,
    rules.State.HELD: facts.BookingHeld,
}


def _first_state(mode: place_rules.Mode, *, held: bool) -> rules.State:
    if held:
        return rules.State.HELD
    return rules.State.CONFIRMED if mode is place_rules.Mode.DIRECT else rules.State.REQUESTED


def _deadline(ask: _Ask, state: rules.State) -> datetime | None:
    """An option ends when it was said to; a request waits a few days, and not past the first of its dates."""
    if state is not rules.State.REQUESTED:
        return ask.option
    first = min(date.interval.starts_at for date in ask.dates if not date.skipped)
    return max(min(ask.now + timedelta(days=ask.place.request_days), first), ask.now + SHORTEST_WAIT)


def _checked(ask: _Ask) -> tuple[place_rules.Mode, tuple[Refusal, ...]]:
    """The weakest mode of all dates, and what was lifted; raises with every reason of every date."""
    verdicts = [verdict for card, intervals in _by_resource(ask) for verdict in _verdicts(ask, card, intervals)]
    refusals = dict.fromkeys(refusal for verdict in verdicts for refusal in verdict.refusals)
    if refusals:
        raise Refused(*refusals)
    asks = any(verdict.mode is place_rules.Mode.ASK for verdict in verdicts)
    lifted = dict.fromkeys(refusal for verdict in verdicts for refusal in verdict.overridden)
    return (place_rules.Mode.ASK if asks else place_rules.Mode.DIRECT), tuple(lifted)


def _verdicts(ask: _Ask, card: ResourceCard, intervals: list[Interval]) -> Iterator[rules.Verdict]:
    """Each date is checked against what is taken and against the dates before it."""
    situation = situation_of(
        actor=ask.actor,
        place=ask.place,
        resource=card,
        person_id=ask.owner,
        window=_window(card, intervals),
        alone=True,
    )
    for interval in intervals:
        yield situation.check(_wish(ask.details, interval), now=ask.now, override=ask.override)
        taken = situation.limits.claim_of(interval)
        situation.busy.append(rules.Busy(interval=taken, quantity=ask.details.quantity, kind=rules.BusyKind.SERIES))


def _wish(details: Details, interval: Interval) -> rules.Wish:
    return rules.Wish(
        interval=interval,
        quantity=details.quantity,
        guests=details.guests,
        layout=details.layout,
        trial=details.trial,
    )


def _cards(ask: _Ask) -> list[ResourceCard]:
    return [date.resource or ask.resource for date in ask.dates]


def _by_resource(ask: _Ask) -> list[tuple[ResourceCard, list[Interval]]]:
    groups: dict[int, tuple[ResourceCard, list[Interval]]] = {}
    for date, card in zip(ask.dates, _cards(ask), strict=True):
        if not date.skipped:
            groups.setdefault(card.id, (card, []))[1].append(date.interval)
    return list(groups.values())


def _window(card: ResourceCard, intervals: list[Interval]) -> Interval:
    margin = timedelta(minutes=card.buffer_before_minutes + card.buffer_after_minutes)
    return Interval(
        min(interval.starts_at for interval in intervals) - margin,
        max(interval.ends_at for interval in intervals) + margin,
    )


def _write_booking(ask: _Ask, lifted: tuple[Refusal, ...], *, key: int) -> Booking:
    details = ask.details
    booking = Booking(
        pk=key,
        organisation_id=ask.place.organisation_id,
        place_id=ask.place.id,
        resource_id=ask.resource.id,
        person_id=ask.owner,
        customer_id=details.customer_id,
        made_by_id=ask.actor.person_id,
        made_at=ask.now,
        title=details.title,
        title_hidden=details.title_hidden,
        note=details.note,
        guests=details.guests,
        guest_names=details.guest_names,
        layout=details.layout,
        rrule=details.rrule,
        trial=details.trial,
        held_for=ask.held_for,
        overridden=[refusal.code for refusal in lifted],
    )
    sql.insert_soon([booking])
    return booking


def _write_dates(ask: _Ask, booking: Booking, state: rules.State, *, keys: list[int]) -> list[Occurrence]:
    """The booking, its dates and what they take leave together."""
    expires_at = _deadline(ask, state)
    rows = [
        Occurrence(
            pk=key,
            organisation_id=booking.organisation_id,
            place_id=booking.place_id,
            booking=booking,
            resource_id=card.id,
            person_id=booking.person_id,
            starts_at=date.interval.starts_at,
            ends_at=date.interval.ends_at,
            quantity=ask.details.quantity,
            state=rules.State.SKIPPED if date.skipped else state,
            expires_at=None if date.skipped else expires_at,
            changed_at=ask.now,
        )
        for key, date, card in zip(keys, ask.dates, _cards(ask), strict=True)
    ]
    sql.insert_soon(rows)
    pairs = zip(rows, _cards(ask), strict=True)
    take_dates((row, card) for row, card in pairs if row.state != rules.State.SKIPPED)
    return rows
