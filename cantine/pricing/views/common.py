"""Which version a page is about; saying what was done, and going on with the same version."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock, refusals
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing import commands, queries, rules
from cantine.pricing.queries import PriceListLine

VERSION = "grille"


@dataclass(frozen=True)
class Version:
    """The version at hand among the others."""

    line: PriceListLine
    lines: list[PriceListLine]
    grid: rules.Grid

    @property
    def uuid(self) -> UUID:
        return self.line.uuid


def version_of(request: PlaceRequest) -> Version | None:
    """The one that the address names, else the one in force, else the latest; None where there is none at all."""
    lines, today = queries.price_lists_of(request.place), request.place.today(clock.now())
    wanted = request.GET.get(VERSION, "")
    named = next((line for line in lines if str(line.uuid) == wanted), None)
    if wanted and named is None:
        raise Http404
    line = named or next((line for line in lines if line.is_in_force(today)), lines[0] if lines else None)
    grid = queries.find_grid(request.place, price_list=line.uuid) if line else None
    return Version(line, lines, grid) if line and grid else None


def said(request: PlaceRequest, **more: Any) -> dict[str, Any]:
    """What every command is given."""
    return {"actor": request.actor, "now": clock.now(), "place": request.place, **more}


def show(request: PlaceRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page among those of prices: its door stays marked in the menu of the settings, and the version that one comes from
    is kept by every tab."""
    version = context.get("version")
    today = request.place.today(clock.now())
    kept = {
        "inside": reverse("pricing:sheet", args=[request.place.slug]),
        "kept": str(version.uuid) if version else request.GET.get(VERSION, ""),
        "coming": version is not None and version.line.first_day > today,
        "in_force": version is not None and version.line.is_in_force(today),
    }
    return render(request, template, {**kept, **context}, status=status)


def done(request: PlaceRequest, words: str, route: str, version: UUID | None = None, **query: str) -> HttpResponse:
    """Say it on the next page, so that a reload does not do it again."""
    messages.success(request, words)
    return go(request, route, version, **query)


def publish_now(request: PlaceRequest, version: UUID) -> HttpResponse:
    """Everybody pays its prices from its first day on; what stands in the way is said on its sheet."""
    try:
        commands.publish_price_list(**said(request), price_list=version)
    except Refused as why:
        return refused(request, why, "pricing:sheet", version)
    return done(request, _("The list is published."), "pricing:sheet", version)


def refused(request: PlaceRequest, why: Refused, route: str, version: UUID | None = None) -> HttpResponse:
    for refusal in why.refusals:
        messages.error(request, refusals.sentence(refusal))
    return go(request, route, version)


def go(request: PlaceRequest, route: str, version: UUID | None = None, *, at: str = "", **query: str) -> HttpResponse:
    """``at`` is where on the page."""
    named = str(version) if version else request.GET.get(VERSION, "")
    asked = {**({VERSION: named} if named else {}), **query}
    return redirect(reverse(route, args=[request.place.slug], query=asked or None, fragment=at or None))
