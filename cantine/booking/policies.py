"""The policies of addresses that name no place: those that name a booking or a date, the tablet of a place by the cookie
it was paired with, its sensors and doors by their signature."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from cantine.booking import queries, rules
from cantine.booking.queries import DeviceCard, passes
from cantine.core import clock, scoping
from cantine.core.actor import Actor, Grant
from cantine.core.authorization import Target, authorize
from cantine.places import queries as places
from cantine.places.policies import OfRow, PlaceRequest


def of_booking(action: str) -> OfRow:
    return OfRow(action, "booking", queries.key_of_booking, see="booking.see", name=f"of the booking: {action}")


def of_date(action: str) -> OfRow:
    return OfRow(action, "occurrence", queries.key_of_date, see="booking.see", name=f"of the date: {action}")


COOKIE = "cantine_device"
LONGEST_BODY = 10_000
_NUMBER, _NAME = re.compile("[0-9]{1,11}"), re.compile("[!-~]{1,80}")


class DeviceRequest(PlaceRequest):
    """What a view under ``by_tablet`` or ``by_signature`` receives."""

    device: DeviceCard


class Unsigned(PermissionDenied):
    """The message is not signed by this device, or too old: ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ByTablet:
    """The tablet at the door: no account, a cookie of its own, the rights of the door."""

    name: str = "a tablet of the place"

    @contextmanager
    def admitted(self, request: Any, kwargs: dict[str, Any]) -> Iterator[None]:
        with scoping.unscoped("a device names its tenant"):
            device = queries.find_device(secret=request.COOKIES.get(COOKIE, ""))
        if device is None or device.kind is not rules.DeviceKind.KIOSK:
            raise PermissionDenied("device")
        with _acting(request, device):
            yield


@dataclass(frozen=True)
class BySignature:
    """A sensor or a door: HMAC-SHA256 over ``id.timestamp.body``, within five minutes of now."""

    name: str = "signed by a sensor or a door"

    @contextmanager
    def admitted(self, request: Any, kwargs: dict[str, Any]) -> Iterator[None]:
        with scoping.unscoped("a device names its tenant"):
            device = queries.find_device(uuid=kwargs.pop("device"))
        if device is None or device.kind is rules.DeviceKind.KIOSK:
            raise Http404
        fault = _fault(request, device)
        if fault:
            raise Unsigned(fault)
        with _acting(request, device):
            yield


by_tablet, by_signature = ByTablet(), BySignature()


@contextmanager
def _acting(request: Any, device: DeviceCard) -> Iterator[None]:
    place = places.place_refs(ids=[device.place_id])[device.place_id]
    timezone.activate(place.zone)
    grant = Grant(device.organisation_id, device.place_id, "device")
    with scoping.scope([device.organisation_id]):
        request.actor = Actor("device", grants=(grant,), name=device.name)
        request.place, request.device = place, device
        authorize(request.actor, "visit.see_door", Target(place.organisation_id, place.id))
        yield


def _fault(request: HttpRequest, device: DeviceCard) -> str:
    if len(request.body) > LONGEST_BODY:
        return "too-long"
    stamp, message_id = request.headers.get("Webhook-Timestamp", ""), request.headers.get("Webhook-Id", "").strip()
    if not (_NUMBER.fullmatch(stamp) and _NAME.fullmatch(message_id)):
        return "unsigned"
    expected = passes.signature_of(device.uuid, message_id=message_id, timestamp=stamp, body=request.body)
    given = request.headers.get("Webhook-Signature", "").removeprefix("v1=")
    if not constant_time_compare(given, expected):
        return "forged"
    return "" if rules.is_fresh(datetime.fromtimestamp(int(stamp), tz=UTC), now=clock.now()) else "stale"
