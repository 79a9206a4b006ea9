"""The place answers what was asked: yes or no, all the dates of a booking or some of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.claims import give_back
from cantine.booking.commands.lookup import lock_dates, move_states, tell_dates
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.places.queries import PlaceRef


def approve_dates(*, actor: Actor, now: datetime, place: PlaceRef, dates: Iterable[UUID]) -> None:
    """Confirm dates that were requested or held; they already have the room, so nothing can clash.

    Refusals: date_unknown, wrong_state. Records BookingConfirmed.
    """
    authorize(actor, "booking.answer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = lock_dates(place, dates)
        move_states(rows, rules.Act.CONFIRM, now, expires_at=None)
        tell_dates(facts.BookingConfirmed, rows, place, actor, now)


def refuse_dates(*, actor: Actor, now: datetime, place: PlaceRef, dates: Iterable[UUID], reason: str = "") -> None:
    """Say no to dates that were requested, with words for the person who asked. Refusals: date_unknown, wrong_state.

    Records RequestRefused.
    """
    authorize(actor, "booking.answer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = lock_dates(place, dates)
        move_states(rows, rules.Act.REFUSE, now, expires_at=None, reason=reason)
        give_back(occurrence_ids=[row.pk for row in rows])
        tell_dates(facts.RequestRefused, rows, place, actor, now)
