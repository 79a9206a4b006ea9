"""Versions of the price list: the one in force, those before, those that are prepared."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing import commands
from cantine.pricing.forms import CopyForm, ListForm, attempt
from cantine.pricing.views.common import Version, done, go, publish_now, refused, said, show, version_of


def versions(request: PlaceRequest) -> HttpResponse:
    """The list of versions; a copy of the one at hand to prepare the next."""
    version = version_of(request)
    if version is None:
        return go(request, "pricing:sheet")
    today = request.place.today(clock.now())
    coming = date(today.year + 1, 1, 1)
    name = _("Prices %(year)s") % {"year": coming.year}
    form = CopyForm(request.POST or None, initial={"name": name, "first_day": coming})
    made = []

    def copy(read: CopyForm) -> None:
        made.append(commands.open_price_list(**said(request), **read.cleaned_data, copy_of=version.uuid))

    if request.method == "POST" and attempt(form, copy):
        return done(request, _("The copy is there: change its prices, then publish it."), "pricing:sheet", made[0])
    lines = [
        (line, line.is_in_force(today), line.published_at is not None and line.first_day > today)
        for line in version.lines
    ]
    context = {"form": form, "version": version, "lines": lines}
    return show(request, "pricing/versions.html", context, status=422 if form.errors else 200)


def one(request: PlaceRequest) -> HttpResponse:
    """The name of a version, its first day, how long a half-day is, how hours are billed."""
    version = version_of(request)
    if version is None:
        return go(request, "pricing:sheet")
    form = ListForm(request.POST or None, initial=_shown(version))

    def change(read: ListForm) -> None:
        commands.change_price_list(**said(request), price_list=version.uuid, **read.cleaned_data)

    if request.method == "POST" and attempt(form, change):
        return done(request, _("The list is saved."), "pricing:versions", version.uuid)
    return show(request, "pricing/version.html", {"form": form, "version": version}, status=422 if form.errors else 200)


def publish(request: PlaceRequest) -> HttpResponse:
    version = version_of(request)
    if version is None:
        return go(request, "pricing:sheet")
    return publish_now(request, version.uuid)


def discard(request: PlaceRequest) -> HttpResponse:
    version = version_of(request)
    if version is None:
        return go(request, "pricing:sheet")
    try:
        commands.discard_price_list(**said(request), price_list=version.uuid)
    except Refused as why:
        return refused(request, why, "pricing:versions", version.uuid)
    messages.success(request, _("The list is gone."))
    return redirect("pricing:versions", request.place.slug)


def _shown(version: Version) -> dict[str, object]:
    grid = version.grid
    return {
        "name": grid.name, "first_day": grid.first_day, "half_day_minutes": grid.half_day_minutes,
        "step_minutes": grid.step_minutes,
    }  # fmt: skip
