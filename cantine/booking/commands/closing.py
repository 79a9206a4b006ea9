"""Closing days and taking a room away, with what becomes of the dates that stand there, in one transaction."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cantine.booking.commands.change import cancel_rows
from cantine.booking.commands.lookup import lock_dates
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.places import commands as places
from cantine.places.queries import PlaceRef


def close_days(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    first_day: date,
    last_day: date,
    reason: str,
    resource_id: int | None = None,
    cancel: Collection[UUID] = (),
    words: str = "",
) -> UUID:
    """Close the place, or one resource, on these days, and cancel the dates named by ``cancel``: each person is written
    to, with ``words`` or the reason of the closure. The other dates stand.

    Refusals: closure_reversed, date_unknown, wrong_state. Records HoursChanged, DatesCancelled.
    """
    authorize(actor, "place.change_hours", Target(place.organisation_id, place.id))
    with transaction.atomic():
        closure = places.close_days(
            actor=actor, now=now, place=place, first_day=first_day, last_day=last_day, reason=reason,
            resource_id=resource_id,
        )  # fmt: skip
        cancel_for_house(actor, now, place, cancel, words.strip() or reason)
    return closure


def retire_resource(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    resource_id: int,
    cancel: Collection[UUID] = (),
    words: str = "",
) -> None:
    """Take a resource off the planning, and cancel the dates named by ``cancel``, each person told why.

    Refusals: date_unknown, wrong_state. Records ResourceChanged, DatesCancelled.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        places.retire_resource(actor=actor, now=now, place=place, resource_id=resource_id)
        cancel_for_house(actor, now, place, cancel, words)


def cancel_for_house(actor: Actor, now: datetime, place: PlaceRef, dates: Collection[UUID], words: str) -> None:
    """The house gives these dates up: nothing counts against anybody, not even the manager's own date."""
    if not dates:
        return
    authorize(actor, "booking.for_others", Target(place.organisation_id, place.id))
    rows = lock_dates(place, dates)
    cancel_rows(rows, place, actor, now, by_place=True, reason=words.strip()[:200])
