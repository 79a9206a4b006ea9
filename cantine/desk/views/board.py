"""The board: what came in, by where it stands, what is late first; and the months of both flows."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cantine.core import clock
from cantine.desk import queries
from cantine.desk.commands.wording import LANE_NAMES, STATE_NAMES, WAY_NAMES, age_words, when_words
from cantine.desk.queries import LaneMonth, RequestCard
from cantine.desk.rules import OPEN, OVER, Lane
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

SHOWN, ALL, MINE, ENDED = "voir", "ouvertes", "miennes", "finies"


@dataclass(frozen=True)
class Card:
    """A request on the board, in words."""

    uuid: Any
    title: str
    who: str
    when: str
    people: int | None
    way: str
    lane: str
    lead: str
    age: str
    next_action: str
    next_on: str
    late: bool
    silent: bool


def board(request: PlaceRequest) -> HttpResponse:
    """Columns by state; ``voir`` keeps those that I lead, or shows those that are over."""
    shown = request.GET.get(SHOWN, ALL)
    ended, mine = shown == ENDED, shown == MINE
    states = OVER if ended else OPEN
    lead = request.actor.person_id if mine else None
    cards = queries.requests_of(request.place, states=states, lead_id=lead)
    today = request.place.today(clock.now())
    ranked = sorted(cards, key=lambda each: each.urgency(request.place, today=today).rank)
    address = reverse("desk:board", args=[request.place.slug])
    urgent = [each.urgency(request.place, today=today) for each in cards]
    context = {
        "columns": [
            (STATE_NAMES[state], [_card(each, request) for each in ranked if each.state is state]) for state in states
        ],
        "shows": [(f"{address}?{SHOWN}={each}", each == shown, each) for each in (ALL, MINE, ENDED)],
        "count": len(cards), "late": sum(each.late for each in urgent),
        "silent": sum(not each.next_action and each.next_on is None for each in cards),
        "ended": ended, "mine": mine,
    }  # fmt: skip
    return render(request, "desk/board.html", context)


def months(request: PlaceRequest) -> HttpResponse:
    """Both flows, month by month, with the time that each took."""
    today = request.place.today(clock.now())
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= today.year else today.year
    found = queries.months_of(request.place, year=year)
    address = reverse("desk:months", args=[request.place.slug])
    context = {
        "year": year,
        "rows": [_month(list(lines)) for _month_day, lines in groupby(found, key=lambda each: each.month)],
        "lanes": [(LANE_NAMES[lane], _totals([each for each in found if each.lane is lane])) for lane in Lane],
        "previous": f"{address}?annee={year - 1}",
        "following": f"{address}?annee={year + 1}" if year < today.year else "",
        "inside": reverse("desk:board", args=[request.place.slug]),
    }
    return render(request, "desk/months.html", context)


def _card(each: RequestCard, request: PlaceRequest) -> Card:
    urgency = each.urgency(request.place, today=request.place.today(clock.now()))
    return Card(
        each.uuid, each.title, each.who, when_words(each.whens[0]) if each.whens else each.days, each.people,
        str(WAY_NAMES[each.came_by]), "" if each.lane is Lane.COMMERCIAL else str(LANE_NAMES[each.lane]), each.lead_name,
        age_words(urgency.age_days), each.next_action, formats.short_date(each.next_on) if each.next_on else "",
        urgency.late, urgency.silent,
    )  # fmt: skip


def _month(lines: list[LaneMonth]) -> tuple[str, list[tuple[int, int, str]]]:
    by_lane = {each.lane: each for each in lines}
    return formats.month(lines[0].month), [_cells(by_lane.get(lane)) for lane in Lane]


def _cells(each: LaneMonth | None) -> tuple[int, int, str]:
    return (each.count, each.won, formats.duration(each.minutes)) if each else (0, 0, formats.duration(0))


def _totals(lines: list[LaneMonth]) -> tuple[int, str]:
    return sum(each.count for each in lines), formats.duration(sum(each.minutes for each in lines))
