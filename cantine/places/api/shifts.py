"""Who opens and who helps: the turns of the team and its volunteers."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from cantine.core import clock
from cantine.core.api import ApiRouter, Day, Out, Page, answer
from cantine.kernel import Refusal, Refused
from cantine.places import queries
from cantine.places.policies import PlaceRequest, at_place

router = ApiRouter(tags=[_("Team")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
MOST_DAYS = 62


class ShiftOut(Out):
    """One turn, on the clock of the place; `person` is null while nobody has it; `manned` when they may still open."""

    id: str
    day: str
    starts: str
    ends: str
    duty: str
    note: str
    person: str | None
    state: str
    manned: bool


class ShiftsOut(Page[ShiftOut]):
    """`unopened` are the open days of the period that nobody is down to open."""

    unopened: list[str]


@router.operation(
    "GET",
    "/places/{slug:place}/shifts",
    policy=at_place("place.see_shifts"),
    gives=ShiftsOut,
    summary=_("List the turns of the team"),
    says=_(
        "For the team and its volunteers: between two days, both included; today and the fortnight to come unless said."
    ),
)
def list_shifts(request: PlaceRequest, first_day: Day | None = None, last_day: Day | None = None) -> HttpResponse:
    first = first_day or request.place.today(clock.now())
    last = last_day or first + timedelta(days=13)
    if last < first:
        raise Refused(Refusal("ends_before_it_starts", field="last_day"))
    if (last - first).days >= MOST_DAYS:
        raise Refused(Refusal("window_too_long", {"days": MOST_DAYS}, "last_day"))
    found = queries.shifts_between(request.place, first_day=first, last_day=last)
    empty = queries.days_without_opener(request.place, first_day=first, last_day=last)
    return answer({"items": [_shift(card) for card in found], "next": None, "unopened": [each.day for each in empty]})


def _shift(card: queries.ShiftCard) -> dict[str, Any]:
    return {
        "id": card.uuid, "day": card.day, "starts": f"{card.starts:%H:%M}", "ends": f"{card.ends:%H:%M}",
        "duty": card.duty, "note": card.note, "person": card.name or None, "state": card.state, "manned": card.manned,
    }  # fmt: skip
