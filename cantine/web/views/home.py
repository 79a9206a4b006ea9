"""Home: what Cantine is, the places by town, and mine first."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core.routes import actor_on
from cantine.kernel import folded
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.territory import queries as territory
from cantine.web.rules import directory
from cantine.web.rules.directory import Found, Reach, Sign, Town

MOST = 120
LONGEST = 60


@dataclass(frozen=True)
class InTown:
    """The places of one town, under its name."""

    town: str
    signs: tuple[Sign, ...]


def home(request: HttpRequest) -> HttpResponse:
    """The places of this instance; ``?ville=`` keeps those of a town, or the nearest."""
    asked = request.GET.get("ville", "").strip()[:LONGEST]
    found = directory.places_near(asked, signs=_signs(), towns=_towns(asked))
    context = {
        "asked": asked,
        "said": _said(found, asked),
        "towns": _by_town(found.signs[:MOST]),
        "hidden": max(0, len(found.signs) - MOST),
        "mine": _mine(request),
        "any": bool(found.signs),
    }
    return render(request, "web/home.html", context)


def _signs() -> list[Sign]:
    return [
        Sign(each.slug, each.name, each.tagline, each.commune, each.postcode, each.insee_code)
        for each in places.published_signboards()
    ]


def _towns(asked: str) -> list[Town]:
    if not asked:
        return []
    found = territory.find_communes(asked, most=5)
    return [Town(each.code, each.name, each.department, each.department_name, each.postcodes) for each in found]


def _said(found: Found, asked: str) -> str:
    """What was found, when it is not simply what was asked for."""
    if found.reach is Reach.DEPARTMENT and found.town is not None:
        names = {"town": found.town.name, "department": found.town.department_name}
        return _("No place at %(town)s yet. Here are those of the department: %(department)s.") % names
    if found.reach is Reach.NOWHERE:
        return _("No place at “%(town)s” yet. Here are all of them.") % {"town": asked}
    return ""


def _by_town(signs: tuple[Sign, ...]) -> list[InTown]:
    ordered = sorted(signs, key=lambda sign: (folded(sign.town), folded(sign.name)))
    return [InTown(town, tuple(group)) for town, group in groupby(ordered, key=lambda sign: sign.town)]


def _mine(request: HttpRequest) -> list[PlaceRef]:
    ids = {grant.place_id for grant in actor_on(request).grants if grant.place_id}
    return sorted(places.place_refs(ids=ids).values(), key=lambda place: folded(place.name)) if ids else []
