"""Somebody comes, somebody leaves. Saying it twice changes nothing: there is one open visit a person and place."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from cantine.booking import facts, rules
from cantine.booking.models import Occurrence, Visit
from cantine.core import live
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import Fact, record
from cantine.kernel import Refusal, Refused
from cantine.places import commands as place_commands
from cantine.places.queries import PlaceRef

EARLY = timedelta(hours=1)
LONGEST = timedelta(hours=36)


def check_in(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    person_id: int,
    how: rules.How = rules.How.STAFF,
    device_id: int | None = None,
    replay: bool = False,
) -> UUID:
    """Note that the person is here; who is already here stays as they were. Returns the open visit.

    The visit is tied to the person's booking of that hour, if there is one. Records Arrived.
    """
    authorize(actor, "visit.check_in", Target(place.organisation_id, place.id, person_id))
    with transaction.atomic():
        row = Visit(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, day=place.today(now),
            arrived_at=now, how=how, device_id=device_id, noted_by_id=actor.person_id,
            occurrence_id=_booked(place, person_id, now),
        )  # fmt: skip
        Visit.objects.bulk_create([row], ignore_conflicts=True)
        stored = Visit.objects.get(place_id=place.id, person_id=person_id, left_at=None)
        if stored.uuid == row.uuid:
            place_commands.note_contact(actor=actor, now=now, place=place, person_id=person_id)
            told = facts.Arrived(visit_id=stored.pk, person_id=person_id, how=how, **_where(place))
            _tell(told, place, actor, now, replay=replay)
    return stored.uuid


def check_out(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int, replay: bool = False) -> bool:
    """Note that the person left; False when they were not here. Records Left."""
    authorize(actor, "visit.check_out", Target(place.organisation_id, place.id, person_id))
    with transaction.atomic():
        row = Visit.objects.select_for_update().filter(place_id=place.id, person_id=person_id, left_at=None).first()
        if row is None:
            return False
        Visit.objects.filter(pk=row.pk).update(left_at=Greatest(F("arrived_at"), now))
        told = facts.Left(visit_id=row.pk, person_id=person_id, **_where(place))
        _tell(told, place, actor, now, replay=replay)
    return True


def correct_visit(
    *, actor: Actor, now: datetime, place: PlaceRef, visit: UUID, arrived_at: datetime, left_at: datetime | None
) -> None:
    """Give a visit its true hours. Refusals: visit_unknown, visit_in_the_future, ends_before_it_starts,
    visit_too_long, already_here. Records VisitCorrected."""
    authorize(actor, "visit.correct", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock_visit(place, visit)
        refusals = _check_hours(arrived_at, left_at, now)
        if refusals:
            raise Refused(*refusals)
        former_day = row.day
        row.arrived_at, row.left_at, row.day = arrived_at, left_at, place.today(arrived_at)
        try:
            with transaction.atomic():
                row.save(update_fields=["arrived_at", "left_at", "day"])
        except IntegrityError as error:
            raise Refused(Refusal("already_here", field="left_at")) from error
        told = facts.VisitCorrected(
            visit_id=row.pk, person_id=row.person_id, day=row.day, former_day=former_day, **_where(place)
        )
        _tell(told, place, actor, now)


def remove_visit(*, actor: Actor, now: datetime, place: PlaceRef, visit: UUID) -> None:
    """Take out a visit that never was. Refusals: visit_unknown. Records VisitRemoved."""
    authorize(actor, "visit.correct", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock_visit(place, visit)
        told = facts.VisitRemoved(visit_id=row.pk, person_id=row.person_id, day=row.day, **_where(place))
        Visit.objects.filter(pk=row.pk).delete()
        _tell(told, place, actor, now)


def _check_hours(arrived_at: datetime, left_at: datetime | None, now: datetime) -> list[Refusal]:
    refusals = []
    if arrived_at > now or (left_at is not None and left_at > now):
        refusals.append(Refusal("visit_in_the_future", field="arrived_at"))
    if left_at is not None and left_at < arrived_at:
        refusals.append(Refusal("ends_before_it_starts", field="left_at"))
    if (left_at or now) - arrived_at > LONGEST:
        refusals.append(Refusal("visit_too_long", field="left_at"))
    return refusals


def _lock_visit(place: PlaceRef, visit: UUID) -> Visit:
    row = Visit.objects.select_for_update().filter(uuid=visit, place_id=place.id).first()
    if row is None:
        raise Refused(Refusal("visit_unknown"))
    return row


def _booked(place: PlaceRef, person_id: int, now: datetime) -> int | None:
    """The booking that somebody comes for: the one that runs, else the next within the hour."""
    dates = Occurrence.objects.filter(
        place_id=place.id, person_id=person_id, state=rules.State.CONFIRMED,
        starts_at__lte=now + EARLY, ends_at__gt=now,
    )  # fmt: skip
    return dates.order_by("starts_at", "pk").values_list("pk", flat=True).first()


def _where(place: PlaceRef) -> dict[str, int]:
    return {"organisation_id": place.organisation_id, "place_id": place.id}


def _tell(told: Fact, place: PlaceRef, actor: Actor, now: datetime, *, replay: bool = False) -> None:
    record(told, actor=actor, now=now, replay=replay)
    if not replay:
        live.tell(place.topic)
