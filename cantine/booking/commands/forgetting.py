"""Forgetting a person who was erased: what only their bookings, visits and keys still said of them."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from cantine.booking import rules
from cantine.booking.commands.change import cancel_dates
from cantine.booking.commands.messages import forget_reader
from cantine.booking.models import (
    Booking,
    DomiciliationContact,
    Feed,
    OccupationWish,
    Occurrence,
    OpeningCode,
    VisitorCard,
    Waiting,
)
from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.places import queries as places


def forget_person(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Their coming dates are cancelled, so that the rooms are free; words they wrote, secret addresses, cards, codes,
    wishes and places in a queue go. Past dates and visits stay, on a row that names nobody. Does nothing the second
    time. Records DatesCancelled. Refusals: none."""
    authorize(actor, "booking.forget_person", Target(None, person_id=person_id))
    with scoping.unscoped("an erased person leaves every tenancy"):
        for place_id, dates in _coming(person_id, now=now).items():
            place = places.place_refs(ids=[place_id])[place_id]
            cancel_dates(actor=actor, now=now, place=place, dates=dates)
        Booking.objects.filter(person_id=person_id).update(title="", note="", guest_names="")
        Occurrence.objects.filter(person_id=person_id).update(reason="")
        for table in (DomiciliationContact, OpeningCode, VisitorCard, Waiting, OccupationWish):
            table.objects.filter(person_id=person_id).delete()
        Feed.objects.filter(made_by_id=person_id).delete()
        forget_reader(actor=actor, now=now, person_id=person_id)


def _coming(person_id: int, *, now: datetime) -> dict[int, list[UUID]]:
    """Their dates that still hold a room, by place."""
    taking = [state.value for state in rules.TAKING]
    rows = Occurrence.objects.filter(person_id=person_id, starts_at__gt=now, state__in=taking)
    found: dict[int, list[UUID]] = defaultdict(list)
    for place_id, uuid in rows.values_list("place_id", "uuid"):
        found[place_id].append(uuid)
    return dict(found)
