"""Saying otherwise whom a booking is for: its person, and the organisation on whose behalf it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.change import verdict_on
from cantine.booking.commands.charging import charge_again
from cantine.booking.commands.claims import lock_resources
from cantine.booking.commands.lookup import check_not_promised, lock_dates, tell_dates
from cantine.booking.models import Booking, Occurrence
from cantine.booking.queries import offer_of_booking
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize, can
from cantine.kernel import Interval, Refusal, Refused
from cantine.people import queries as persons
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

STANDING = sorted(rules.TAKING | {rules.State.SKIPPED})


def hand_booking(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    date: UUID,
    person_id: int,
    customer_id: int | None = None,
    override: bool = False,
) -> None:
    """Put the booking of ``date`` in somebody's name, and on behalf of an organisation or of none; its dates that are
    over stay whose they were. The team gives it to whom it knows; its own person changes the organisation alone.
    ``override`` lifts what the house asks of people, never the law.

    Refusals: date_unknown, wrong_state, over, begun and promised_by_quote (for their person), person_unknown, customer_unknown,
    offered_to_another; what the room asks of the new person (certification_missing, house_rules_to_accept,
    insurance_missing…). Records BookingHanded when the person changes, BookingChanged else.
    """
    with transaction.atomic():
        [row] = lock_dates(place, [date])
        authorize(actor, "booking.change", Target(place.organisation_id, place.id, row.person_id))
        former = row.person_id
        if person_id != former:
            authorize(actor, "booking.for_others", Target(place.organisation_id, place.id))
        if override:
            authorize(actor, "booking.override", Target(place.organisation_id, place.id))
        _check_it_stands(actor, row, now)
        _check_names(actor, place, row, person_id, customer_id, now)
        booking = Booking.objects.select_for_update(no_key=True).get(pk=row.booking_id)
        booking.person_id, booking.customer_id = person_id, customer_id
        booking.save(update_fields=["person", "customer"])
        if person_id == former:
            check_not_promised([row], place, actor)
            standing = Occurrence.objects.filter(booking_id=booking.pk, state__in=STANDING, ends_at__gt=now)
            charge_again(list(standing.order_by("pk")), place, now)
            tell_dates(facts.BookingChanged, [row], place, actor, now)
            return
        rows = _give_dates(booking, person_id, now)
        lifted = _check_person(actor, place, rows, now=now, override=override)
        if lifted:
            booking.overridden = list(dict.fromkeys([*booking.overridden, *lifted]))
            booking.save(update_fields=["overridden"])
        place_commands.note_contact(actor=actor, now=now, place=place, person_id=person_id)
        taking = [each for each in rows if each.state in rules.TAKING]
        charge_again(taking, place, now)
        tell_dates(facts.BookingHanded, taking, place, actor, now, former_id=former, overridden=lifted)


def _check_it_stands(actor: Actor, row: Occurrence, now: datetime) -> None:
    by_place = row.person_id != actor.person_id
    period = Interval(row.starts_at, row.ends_at)
    refusals = rules.check_change(state=rules.State(row.state), interval=period, by_place=by_place, now=now)
    if refusals or row.state not in rules.TAKING:
        raise Refused(*refusals or (Refusal("wrong_state", {"state": row.state}),))
    if row.state == rules.State.HELD and offer_of_booking(row.booking_id) is not None:
        raise Refused(Refusal("offered_to_another"))


def _check_names(
    actor: Actor, place: PlaceRef, row: Occurrence, person_id: int, customer_id: int | None, now: datetime
) -> None:
    """As when it is booked: a person whom the place knows, an organisation that is theirs or that the place knows."""
    if person_id != row.person_id and not places.knows(place=place, person_id=person_id):
        raise Refused(Refusal("person_unknown", field="who"))
    if customer_id is None:
        return
    team = can(actor, "booking.for_others", Target(place.organisation_id, place.id))
    belongs = persons.belongs_to(customer_id, person_id=person_id, today=place.today(now))
    if not belongs and not (team and places.knows(place=place, customer_id=customer_id)):
        raise Refused(Refusal("customer_unknown", field="customer"))


def _give_dates(booking: Booking, person_id: int, now: datetime) -> list[Occurrence]:
    """The dates that are not over are the new person's, who is reminded of them anew."""
    held = Occurrence.objects.select_for_update(no_key=True).filter(
        booking_id=booking.pk, state__in=STANDING, ends_at__gt=now
    )
    rows = list(held.order_by("pk"))
    for row in rows:
        row.person_id, row.reminded_at = person_id, None
        row.sequence += 1
    Occurrence.objects.bulk_update(rows, ["person", "reminded_at", "sequence"])
    return rows


def _check_person(
    actor: Actor, place: PlaceRef, rows: list[Occurrence], *, now: datetime, override: bool
) -> tuple[str, ...]:
    """What each room asks of people, and what was lifted of it; the hours, the delays and what is taken were judged
    when it was made."""
    taking = [row for row in rows if row.state in rules.TAKING]
    cards = {row.pk: card for row in taking if (card := places.resource_by_id(row.resource_id)) is not None}
    lock_resources({card.id: card for card in cards.values()}.values(), house=place)
    refusals: dict[Refusal, None] = {}
    lifted: dict[str, None] = {}
    for row in taking:
        if row.pk in cards:
            period = Interval(row.starts_at, row.ends_at)
            verdict = verdict_on(actor, place, cards[row.pk], row, period, now=now, override=override)
            refusals |= dict.fromkeys(each for each in verdict.refusals if each.code in rules.OF_THE_ASKER)
            lifted |= dict.fromkeys(each.code for each in verdict.overridden if each.code in rules.OF_THE_ASKER)
    if refusals:
        raise Refused(*refusals)
    return tuple(lifted)
