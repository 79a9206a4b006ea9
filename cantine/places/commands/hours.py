"""Weekly hours, periods and closures of a place or of one resource."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import facts, rules
from cantine.places.models import (
    Closure,
    OpeningHours,
    Place,
)
from cantine.places.queries import PlaceRef


def set_week(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    hours: Iterable[tuple[int, time, time]],
    resource_id: int | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> None:
    """Replace the weekly hours of the place, or of one resource, all year or within a period; no hours at all forget
    the period, or give a resource back the hours of the place. Refusals: weekday_unknown, hours_overlap,
    period_reversed. Records HoursChanged.
    """
    authorize(actor, "place.change_hours", Target(place.organisation_id, place.id))
    week = list(hours)
    wrong = rules.check_week(week)
    if valid_from and valid_until and valid_until < valid_from:
        wrong = (*wrong, Refusal("period_reversed", field="valid_until"))
    if wrong:
        raise Refused(*wrong)
    with transaction.atomic():
        row = Place.objects.get(pk=place.id)
        write_week(row, resource_id, week, valid_from=valid_from, valid_until=valid_until)
        fact = facts.HoursChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)


def close_days(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    first_day: date,
    last_day: date,
    reason: str,
    resource_id: int | None = None,
) -> UUID:
    """Close the place, or one resource, on these days. Bookings already made stay: the team writes to their people.

    Refusals: closure_reversed. Records HoursChanged.
    """
    authorize(actor, "place.change_hours", Target(place.organisation_id, place.id))
    if last_day < first_day:
        raise Refused(Refusal("closure_reversed", field="last_day"))
    with transaction.atomic():
        row = Closure.objects.create(
            organisation_id=place.organisation_id,
            place_id=place.id,
            resource_id=resource_id,
            first_day=first_day,
            last_day=last_day,
            reason=reason,
        )
        fact = facts.HoursChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)
    return row.uuid


def reopen_days(*, actor: Actor, now: datetime, place: PlaceRef, closure: UUID) -> None:
    """Take a closure back; nothing happens when it is gone already. Records HoursChanged."""
    authorize(actor, "place.change_hours", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = Closure.objects.filter(uuid=closure, place_id=place.id).first()
        if row is None:
            return
        row.delete()
        fact = facts.HoursChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=row.resource_id)
        record(fact, actor=actor, now=now)


def write_week(
    row: Place,
    resource_id: int | None,
    hours: Iterable[tuple[int, time, time]],
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> None:
    same = Q(resource_id=resource_id) & Q(valid_from=valid_from) & Q(valid_until=valid_until)
    OpeningHours.objects.filter(same, place=row).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            organisation_id=row.organisation_id,
            place=row,
            resource_id=resource_id,
            weekday=weekday,
            opens=opens,
            closes=closes,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        for weekday, opens, closes in hours
    )
