"""What every page of billing says to its commands, and what it says next."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cantine.core import clock, refusals
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def said(request: PlaceRequest, **more: Any) -> dict[str, Any]:
    """What every command is given."""
    return {"actor": request.actor, "now": clock.now(), "place": request.place, **more}


def done(request: PlaceRequest, words: str, route: str, *args: Any) -> HttpResponse:
    """Say it on the next page, so that a reload does not do it again."""
    messages.success(request, words)
    return redirect(route, request.place.slug, *args)


def refused(request: PlaceRequest, why: Refused, route: str, *args: Any) -> HttpResponse:
    for refusal in why.refusals:
        messages.error(request, refusals.sentence(refusal))
    return redirect(route, request.place.slug, *args)


def signed(cents: int) -> str:
    """With a true minus where it is below zero."""
    return f"−{formats.money(-cents)}" if cents < 0 else formats.money(cents)
