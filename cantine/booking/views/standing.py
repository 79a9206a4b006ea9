"""The question put to the team before something closes over dates that stand: keep them, cancel them, or go back."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from cantine.booking import rules
from cantine.booking.queries.today import Expected
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

SEEN_AT_ONCE = 12
ANSWERS = frozenset({"fate", "seen", "words", "csrfmiddlewaretoken"})


def decided(request: HttpRequest, dates: Sequence[Expected]) -> bool:
    """Whether the reader chose, and chose about these very dates: one made meanwhile is shown first."""
    chosen = request.POST.get("fate") in set(rules.Fate) and request.POST.get("seen") == seen_of(dates)
    return chosen or not dates


def to_cancel(request: HttpRequest, dates: Iterable[Expected]) -> list[UUID]:
    """The dates that the choice gives up: all of them, or none."""
    return [each.uuid for each in dates] if request.POST.get("fate") == rules.Fate.CANCEL else []


def words_of(request: HttpRequest) -> str:
    """What the people of the cancelled dates read."""
    return request.POST.get("words", "").strip()[:200]


def told_of(cancelled: Sequence[object]) -> str:
    """How the page says what became of them; empty when nothing was cancelled."""
    if not cancelled:
        return ""
    words = ngettext(
        "%(count)s booking is cancelled: its person is written to.",
        "%(count)s bookings are cancelled: their people are written to.",
        len(cancelled),
    )
    return words % {"count": len(cancelled)}


def lines_of(request: PlaceRequest, dates: Iterable[Expected]) -> list[dict[str, Any]]:
    return [{"date": each, "when": formats.span(each, request.place.zone)} for each in dates]


def _by_day(request: PlaceRequest, dates: Iterable[Expected]) -> list[dict[str, Any]]:
    zone = request.place.zone
    days = groupby(dates, key=lambda each: formats.day_of(each.starts_at, zone))
    return [
        {"day": formats.long_day(day), "lines": [{"date": each, "when": formats.hours(each, zone)} for each in found]}
        for day, found in days
    ]


def seen_of(dates: Iterable[Expected]) -> str:
    return rules.seen_as(each.uuid for each in dates)


def ask(request: PlaceRequest, dates: Sequence[Expected], *, title: str, act: str, words: str = "") -> HttpResponse:
    """The page that asks. What was typed before comes along, unseen, and goes back with the reader."""
    context = {
        "title": title,
        "act": act,
        "number": len(dates),
        "days": _by_day(request, dates),
        "folded": len(dates) > SEEN_AT_ONCE,
        "seen": seen_of(dates),
        "fate": request.POST.get("fate", ""),
        "changed": "seen" in request.POST,
        "words": words_of(request) if "words" in request.POST else words,
        "said": [(name, value) for name in request.POST if name not in ANSWERS for value in request.POST.getlist(name)],
    }
    return render(request, "booking/standing.html", context)
