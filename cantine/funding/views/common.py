"""What every page of the economy says to its commands, and what it says next."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cantine.core import clock, refusals
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest

BANK = "bank:"  # the key of a form that a line of the bank opened


def line_of(key: str) -> UUID | None:
    """The line that a form was opened from."""
    try:
        return UUID(key.removeprefix(BANK)) if key.startswith(BANK) else None
    except ValueError:
        return None


def said(request: PlaceRequest, **more: Any) -> dict[str, Any]:
    """What every command is given."""
    return {"actor": request.actor, "now": clock.now(), "place": request.place, **more}


def done(request: PlaceRequest, words: str, route: str, *args: Any) -> HttpResponse:
    messages.success(request, words)
    return redirect(route, request.place.slug, *args)


def refused(request: PlaceRequest, why: Refused, route: str, *args: Any) -> HttpResponse:
    for refusal in why.refusals:
        messages.error(request, refusals.sentence(refusal))
    return redirect(route, request.place.slug, *args)


def wrong(request: PlaceRequest, form: Any, route: str, *args: Any) -> HttpResponse:
    """A small form of a page that could not be read: each fault is told, above."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, error)
    return redirect(route, request.place.slug, *args)


def asked_year(request: PlaceRequest, today: date) -> int:
    """The year that the address asks for, until this one; else this one."""
    asked = request.GET.get("annee", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 and 1990 <= int(asked) <= today.year else today.year


def from_the_bank(request: PlaceRequest) -> dict[str, Any]:
    """What a line of the bank said, from the address: cents, day, words, and whose account. Entered twice, it is once."""
    told = request.GET
    try:
        line, cents, day = UUID(told["banque"]), int(told["montant"]), date.fromisoformat(told["jour"])
    except (KeyError, ValueError):
        return {}
    return {
        "key": f"{BANK}{line}",
        "cents": cents,
        "day": day,
        "words": told.get("libelle", ""),
        "name": told.get("nom", ""),
    }
