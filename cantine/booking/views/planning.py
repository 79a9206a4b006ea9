"""The planning of a place: a day, a week, a month, and the screen on the wall."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cantine.booking.queries import Board, board_of
from cantine.booking.views.board import day_board, month_board, week_board
from cantine.booking.views.lookup import is_htmx
from cantine.core import clock, live
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


def day(request: PlaceRequest) -> HttpResponse:
    """One day of the place: the one asked for, or today, or the next day it opens."""
    now = clock.now()
    hours = places.hours_of(request.place)
    first = shown_day(request, hours)
    board = board_of(actor=request.actor, place=request.place, first_day=first, days=1, hours=hours)
    return _page(
        request,
        "day",
        first,
        title=formats.long_day(first),
        step=timedelta(days=1),
        markup=day_board(board, now=now),
        board=board,
    )


def week(request: PlaceRequest) -> HttpResponse:
    """Monday to Sunday."""
    hours = places.hours_of(request.place)
    asked = shown_day(request, hours)
    first = asked - timedelta(days=asked.weekday())
    board = board_of(actor=request.actor, place=request.place, first_day=first, days=7, hours=hours)
    title = _("Week of %(day)s") % {"day": formats.full_day(first)}
    markup = week_board(board, now=clock.now())
    return _page(request, "week", first, title=title, step=timedelta(days=7), markup=markup, board=board)


def month(request: PlaceRequest) -> HttpResponse:
    """The whole weeks of a month."""
    start = asked_day(request).replace(day=1)
    following = (start + timedelta(days=32)).replace(day=1)
    first = start - timedelta(days=start.weekday())
    weeks = -(-(following - first).days // 7)
    board = board_of(actor=request.actor, place=request.place, first_day=first, days=7 * weeks)
    markup = month_board(board, month=start, now=clock.now())
    return _page(
        request, "month", start, title=formats.month(start), step=following - start, markup=markup, board=board
    )


def wall(request: PlaceRequest) -> HttpResponse:
    """Today, or the next day that opens once today is over, to be read from across the room; nothing to press. What is
    let by the month is left out: it has no hours to look up."""
    now = clock.now()
    place = request.place
    hours = places.hours_of(place)
    shown = _day_on_the_wall(hours, now)
    board = board_of(actor=request.actor, place=place, first_day=shown, days=1, hours=hours)
    board = replace(board, lanes=tuple(lane for lane in board.lanes if not lane.resource.long_term))
    context = {
        "board": mark_safe(day_board(board, now=now, kiosk=True)),  # noqa: S308  escaped piece by piece
        "day": formats.long_day(place.today(now)),
        "opens": "" if shown == place.today(now) else _opens_in_words(hours, shown),
        "clock": formats.clock(now, place.zone),
        **_live(request),
    }
    if is_htmx(request) and request.GET.get("part") == "board":
        response = render(request, "booking/wall_board.html", context)
        response.headers["X-Live"] = str(context["live"])
        return response
    return render(request, "booking/wall.html", context)


def _day_on_the_wall(hours: places.Hours, now: datetime) -> date:
    """Today as long as anything opens or is open; else the next day that does."""
    today = hours.place.today(now)
    return min((hours.next_open_day(today, after=now, resource_id=each) for each in hours.openings), default=today)


def _opens_in_words(hours: places.Hours, day: date) -> str:
    opened = hours.open_intervals(resource_id=None, first_day=day, last_day=day)
    if not opened:
        return _("Closed. This is %(day)s.") % {"day": formats.long_day(day)}
    said = {"day": formats.long_day(day), "hour": formats.hour(opened[0].starts_at, hours.place.zone)}
    return _("Closed. Opens on %(day)s at %(hour)s.") % said


def asked_day(request: PlaceRequest) -> date:
    """The day in ``?jour=`` (or ``?date=``, from the date picker), today when there is none or it is no date."""
    try:
        asked = date.fromisoformat(request.GET.get("jour") or request.GET.get("date", ""))
    except ValueError:
        return request.place.today(clock.now())
    return max(FIRST_DAY, min(asked, LAST_DAY))


def shown_day(request: PlaceRequest, hours: places.Hours) -> date:
    """The day asked for; with none, today, or the next day the place opens when it is closed today."""
    day = asked_day(request)
    return day if "jour" in request.GET or "date" in request.GET else hours.next_open_day(day)


_ROUTES = {"day": "booking:planning", "week": "booking:week", "month": "booking:month"}
_ARROWS: dict[str, Callable[[], tuple[str, str]]] = {
    "day": lambda: (_("Previous day"), _("Next day")),
    "week": lambda: (_("Previous week"), _("Next week")),
    "month": lambda: (_("Previous month"), _("Next month")),
}


def _page(
    request: PlaceRequest, kind: str, first: date, *, title: str, step: timedelta, markup: str, board: Board
) -> HttpResponse:
    address = reverse(_ROUTES[kind], args=[request.place.slug])
    today = request.place.today(clock.now())
    previous_label, next_label = _ARROWS[kind]()
    previous = first - timedelta(days=1) if kind == "month" else first - step
    context = {
        "kind": kind,
        "title": title,
        "board": mark_safe(markup),  # noqa: S308  escaped piece by piece in cantine.booking.views.board
        "here": address,
        "previous": f"{address}?jour={previous}",
        "next": f"{address}?jour={first + step}",
        "today": f"{address}?jour={today}",
        "closed_today": kind == "day" and first > today and not {"jour", "date"} & request.GET.keys(),
        "previous_label": previous_label,
        "next_label": next_label,
        "date": first.isoformat(),
        "views": [
            {
                "kind": name,
                "href": f"{reverse(route, args=[request.place.slug])}?jour={first}",
                "selected": "1" if name == kind else "",
            }
            for name, route in _ROUTES.items()
        ],
        "closed": [closed for closed in board.closed if kind == "day"],
        "empty": not board.lanes,
        **_live(request),
    }
    if is_htmx(request) and request.GET.get("part") == "board":
        return HttpResponse(markup, headers={"X-Live": _live(request)["live"]})
    return render(request, "booking/planning.html", context)


def _live(request: PlaceRequest) -> dict[str, str]:
    """Where the page hears that something changed: an address with a token for this place's topic only."""
    return {"live": live_address(request)}


def live_address(request: PlaceRequest) -> str:
    return f"{settings.LIVE_URL}/live/?t={live.token_for(request.place.topic)}"
