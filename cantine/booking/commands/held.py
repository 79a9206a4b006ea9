"""Options that wait for something else, a quote for instance: its answer or its end moves them, under their lock."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.claims import give_back
from cantine.booking.commands.lookup import move_states, tell_dates
from cantine.booking.models import Booking, Occurrence
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.places.queries import PlaceRef


def confirm_held(*, actor: Actor, now: datetime, place: PlaceRef, held_for: str, replay: bool = False) -> int:
    """What waited for this is firm; it has the room, so nothing can clash. Returns how many dates: none the second time.

    Refusals: none. Records BookingConfirmed for each booking.
    """
    authorize(actor, "booking.settle_held", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = lock_held(place, held_for)
        if rows:
            move_states(rows, rules.Act.CONFIRM, now)
            tell_dates(facts.BookingConfirmed, rows, place, actor, now, replay=replay)
    return len(rows)


def release_held(
    *, actor: Actor, now: datetime, place: PlaceRef, held_for: str, only: UUID | None = None, replay: bool = False
) -> int:  # fmt: skip
    """What waited for this is free again, or one date of it. Returns how many dates: none the second time.

    Refusals: none. Records DatesExpired for each booking.
    """
    authorize(actor, "booking.settle_held", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = [each for each in lock_held(place, held_for) if only is None or each.uuid == only]
        if rows:
            move_states(rows, rules.Act.EXPIRE, now)
            give_back(occurrence_ids=[row.pk for row in rows])
            tell_dates(facts.DatesExpired, rows, place, actor, now, replay=replay)
    return len(rows)


def hold_for_another(*, actor: Actor, now: datetime, place: PlaceRef, held_for: str, now_for: str) -> None:
    """The same options wait for something else from now on: a new version of a quote. Records nothing. Refusals: none."""
    authorize(actor, "booking.settle_held", Target(place.organisation_id, place.id))
    rows = Booking.objects.filter(organisation_id=place.organisation_id, place_id=place.id, held_for=held_for)
    rows.update(held_for=now_for)


def lock_held(place: PlaceRef, held_for: str) -> list[Occurrence]:
    """The dates that still wait for this, in the order of their ids, held until the transaction ends."""
    rows = Occurrence.objects.select_for_update(no_key=True, of=("self",)).filter(
        organisation_id=place.organisation_id, place_id=place.id, booking__held_for=held_for, state=rules.State.HELD
    )
    return list(rows.order_by("pk"))
