"""How full the place is, and how many people come: by hour, by day, by space, on one page and in one file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import queries, rules
from cantine.booking.queries import Fullness
from cantine.booking.views.charts import Value, bars, shade
from cantine.booking.views.planning import asked_day
from cantine.core import clock
from cantine.places import rules as place_rules
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.sheets import sheet

LENGTHS = (7, 14, 28, 84)
USUAL = 14


@dataclass(frozen=True)
class _Period:
    """What is shown: whole days, the last of them included."""

    first_day: date
    last_day: date

    @property
    def days(self) -> list[date]:
        return place_rules.days_between(self.first_day, self.last_day)


def show(request: PlaceRequest) -> HttpResponse:
    """The page; a fortnight up to today unless asked otherwise."""
    period, place = _period(request), request.place
    full = queries.fullness_of(place, first_day=period.first_day, last_day=period.last_day)
    visits = queries.visits_between(place_id=place.id, first_day=period.first_day, last_day=period.last_day)
    came = _attendance(visits)
    totals = [each.total for each in came.values()]
    context = {
        **_navigation(request, period),
        "period": period,
        "whole": full.whole,
        "rate": _rate(full.whole),
        "taken": _hours(full.whole.taken_minutes),
        "opened": _hours(full.whole.open_minutes),
        "came": sum(totals),
        "counted": len(came),
        "each_day": formats.number(_tenths(sum(totals), len(came))) if came else "",
        "heat": _heat(full),
        "by_day": _by_day(period, full, came),
        "day_bars": bars([_rate_bar(period, day, full.by_day.get(day)) for day in period.days]),
        "came_bars": bars([_people_bar(period, day, came.get(day)) for day in period.days]),
        "by_space": _by_space(full),
        "presence": _presence(visits, place.timezone),
    }  # fmt: skip
    return render(request, "booking/occupancy/show.html", context)


def download(request: PlaceRequest) -> HttpResponse:
    """Every number of the page, one a line."""
    period, place = _period(request), request.place
    full = queries.fullness_of(place, first_day=period.first_day, last_day=period.last_day)
    visits = queries.visits_between(place_id=place.id, first_day=period.first_day, last_day=period.last_day)
    head = [_("What"), _("Of"), _("Hours open"), _("Hours booked"), _("Rate"), _("People")]
    filename = f"frequentation-{place.slug}-{period.first_day}-{period.last_day}.csv"
    return sheet(filename, head, _lines(period, full, _attendance(visits)))


def _lines(period: _Period, full: Fullness, came: dict[date, rules.Attendance]) -> Iterator[tuple[object, ...]]:
    yield (_("Whole"), "", *_cells(full.whole), sum(each.total for each in came.values()) if came else "")
    for day in period.days:
        people = came.get(day)
        yield _("Day"), day.isoformat(), *_cells(full.by_day.get(day)), people.total if people else ""
    for card, rate in full.by_resource:
        yield _("Space"), card.name, *_cells(rate), ""
    for (weekday, hour), rate in sorted(full.by_hour.items()):
        yield _("Weekday and hour"), f"{_weekday(weekday)} {_hour(hour)}", *_cells(rate), ""


def _cells(rate: rules.Occupancy | None) -> tuple[object, object, object]:
    if rate is None or rate.basis_points is None:
        return "", "", ""
    share = formats.number(Decimal(rate.basis_points) / 100)
    return formats.number(_tenths(rate.open_minutes, 60)), formats.number(_tenths(rate.taken_minutes, 60)), share


def _period(request: PlaceRequest) -> _Period:
    """``?jours=`` of ``LENGTHS`` up to ``?jour=``."""
    asked = request.GET.get("jours", "")
    length = int(asked) if asked in {str(each) for each in LENGTHS} else USUAL
    last = asked_day(request)
    return _Period(last - timedelta(days=length - 1), last)


def _navigation(request: PlaceRequest, period: _Period) -> dict[str, Any]:
    address = reverse("booking:occupancy", args=[request.place.slug])
    length = len(period.days)
    today = request.place.today(clock.now())

    def at(last: date, days: int = length) -> str:
        return f"{address}?jours={days}&jour={last}"

    return {
        "lengths": [
            {
                "label": ngettext("%(weeks)s week", "%(weeks)s weeks", days // 7) % {"weeks": days // 7},
                "href": at(period.last_day, days),
                "shown": days == length,
            }
            for days in LENGTHS
        ],
        "address": address,
        "previous": at(period.last_day - timedelta(days=length)),
        "today": at(today),
        "next": at(period.last_day + timedelta(days=length)),
        "file": f"{reverse('booking:occupancy_csv', args=[request.place.slug])}?jours={length}&jour={period.last_day}",
    }


def _attendance(visits: list[queries.VisitCard]) -> dict[date, rules.Attendance]:
    by_day: dict[date, list[rules.Presence]] = {}
    for card in visits:
        by_day.setdefault(card.day, []).append(card.presence)
    return {day: rules.attendance_of(each, now=clock.now()) for day, each in sorted(by_day.items())}


def _heat(full: Fullness) -> dict[str, Any]:
    """Weekday by hour: the hours at which anything was open."""
    hours = sorted({hour for _weekday, hour in full.by_hour})
    rows = [
        {
            "name": _weekday(weekday),
            "cells": [
                {"rate": _rate(rate), "shade": shade(rate.basis_points if rate else None)}
                for rate in (full.by_hour.get((weekday, hour)) for hour in hours)
            ],
        }
        for weekday in sorted({weekday for weekday, _hour in full.by_hour})
    ]
    return {"hours": [_hour(hour) for hour in hours], "rows": rows}


def _by_day(period: _Period, full: Fullness, came: dict[date, rules.Attendance]) -> list[dict[str, Any]]:
    rows = []
    for day in period.days:
        rate, people = full.by_day.get(day), came.get(day)
        rows.append(
            {
                "day": day,
                "rate": _rate(rate),
                "taken": _hours(rate.taken_minutes) if rate and rate.open_minutes else "",
                "came": people.total if people else "–",
                "closed": not (rate and rate.open_minutes),
            }
        )
    return rows


def _by_space(full: Fullness) -> list[dict[str, Any]]:
    """The fullest first."""
    rows = [
        {
            "name": card.name,
            "seats": card.seats,
            "rate": _rate(rate),
            "width": f"{min(10_000, rate.basis_points or 0) / 100:.2f}%",
            "taken": _hours(rate.taken_minutes),
            "opened": _hours(rate.open_minutes),
            "size": rate.basis_points or -1,
        }
        for card, rate in full.by_resource
    ]
    return sorted(rows, key=lambda row: -int(str(row["size"])))


def _presence(visits: list[queries.VisitCard], timezone: str) -> dict[str, Any]:
    """How many people are here at each hour, on an average day of those on which people were noted one by one."""
    noted = [card for card in visits if card.how != rules.How.HEADCOUNT]
    days = len({card.day for card in noted})
    minutes = rules.presence_by_hour((card.presence for card in noted), timezone=timezone, now=clock.now())
    hours = range(min(minutes), max(minutes) + 1) if minutes else range(0)
    each = [(hour, _tenths(minutes.get(hour, 0), 60 * days)) for hour in hours]
    drawn = [
        (str(hour), formats.number(size), f"{_hour(hour)} · {formats.number(size)}", float(size)) for hour, size in each
    ]
    return {"bars": bars(drawn), "days": days}


def _rate_bar(period: _Period, day: date, rate: rules.Occupancy | None) -> Value:
    open_that_day = rate is not None and rate.basis_points is not None
    return _day_bar(
        period, day, _rate(rate), rate.basis_points / 100 if rate and open_that_day and rate.basis_points else 0
    )


def _people_bar(period: _Period, day: date, people: rules.Attendance | None) -> Value:
    return _day_bar(period, day, "–" if people is None else str(people.total), people.total if people else 0)


def _day_bar(period: _Period, day: date, value: str, size: float) -> Value:
    """A week names its days; a month, its Mondays; a quarter, one Monday in two. Numbers stand where there is room."""
    mondays = [each for each in period.days if each.weekday() == 0][:: 2 if len(period.days) > 28 else 1]
    few = len(period.days) <= 14
    mark = formats.day_number(day) if few or day in mondays else ""
    return mark, value if few else "", f"{formats.short_day(day)} · {value}", size


def _rate(rate: rules.Occupancy | None) -> str:
    return "–" if rate is None or rate.basis_points is None else formats.percent(Decimal(rate.basis_points) / 10_000)


def _hours(minutes: int) -> str:
    """Whole hours: a fortnight is read in hours."""
    return formats.number(round(minutes / 60))


def _tenths(number: int, by: int) -> Decimal:
    return (Decimal(number) / by).quantize(Decimal("0.1"))


def _weekday(number: int) -> str:
    return formats.weekday(date(2024, 1, 1 + number))


def _hour(number: int) -> str:
    return _("%(hour)s h") % {"hour": number}
