"""The place answers what was asked: yes or no, all the dates of a booking or some of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.change import verdict_on
from cantine.booking.commands.claims import give_back
from cantine.booking.commands.lookup import lock_dates, move_states, tell_dates
from cantine.booking.models import Occurrence
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Interval, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

CERTIFIED = frozenset({"certification_missing", "certification_expired"})


def approve_dates(*, actor: Actor, now: datetime, place: PlaceRef, dates: Iterable[UUID]) -> None:
    """Confirm dates that were requested or held; they already have the room, so nothing can clash. A machine is confirmed
    to nobody whose certification was withdrawn, or cut short, since they asked.

    Refusals: date_unknown, wrong_state, certification_missing, certification_expired. Records BookingConfirmed.
    """
    authorize(actor, "booking.answer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = lock_dates(place, dates)
        _check_certified(rows, place, actor, now)
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


def _check_certified(rows: Sequence[Occurrence], place: PlaceRef, actor: Actor, now: datetime) -> None:
    """Costs nothing where no certification is asked for."""
    refusals = []
    for row in rows:
        card = places.resource_by_id(row.resource_id)
        if card is not None and card.certification and row.person_id is not None:
            period = Interval(row.starts_at, row.ends_at)
            verdict = verdict_on(actor, place, card, row, period, now=now, override=False)
            refusals += [refusal for refusal in verdict.refusals if refusal.code in CERTIFIED]
    if refusals:
        raise Refused(*dict.fromkeys(refusals))
