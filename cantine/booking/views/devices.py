"""What stands at the door, and the codes that open the day: the manager's page in the settings."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.booking import commands, queries, rules
from cantine.booking.forms import DeviceForm
from cantine.core import clock
from cantine.core.letters import absolute
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui.qr import qr_svg


def show(request: PlaceRequest) -> HttpResponse:
    """The devices, those who open with a code, and the form for one more."""
    return _page(request, DeviceForm())


def add(request: PlaceRequest) -> HttpResponse:
    """The link or the key is on the answer's page, once."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    made = commands.add_device(
        actor=request.actor,
        now=clock.now(),
        place=request.place,
        kind=rules.DeviceKind(said["kind"]),
        name=said["name"],
    )
    return _made(request, made, said["name"])


def renew(request: PlaceRequest, *, device: UUID) -> HttpResponse:
    """Another pairing link for a tablet."""
    made = commands.renew_pairing(actor=request.actor, now=clock.now(), place=request.place, device=device)
    return _made(request, made, "")


def revoke(request: PlaceRequest, *, device: UUID) -> HttpResponse:
    """A device that is lost or gone."""
    commands.revoke_device(actor=request.actor, now=clock.now(), place=request.place, device=device)
    messages.success(request, _("The device is revoked: it acts no more."))
    return redirect("booking:devices", request.place.slug)


def code(request: PlaceRequest) -> HttpResponse:
    """Give somebody of the team a code, shown once, or take it back."""
    now, place = clock.now(), request.place
    person_id = None
    with suppress(ValueError):
        person_id = places.known_person(place=place, uuid=UUID(request.POST.get("person", "")))
    if person_id is None:
        raise Http404
    if request.POST.get("move") == "revoke":
        commands.revoke_opening_code(actor=request.actor, now=now, place=place, person_id=person_id)
        messages.success(request, _("The code is revoked."))
        return redirect("booking:devices", place.slug)
    made = commands.give_opening_code(actor=request.actor, now=now, place=place, person_id=person_id)
    person = persons.person_of(person_id)
    return render(request, "booking/visits/code.html", {"code": made, "person": person})


def card(request: PlaceRequest) -> HttpResponse:
    """A printed card with a person's QR."""
    place = request.place
    person_id = None
    with suppress(ValueError):
        person_id = places.known_person(place=place, uuid=UUID(request.POST.get("person", "")))
    if person_id is None:
        raise Http404
    said = commands.make_visitor_card(actor=request.actor, now=clock.now(), place=place, person_id=person_id)
    return render(request, "booking/visits/card.html", {"qr": qr_svg(said), "person": persons.person_of(person_id)})


def _made(request: PlaceRequest, made: commands.MadeDevice, name: str) -> HttpResponse:
    link = absolute(reverse("booking:pair", args=[made.pairing])) if made.pairing else ""
    webhook = absolute(reverse("booking:sensor", args=[made.uuid])) if made.key else ""
    context = {"link": link, "qr": qr_svg(link) if link else "", "key": made.key, "webhook": webhook, "name": name}
    return render(request, "booking/visits/device_made.html", context)


def _page(request: PlaceRequest, form: DeviceForm, *, status: int = 200) -> HttpResponse:
    now, place = clock.now(), request.place
    coded = queries.openers_with_code(place_id=place.id)
    team = list(places.shift_takers(place, today=place.today(now)))
    known = persons.persons_of(team)
    context = {
        "devices": queries.devices_of(place_id=place.id),
        "form": form,
        "openers": [{"person": known[one], "coded": one in coded} for one in team if one in known],
    }
    return render(request, "booking/visits/devices.html", context, status=status)
