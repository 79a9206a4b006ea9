"""The page of a year for whoever asks: one year, five figures, one bar, on one sheet."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.funding import commands, queries
from cantine.funding.commands.wording import ACTIVITY_NAMES, euros
from cantine.funding.queries.published import published_year, shown_of
from cantine.funding.rules.published import Shown
from cantine.funding.views.common import done, refused, said
from cantine.funding.views.drawing import bands, rows, shown
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest


def page(request: PlaceRequest, *, year: int) -> HttpResponse:
    """What was published; who keeps the books looks at it before, and is told that nobody else does."""
    place = request.place
    found = published_year(place, year=year)
    may = can(request.actor, "economy.publish", Target(place.organisation_id, place.id))
    if found is None and may:
        found = shown_of(queries.economy_of(place, today=place.today(clock.now())).year(year))
    if found is None or found.mix.is_empty:
        raise Http404
    return render(request, "funding/public.html", {"may": may, **_page(found, place.name)})


def publish(request: PlaceRequest, *, year: int) -> HttpResponse:
    if "hide" in request.POST:
        commands.hide_year(**said(request, year=year))
        return done(request, _("Only who keeps the books reads it now."), "funding:year", year)
    try:
        commands.publish_year(**said(request, year=year))
    except Refused as why:
        return refused(request, why, "funding:year", year)
    return done(request, _("It is published: everybody may read it."), "funding:public", year)


def _page(found: Shown, name: str) -> dict[str, Any]:
    mix = found.mix
    activities = ((str(ACTIVITY_NAMES.get(code, ACTIVITY_NAMES[""])), cents) for code, cents in mix.activities.items())
    return {
        "year": found.year, "published_on": found.published_on, "name": name,
        "of_resources": shown(mix.share_of_resources), "of_costs": shown(mix.share_of_costs),
        "resources": euros(mix.resources_cents), "costs": euros(mix.costs_cents), "public": euros(mix.public_cents),
        "own": euros(mix.own_cents), "private": euros(mix.private_cents),
        "bands": bands(mix, (_("Own revenue"), _("Sponsors and gifts"), _("Public money"))),
        "activities": rows(activities, whole_cents=mix.own_cents), "entered": found.source == "entered", "origin": found.origin,
        "offered": euros(found.offered_cents) if found.offered_cents else "",
        "given": euros(found.given_cents) if found.given_cents else "",
    }  # fmt: skip
