"""What stands at the door: declared by the manager, paired once, revoked; and the codes and cards that people carry."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.models import Device, OpeningCode, VisitorCard
from cantine.booking.queries import DeviceCard, passes
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.secrets import digest, new_code, new_secret
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

PAIRING_LASTS = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=5)
OPENERS = frozenset({"manager", "host", "volunteer"})


@dataclass(frozen=True)
class MadeDevice:
    """``pairing`` is in the link that a tablet opens once; ``key`` signs for a sensor or a door. Both are shown once."""

    id: int
    uuid: UUID
    pairing: str = ""
    key: str = ""


def add_device(
    *, actor: Actor, now: datetime, place: PlaceRef, kind: rules.DeviceKind, name: str, replay: bool = False
) -> MadeDevice:
    """Declare a device of the place. Refusals: name_missing. Records DeviceAdded."""
    authorize(actor, "device.manage", Target(place.organisation_id, place.id))
    if not name.strip():
        raise Refused(Refusal("name_missing", field="name"))
    with transaction.atomic():
        row = Device.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, kind=kind, name=name.strip(), made_at=now,
            made_by_id=actor.person_id,
        )  # fmt: skip
        pairing = _new_pairing(row, now) if kind is rules.DeviceKind.KIOSK else ""
        told = facts.DeviceAdded(organisation_id=place.organisation_id, place_id=place.id, device_id=row.pk, kind=kind)
        record(told, actor=actor, now=now, replay=replay)
    return MadeDevice(row.pk, row.uuid, pairing, "" if pairing else passes.device_key(row.uuid))


def renew_pairing(*, actor: Actor, now: datetime, place: PlaceRef, device: UUID) -> MadeDevice:
    """A new link for a tablet: the one that holds the place until another opens it. Refusals: device_unknown."""
    authorize(actor, "device.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock_device(place, device)
        if row.kind != rules.DeviceKind.KIOSK:
            raise Refused(Refusal("device_unknown"))
        return MadeDevice(row.pk, row.uuid, _new_pairing(row, now))


def pair_device(*, actor: Actor, now: datetime, pairing: str) -> str:
    """Exchange the link's secret for the tablet's own, once. Refusals: pairing_over. Records DevicePaired.

    The caller opened ``unscoped``: a tablet has no tenancy before it is paired.
    """
    authorize(actor, "device.pair", Target(None))
    with transaction.atomic():
        waiting = Device.objects.select_for_update().filter(
            pairing_digest=digest(pairing), pairing_expires_at__gt=now, revoked_at=None
        )
        row = waiting.first() if pairing else None
        if row is None:
            raise Refused(Refusal("pairing_over"))
        secret = new_secret("ctd_")
        Device.objects.filter(pk=row.pk).update(
            digest=digest(secret), pairing_digest="", pairing_expires_at=None, paired_at=now, last_seen_at=now
        )
        told = facts.DevicePaired(organisation_id=row.organisation_id, place_id=row.place_id, device_id=row.pk)
        record(told, actor=actor, now=now)
    return secret


def revoke_device(*, actor: Actor, now: datetime, place: PlaceRef, device: UUID) -> None:
    """The device acts no more, from its next request on. Refusals: device_unknown. Records DeviceRevoked."""
    authorize(actor, "device.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock_device(place, device)
        Device.objects.filter(pk=row.pk).update(revoked_at=now, digest="", pairing_digest="")
        told = facts.DeviceRevoked(organisation_id=place.organisation_id, place_id=place.id, device_id=row.pk)
        record(told, actor=actor, now=now)


def note_device(*, actor: Actor, now: datetime, place: PlaceRef, device: DeviceCard) -> None:
    """The device was heard, written at most every five minutes. Records nothing."""
    authorize(actor, "device.note", Target(place.organisation_id, place.id))
    if device.last_seen_at is None or device.last_seen_at <= now - SEEN_EVERY:
        Device.objects.filter(pk=device.id, place_id=place.id).update(last_seen_at=now)


def give_opening_code(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int) -> str:
    """A new code for somebody of the team to open the day with; it is shown once. Refusals: not_of_the_team.

    Records OpeningCodeGiven.
    """
    authorize(actor, "visit.give_opening_code", Target(place.organisation_id, place.id))
    if not _opens(place, person_id, now):
        raise Refused(Refusal("not_of_the_team", field="person"))
    with transaction.atomic():
        OpeningCode.objects.filter(place_id=place.id, person_id=person_id, revoked_at=None).update(revoked_at=now)
        code = _free_code(place)
        OpeningCode.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, made_at=now,
            digest=passes.opening_digest(code, place_id=place.id),
        )  # fmt: skip
        told = facts.OpeningCodeGiven(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id)
        record(told, actor=actor, now=now)
    return code


def revoke_opening_code(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int) -> None:
    """The person's code opens nothing any more. Records OpeningCodeRevoked."""
    authorize(actor, "visit.give_opening_code", Target(place.organisation_id, place.id))
    with transaction.atomic():
        live_codes = OpeningCode.objects.filter(place_id=place.id, person_id=person_id, revoked_at=None)
        if live_codes.update(revoked_at=now):
            told = facts.OpeningCodeRevoked(
                organisation_id=place.organisation_id, place_id=place.id, person_id=person_id
            )
            record(told, actor=actor, now=now)


def make_visitor_card(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int) -> str:
    """What the QR of a printed card says, shown once; a former card of the person is dead. Records VisitorCardMade."""
    authorize(actor, "visit.make_card", Target(place.organisation_id, place.id))
    with transaction.atomic():
        VisitorCard.objects.filter(place_id=place.id, person_id=person_id, revoked_at=None).update(revoked_at=now)
        secret = new_secret(passes.CARD)
        VisitorCard.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, made_at=now,
            digest=digest(secret),
        )  # fmt: skip
        told = facts.VisitorCardMade(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id)
        record(told, actor=actor, now=now)
    return secret


def _new_pairing(row: Device, now: datetime) -> str:
    secret = new_secret("ctp_")
    Device.objects.filter(pk=row.pk).update(pairing_digest=digest(secret), pairing_expires_at=now + PAIRING_LASTS)
    return secret


def _lock_device(place: PlaceRef, device: UUID) -> Device:
    row = Device.objects.select_for_update().filter(uuid=device, place_id=place.id, revoked_at=None).first()
    if row is None:
        raise Refused(Refusal("device_unknown"))
    return row


def _opens(place: PlaceRef, person_id: int, now: datetime) -> bool:
    held = places.actor_of(person_id=person_id, now=now)
    return bool(OPENERS & held.roles_at(organisation_id=place.organisation_id, place_id=place.id))


def _free_code(place: PlaceRef) -> str:
    """Six characters that nobody else opens this place with."""
    taken = set(OpeningCode.objects.filter(place_id=place.id, revoked_at=None).values_list("digest", flat=True))
    while True:
        code = new_code()
        if passes.opening_digest(code, place_id=place.id) not in taken:
            return code
