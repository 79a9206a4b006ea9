"""The webhook of presence sensors and doors. How to sign: docs/how-to/sensors.md."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from cantine.booking import commands, rules
from cantine.booking.commands import Reading
from cantine.booking.policies import DeviceRequest
from cantine.core import clock, rates
from cantine.core import refusals as words
from cantine.core.rates import Limit
from cantine.kernel import Refused

READINGS = Limit("sensor.readings", 600, 60)
_HOW = {rules.DeviceKind.SENSOR: rules.How.SENSOR, rules.DeviceKind.DOOR: rules.How.DOOR}


@csrf_exempt
def receive(request: DeviceRequest) -> HttpResponse:
    """``{"entered": 3}``, ``{"left": 1}`` or ``{"badge": "0451", "direction": "in"}``; 200 for a repeated message too."""
    now, device = clock.now(), request.device
    rates.spend(READINGS, str(device.id), now=now)
    reading = _reading(request.body)
    if reading is None:
        return _problem(
            "unreadable", "Send a JSON object with “entered”, “left” or “badge”: see docs/how-to/sensors.md.", 422
        )
    commands.note_device(actor=request.actor, now=now, place=request.place, device=device)
    try:
        done = commands.note_reading(
            actor=request.actor, now=now, place=request.place, device_id=device.id, how=_HOW[device.kind],
            key=request.headers["Webhook-Id"].strip(), reading=reading,
        )  # fmt: skip
    except Refused as refused:
        first = refused.refusals[0]
        return _problem(first.code, words.sentence(first), 422)
    return JsonResponse({"repeated": not done})


def _reading(body: bytes) -> Reading | None:
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not {"entered", "left", "badge"} & said.keys():
        return None
    entered, left, badge = said.get("entered", 0), said.get("left", 0), said.get("badge", "")
    numbers = all(type(number) is int and 0 <= number <= rules.MOST_GUESTS for number in (entered, left))
    direction = said.get("direction")
    if (
        not numbers
        or not isinstance(badge, str)
        or len(badge) > 40
        or "\0" in badge
        or direction not in {None, "in", "out"}
    ):
        return None
    return Reading(entered=entered, left=left, badge=badge, leaving=None if direction is None else direction == "out")


def _problem(code: str, detail: str, status: int) -> JsonResponse:
    body = {"type": "about:blank", "code": code, "detail": detail, "status": status}
    return JsonResponse(body, status=status, content_type="application/problem+json")
