"""A person's own phone: the QR that they show at the door, and the place's poster that they read with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.booking import commands, queries, rules
from cantine.booking.queries import passes
from cantine.core import clock
from cantine.core.letters import absolute
from cantine.core.routes import actor_on
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui.qr import qr_svg


def my_pass(request: HttpRequest) -> HttpResponse:
    """My QR, its short code, and where I am. The part of it that changes is fetched again when it must."""
    actor, now = actor_on(request), clock.now()
    assert actor.person_id is not None
    here = queries.open_visits_of(actor.person_id)
    refs = places.place_refs(ids=here)
    context = {
        "qr": qr_svg(passes.pass_of(actor.person_id, now=now)),
        "code": passes.code_of(actor.person_id, now=now),
        "here": [{"place": refs[place_id], "since": since} for place_id, since in here.items()],
        "shown": "show_presence" in persons.consents_of(actor.person_id),
        "seconds": 60,
    }
    part = request.headers.get("HX-Request") and request.GET.get("part") == "qr"
    return render(request, "booking/visits/pass_qr.html" if part else "booking/visits/pass.html", context)


def i_am_here(request: PlaceRequest) -> HttpResponse:
    """What the poster opens: one tap says that I am here, another that I leave."""
    now, place, actor = clock.now(), request.place, request.actor
    assert actor.person_id is not None
    if request.method == "POST":
        if request.POST.get("move") == "out":
            commands.check_out(actor=actor, now=now, place=place, person_id=actor.person_id)
            messages.success(request, _("Goodbye, and see you soon."))
        else:
            commands.check_in(actor=actor, now=now, place=place, person_id=actor.person_id, how=rules.How.PHONE)
            messages.success(request, _("Welcome: you are here."))
        return redirect("booking:i_am_here", place.slug)
    context = {
        "since": queries.open_visits_of(actor.person_id).get(place.id),
        "person": persons.person_of(actor.person_id),
        "shown": "show_presence" in persons.consents_of(actor.person_id),
    }
    return render(request, "booking/visits/i_am_here.html", context)


def poster(request: PlaceRequest) -> HttpResponse:
    """The sheet to hang at the door; the code never changes, for it opens a page and proves nothing."""
    address = absolute(reverse("booking:i_am_here", args=[request.place.slug]))
    return render(request, "booking/visits/poster.html", {"qr": qr_svg(address), "address": address})
