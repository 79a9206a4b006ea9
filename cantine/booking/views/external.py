"""Bringing a calendar in, in two steps: what would be made, line by line; then all of it, or nothing."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import commands, queries, rules
from cantine.booking.forms import ExternalForm
from cantine.core import clock
from cantine.core import refusals as words
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.ui import formats

SALT, AN_HOUR = "cantine.booking.external", 3600


def bring_in(request: PlaceRequest) -> HttpResponse:
    """The form, then the plan, then the doing."""
    rooms = places.resource_cards(place_id=request.place.id)
    if request.method == "POST" and "plan" in request.POST:
        return _do(request, rooms)
    form = ExternalForm(request.POST or None, request.FILES or None, rooms=rooms)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    now, room = clock.now(), form.cleaned_data["room"]
    window = Interval(now, now + rules.EXTERNAL_AHEAD)
    content = form.cleaned_data["file"].read()
    reading = rules.read_external(content, window=window, timezone=request.place.timezone)
    if reading.refusals:
        return _form(request, form, reading.refusals)
    return _plan(request, form, room, reading.times)


def _form(request: PlaceRequest, form: ExternalForm, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    context = {"form": form, "reasons": [words.sentence(refusal) for refusal in refusals]}
    return render(request, "booking/external/form.html", context, status=422 if refusals or form.errors else 200)


def _plan(
    request: PlaceRequest, form: ExternalForm, room: ResourceCard, times: tuple[rules.TakenTime, ...]
) -> HttpResponse:
    planned, zone = queries.blockings_planned(room, times), request.place.zone
    said = form.cleaned_data
    lines = [
        {
            "when": formats.span(line.interval, zone),
            "words": line.words if said["use_words"] else said["reason"],
            "there": line.there,
            "clashes": [formats.span(each.interval, zone) for each in line.clashes],
        }
        for line in planned
    ]
    plan = {
        "place": request.place.id,
        "room": room.id,
        "reason": said["reason"],
        "use_words": said["use_words"],
        "times": [[t.interval.starts_at.isoformat(), t.interval.ends_at.isoformat(), t.words] for t in times],
    }
    context = {
        "room": room,
        "lines": lines,
        "blocked": any(line.clashes for line in planned),
        "to_make": sum(not line.there for line in planned),
        "plan": signing.dumps(plan, salt=SALT, compress=True),
    }
    return render(request, "booking/external/plan.html", context)


def _do(request: PlaceRequest, rooms: list[ResourceCard]) -> HttpResponse:
    """The plan comes back signed, so what is made is what was shown; the rest is checked again."""
    plan = _read_plan(request)
    room = next((card for card in rooms if plan and card.id == plan["room"]), None)
    if plan is None or room is None:
        raise Refused(Refusal("calendar_plan_old"))
    times = [
        rules.TakenTime(interval=Interval(datetime.fromisoformat(s), datetime.fromisoformat(e)), words=w)
        for s, e, w in plan["times"]
    ]
    made = commands.import_blockings(
        actor=request.actor,
        now=clock.now(),
        place=request.place,
        resource=room,
        times=times,
        reason=plan["reason"],
        use_words=plan["use_words"],
    )
    said = ngettext("%(count)s time is now withdrawn.", "%(count)s times are now withdrawn.", made)
    messages.success(request, said % {"count": made} if made else _("Everything was there already."))
    return redirect("booking:bring_in", request.place.slug)


def _read_plan(request: PlaceRequest) -> dict[str, Any] | None:
    try:
        plan: dict[str, Any] = signing.loads(request.POST["plan"], salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    return plan if plan["place"] == request.place.id else None
