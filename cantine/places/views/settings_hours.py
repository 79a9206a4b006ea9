"""Settings: the week, periods, closures, public holidays, and what the next thirty days make of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core import clock
from cantine.places import commands, queries, rules
from cantine.places.forms import HolidaysForm, PeriodForm, WeekForm, attempt
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard, WeekLine
from cantine.places.views.answers import done
from cantine.places.views.days import day_lines
from cantine.territory.rules import Territory

TERRITORIES = {
    Territory.METROPOLE: gettext_lazy("mainland France"),
    Territory.ALSACE_MOSELLE: gettext_lazy("Alsace-Moselle"),
    Territory.GUADELOUPE: "Guadeloupe",
    Territory.MARTINIQUE: "Martinique",
    Territory.GUYANE: gettext_lazy("French Guiana"),
    Territory.REUNION: gettext_lazy("Réunion"),
    Territory.MAYOTTE: "Mayotte",
    Territory.SAINT_BARTHELEMY: gettext_lazy("Saint Barthélemy"),
    Territory.SAINT_MARTIN: "Saint-Martin",
    Territory.SAINT_PIERRE_ET_MIQUELON: gettext_lazy("Saint Pierre and Miquelon"),
    Territory.POLYNESIE: gettext_lazy("French Polynesia"),
    Territory.NOUVELLE_CALEDONIE: gettext_lazy("New Caledonia"),
    Territory.WALLIS_ET_FUTUNA: gettext_lazy("Wallis and Futuna"),
}
MONTH_DAYS = 30


@dataclass(frozen=True)
class Period:
    """Hours that replace the usual ones from a day to another."""

    valid_from: date
    valid_until: date


def hours(request: PlaceRequest) -> HttpResponse:
    """The week of the place; everything else about hours is a link away, and the next thirty days say the result."""
    lines = queries.week_lines(place_id=request.place.id)
    form = WeekForm(request.POST or None, week=_usual(lines, None))
    if request.method == "POST" and attempt(form, lambda read: _set(request, read)):
        return done(request, _("The hours are up to date."), "places:hours")
    today = request.place.today(clock.now())
    own = {line.resource_id for line in lines if line.resource_id is not None}
    context = {
        "form": form,
        "periods": _periods(lines),
        "resources": [(card, card.id in own) for card in queries.resource_cards(place_id=request.place.id)],
        "closures": queries.closures_of(place_id=request.place.id, since=today),
        "days": day_lines(queries.hours_of(request.place), first_day=today, number=MONTH_DAYS),
    }
    return render(request, "places/settings/hours.html", context)


def resource_hours(request: PlaceRequest, *, resource: str) -> HttpResponse:
    """Hours of one resource: its own, or those of the place."""
    card = _find(request, resource)
    lines = queries.week_lines(place_id=request.place.id)
    own = _usual(lines, card.id)
    form = WeekForm(request.POST or None, week=own or _usual(lines, None))
    if request.method == "POST":
        if request.POST.get("action") == "forget":
            _write(request, [], resource_id=card.id)
            return done(request, _("%(name)s follows the hours of the place.") % {"name": card.name}, "places:hours")
        if attempt(form, lambda read: _write(request, read.week, resource_id=card.id)):
            return done(request, _("%(name)s has hours of its own.") % {"name": card.name}, "places:hours")
    return render(request, "places/settings/resource_hours.html", {"form": form, "card": card, "own": bool(own)})


def period(request: PlaceRequest) -> HttpResponse:
    """Hours for a while: a new period, or the one that ``?from=&until=`` names."""
    lines = queries.week_lines(place_id=request.place.id)
    known = _asked_period(request, lines)
    week = _of_period(lines, known) if known else _usual(lines, None)
    initial = {"valid_from": known.valid_from, "valid_until": known.valid_until} if known else {}
    form = PeriodForm(request.POST or None, week=week, initial=initial)
    if request.method == "POST":
        if request.POST.get("action") == "forget" and known:
            _write(request, [], valid_from=known.valid_from, valid_until=known.valid_until)
            return done(request, _("The usual hours hold again."), "places:hours")
        if attempt(form, lambda read: _set_period(request, read, known)):
            return done(request, _("The hours of the period are kept."), "places:hours")
    return render(request, "places/settings/period.html", {"form": form, "known": known})


def reopen(request: PlaceRequest, *, closure: UUID) -> HttpResponse:
    commands.reopen_days(actor=request.actor, now=clock.now(), place=request.place, closure=closure)
    return done(request, _("These days are open again."), "places:hours")


def holidays(request: PlaceRequest) -> HttpResponse:
    """Which public holidays close the place."""
    description = queries.description_of(request.place)
    today = request.place.today(clock.now())
    territory = rules.Territory(description.holiday_territory)
    feasts = rules.holidays_of(today.year, territory=territory)
    closed = [] if description.holiday_open else [f.key for f in feasts if f.key not in description.holidays_open_on]
    form = HolidaysForm(
        request.POST or None,
        holidays=feasts,
        territories=[(each.value, str(name)) for each, name in TERRITORIES.items()],
        initial={"territory": territory.value, "closed_on": closed},
    )
    if request.method == "POST" and attempt(form, lambda read: _set_holidays(request, read)):
        return done(request, _("The public holidays are up to date."), "places:hours")
    return render(request, "places/settings/holidays.html", {"form": form})


def _usual(lines: list[WeekLine], resource_id: int | None) -> list[Any]:
    return [
        (line.weekday, line.opens, line.closes)
        for line in lines
        if line.resource_id == resource_id and line.valid_from is None and line.valid_until is None
    ]


def _periods(lines: list[WeekLine]) -> list[Period]:
    found = {
        Period(line.valid_from, line.valid_until)
        for line in lines
        if line.resource_id is None and line.valid_from is not None and line.valid_until is not None
    }
    return sorted(found, key=lambda period: (period.valid_from, period.valid_until))


def _asked_period(request: PlaceRequest, lines: list[WeekLine]) -> Period | None:
    asked = (request.GET.get("from"), request.GET.get("until"))
    named = {(str(each.valid_from), str(each.valid_until)): each for each in _periods(lines)}
    return named.get((asked[0] or "", asked[1] or ""))


def _of_period(lines: list[WeekLine], known: Period) -> list[Any]:
    return [
        (line.weekday, line.opens, line.closes)
        for line in lines
        if line.resource_id is None and (line.valid_from, line.valid_until) == (known.valid_from, known.valid_until)
    ]


def _set(request: PlaceRequest, form: WeekForm) -> None:
    _write(request, form.week)


def _set_period(request: PlaceRequest, form: PeriodForm, known: Period | None) -> None:
    span = {name: form.cleaned_data[name] for name in ("valid_from", "valid_until")}
    if known and span != {"valid_from": known.valid_from, "valid_until": known.valid_until}:
        _write(request, [], valid_from=known.valid_from, valid_until=known.valid_until)
    _write(request, form.week, **span)


def _write(request: PlaceRequest, week: list[Any], **which: Any) -> None:
    commands.set_week(actor=request.actor, now=clock.now(), place=request.place, hours=week, **which)


def _set_holidays(request: PlaceRequest, form: HolidaysForm) -> None:
    fields = {
        "holiday_territory": form.cleaned_data["territory"],
        "holidays_open_on": form.open_on,
        "holiday_open": False,
    }
    commands.change_place(actor=request.actor, now=clock.now(), place=request.place, fields=fields)


def _find(request: PlaceRequest, slug: str) -> ResourceCard:
    card = queries.find_resource(place_id=request.place.id, slug=slug)
    if card is None:
        raise Http404
    return card
