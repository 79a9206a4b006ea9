"""Saying otherwise what a booking says: its title, its people, its words, for all its dates at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.change import verdict_on
from cantine.booking.commands.claims import lock_resources
from cantine.booking.commands.lookup import lock_dates, tell_dates
from cantine.booking.models import Booking, Occurrence
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

OF_PEOPLE = frozenset({"over_capacity", "over_legal_capacity", "layout_unknown", "guests_below_zero"})


@dataclass(frozen=True, kw_only=True)
class Said:
    """What may be corrected of a booking once it is made."""

    title: str = ""
    title_hidden: bool = True
    note: str = ""
    guests: int = 0
    guest_names: str = ""
    layout: str = ""


def change_details(*, actor: Actor, now: datetime, place: PlaceRef, date: UUID, said: Said) -> None:
    """Correct what the booking of ``date`` says. More people, or another layout, must fit each of its dates to come.

    Refusals: date_unknown, wrong_state, over, begun (for their person), over_capacity (the team may pass over it),
    over_legal_capacity, layout_unknown. Records BookingChanged.
    """
    with transaction.atomic():
        [row] = lock_dates(place, [date])
        authorize(actor, "booking.change", Target(place.organisation_id, place.id, row.person_id))
        by_place = row.person_id != actor.person_id
        refusals = rules.check_change(
            state=rules.State(row.state), interval=Interval(row.starts_at, row.ends_at), by_place=by_place, now=now
        )
        if refusals or row.state not in rules.TAKING:
            raise Refused(*refusals or (Refusal("wrong_state", {"state": row.state}),))
        booking = Booking.objects.select_for_update(no_key=True).get(pk=row.booking_id)
        people = (booking.guests, booking.layout) != (said.guests, said.layout)
        for name in ("title", "title_hidden", "note", "guests", "guest_names", "layout"):
            setattr(booking, name, getattr(said, name))
        booking.save(update_fields=["title", "title_hidden", "note", "guests", "guest_names", "layout"])
        if people:
            _check_people(actor, place, booking, now=now, by_place=by_place)
        tell_dates(facts.BookingChanged, [row], place, actor, now)


def _check_people(actor: Actor, place: PlaceRef, booking: Booking, *, now: datetime, by_place: bool) -> None:
    """Each date to come, with as many people as the booking now says; the hours and delays were judged when it was made."""
    rows = Occurrence.objects.filter(booking_id=booking.pk, state__in=rules.TAKING, ends_at__gt=now).order_by("pk")
    cards = {row.pk: card for row in rows if (card := places.resource_by_id(row.resource_id)) is not None}
    lock_resources({card.id: card for card in cards.values()}.values(), house=place)
    refusals: dict[Refusal, None] = {}
    for row in rows:
        if row.pk in cards:
            period = Interval(row.starts_at, row.ends_at)
            verdict = verdict_on(actor, place, cards[row.pk], row, period, now=now, override=True)
            against = (*verdict.refusals, *(() if by_place else verdict.overridden))
            refusals |= dict.fromkeys(refusal for refusal in against if refusal.code in OF_PEOPLE)
    if refusals:
        raise Refused(*refusals)
