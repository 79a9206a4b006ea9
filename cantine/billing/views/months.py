"""The month that a page is about: ``?mois=2026-03``, this one when it is not said, or not a month."""

from calendar import monthrange
from datetime import date, timedelta

from django.urls import reverse

from cantine.core import clock
from cantine.places.policies import PlaceRequest

MONTH = "mois"


def asked_month(request: PlaceRequest) -> date:
    """Its first day."""
    try:
        year, month = map(int, request.GET.get(MONTH, "").split("-"))
        return date(year, month, 1) if 1990 <= year <= 2100 else this_month(request)
    except ValueError:
        return this_month(request)


def this_month(request: PlaceRequest) -> date:
    return request.place.today(clock.now()).replace(day=1)


def last_day_of(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def around(request: PlaceRequest, route: str, first: date) -> dict[str, str]:
    """The addresses of the months before and after."""
    return {
        "previous": address(request, route, first - timedelta(days=1)),
        "following": address(request, route, last_day_of(first) + timedelta(days=1)),
    }


def address(request: PlaceRequest, route: str, day: date) -> str:
    return f"{reverse(route, args=[request.place.slug])}?{MONTH}={day:%Y-%m}"
