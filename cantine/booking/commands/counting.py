"""Counting without names: a guest more, a guest less, one number at closing, and the end of the day."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from cantine.booking import facts, rules
from cantine.booking.models import DayOpening, Visit
from cantine.core import live
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def count_guests(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    count: int = 1,
    key: UUID | None = None,
    how: rules.How = rules.How.STAFF,
    device_id: int | None = None,
    left_at: datetime | None = None,
    replay: bool = False,
) -> None:
    """Guests who sign nothing are here; ``key`` makes a press counted once. Refusals: count_out_of_range.

    Records GuestsCounted.
    """
    authorize(actor, "visit.count", Target(place.organisation_id, place.id))
    if not 0 < count <= rules.MOST_GUESTS:
        raise Refused(Refusal("count_out_of_range", {"most": rules.MOST_GUESTS}, "count"))
    with transaction.atomic():
        row = Visit(
            uuid=key or uuid4(), organisation_id=place.organisation_id, place_id=place.id, day=place.today(now),
            arrived_at=now, left_at=left_at, how=how, count=count, device_id=device_id, noted_by_id=actor.person_id,
        )  # fmt: skip
        before = key is not None and Visit.objects.filter(uuid=key).exists()
        Visit.objects.bulk_create([row], ignore_conflicts=True)
        if not before:
            told = facts.GuestsCounted(organisation_id=place.organisation_id, place_id=place.id, count=count, how=how)
            record(told, actor=actor, now=now, replay=replay)
    if not replay:
        live.tell(place.topic)


def let_guests_go(
    *, actor: Actor, now: datetime, place: PlaceRef, count: int = 1, how: rules.How = rules.How.STAFF
) -> int:
    """Guests left, the first who came first; returns how many of those that were counted. Records GuestsCounted."""
    authorize(actor, "visit.count", Target(place.organisation_id, place.id))
    with transaction.atomic():
        guests = Visit.objects.select_for_update().filter(place_id=place.id, person=None, left_at=None)
        gone = _let_go(list(guests.order_by("arrived_at", "pk")), count, now)
        if gone:
            told = facts.GuestsCounted(organisation_id=place.organisation_id, place_id=place.id, count=-gone, how=how)
            record(told, actor=actor, now=now)
            live.tell(place.topic)
    return gone


def take_headcount(
    *, actor: Actor, now: datetime, place: PlaceRef, day: date, count: int, replay: bool = False
) -> None:
    """One number for a whole day: a full record, which replaces the one before. Refusals: count_out_of_range,
    visit_in_the_future. Records HeadcountTaken."""
    authorize(actor, "visit.take_headcount", Target(place.organisation_id, place.id))
    if not 0 <= count <= rules.MOST_PEOPLE:
        raise Refused(Refusal("count_out_of_range", {"most": rules.MOST_PEOPLE}, "count"))
    if day > place.today(now):
        raise Refused(Refusal("visit_in_the_future", field="day"))
    with transaction.atomic():
        row, _ = Visit.objects.update_or_create(
            place_id=place.id, day=day, how=rules.How.HEADCOUNT,
            defaults={"count": count, "noted_by_id": actor.person_id},
            create_defaults={
                "organisation_id": place.organisation_id, "count": count, "arrived_at": now, "left_at": now,
                "noted_by_id": actor.person_id,
            },
        )  # fmt: skip
        told = facts.HeadcountTaken(
            organisation_id=place.organisation_id, place_id=place.id, visit_id=row.pk, day=day, count=count
        )
        record(told, actor=actor, now=now, replay=replay)


def close_day(*, actor: Actor, now: datetime, place: PlaceRef, closed_at: datetime, replay: bool = False) -> int:
    """Check out everyone who came before ``closed_at`` and did not say they left; returns how many.

    Records DayClosed when there was somebody, or when a person closes.
    """
    authorize(actor, "visit.close_day", Target(place.organisation_id, place.id))
    with transaction.atomic():
        still_here = Visit.objects.filter(place_id=place.id, left_at=None, arrived_at__lte=closed_at)
        checked_out = still_here.update(left_at=Greatest(F("arrived_at"), closed_at))
        day = place.today(closed_at)
        DayOpening.objects.filter(place_id=place.id, day=day, closed_at=None).update(
            closed_at=closed_at, closed_by_id=actor.person_id
        )
        if checked_out or actor.person_id is not None:
            told = facts.DayClosed(
                organisation_id=place.organisation_id, place_id=place.id, day=day, checked_out=checked_out,
                person_id=actor.person_id,
            )  # fmt: skip
            record(told, actor=actor, now=now, replay=replay)
            if not replay:
                live.tell(place.topic)
    return checked_out


def _let_go(guests: Sequence[Visit], count: int, now: datetime) -> int:
    """Close the oldest rows; one of which only some leave is cut in two."""
    gone = 0
    for row in guests:
        leaving = min(row.count, count - gone)
        if not leaving:
            break
        if leaving < row.count:
            Visit.objects.filter(pk=row.pk).update(count=row.count - leaving)
            row.pk, row.uuid, row.count = None, uuid4(), leaving
        row.left_at = max(row.arrived_at, now)
        row.save()
        gone += leaving
    return gone
