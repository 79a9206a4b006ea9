"""What a presence sensor or a door says: people counted, or a badge read. The same message twice is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from cantine.booking import rules
from cantine.booking.commands.counting import count_guests, let_guests_go
from cantine.booking.commands.visits import check_in, check_out
from cantine.booking.models import Loan, SensorEvent, Visit
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """``entered`` and ``left`` are counts; ``badge`` is a number of the register, ``leaving`` None when the reader does
    not know the way: then it is the other of what the register says."""

    entered: int = 0
    left: int = 0
    badge: str = ""
    leaving: bool | None = None


def note_reading(
    *, actor: Actor, now: datetime, place: PlaceRef, device_id: int, how: rules.How, key: str, reading: Reading
) -> bool:
    """Act on one message of a device; False when it was acted upon before. Refusals: badge_unknown,
    count_out_of_range. Records Arrived, Left or GuestsCounted."""
    authorize(actor, "visit.count", Target(place.organisation_id, place.id))
    with transaction.atomic():
        if not _is_new(place, device_id, key, now):
            return False
        if reading.badge:
            _read_badge(actor, now, place, device_id, how, reading)
        if reading.entered:
            count_guests(actor=actor, now=now, place=place, count=reading.entered, how=how, device_id=device_id)
        if reading.left:
            let_guests_go(actor=actor, now=now, place=place, count=reading.left, how=how)
    return True


def sweep_readings(*, actor: Actor, now: datetime) -> int:
    """Forget the messages whose signature is long dead; the caller opened ``unscoped``. Returns how many."""
    authorize(actor, "device.note", Target(None))
    return SensorEvent.objects.filter(received_at__lt=now - KEPT_FOR).delete()[0]


def _is_new(place: PlaceRef, device_id: int, key: str, now: datetime) -> bool:
    """Two deliveries at once queue on the constraint: one of them is the first."""
    try:
        with transaction.atomic():
            SensorEvent.objects.create(
                organisation_id=place.organisation_id, device_id=device_id, key=key, received_at=now
            )
    except IntegrityError:
        return False
    return True


def _read_badge(actor: Actor, now: datetime, place: PlaceRef, device_id: int, how: rules.How, reading: Reading) -> None:
    lent = Loan.objects.filter(
        key__place_id=place.id, key__number=reading.badge, key__retired_at=None, returned_at=None
    )
    person_id = lent.values_list("person_id", flat=True).first()
    if person_id is None:
        raise Refused(Refusal("badge_unknown", field="badge"))
    here = Visit.objects.filter(place_id=place.id, person_id=person_id, left_at=None).exists()
    if here if reading.leaving is None else reading.leaving:
        check_out(actor=actor, now=now, place=place, person_id=person_id)
    else:
        check_in(actor=actor, now=now, place=place, person_id=person_id, how=how, device_id=device_id)
