"""The week of the team: who opens, who welcomes, what is to take; and the hours given in a year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.kernel import Refused
from cantine.places import commands, queries
from cantine.places.forms import attempt
from cantine.places.forms.shifts import DUTIES, CopyForm, HoursForm, ShiftForm
from cantine.places.policies import PlaceRequest
from cantine.places.queries import Hours, ShiftCard
from cantine.places.rules.team import ShiftState
from cantine.places.views.answers import done, refused
from cantine.ui import formats
from cantine.ui.sheets import sheet

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Act:
    code: str
    label: str
    kind: str = ""


@dataclass(frozen=True)
class ShiftLine:
    card: ShiftCard
    hours: str
    duty: str
    who: str
    mine: bool
    open: bool
    asked: str
    acts: tuple[Act, ...]
    exchanges: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class DayColumn:
    day: date
    today: bool
    opens: str
    unopened: bool
    lines: tuple[ShiftLine, ...]


def planning(request: PlaceRequest) -> HttpResponse:
    """Seven days of shifts; the team plans, everybody takes in one tap."""
    now, place = clock.now(), request.place
    monday = _asked_monday(request)
    takers = queries.shift_takers(place, today=place.today(now))
    form = ShiftForm(
        request.POST or None,
        takers=takers,
        initial={"day": max(monday, place.today(now)), "starts": "09:00", "ends": "13:00"},
    )
    if request.method == "POST" and attempt(form, lambda read: _plan(request, read, now)):
        return _back(request, done, _("It is on the planning."), form.cleaned_data["day"])
    sunday = monday + timedelta(days=6)
    cards = queries.shifts_between(place, first_day=monday, last_day=sunday)
    opening = queries.hours_of(place)
    found = queries.days_without_opener(place, first_day=monday, last_day=sunday, hours=opening)
    unopened = [each for each in found if each.day >= place.today(now)]
    context = {
        "form": form,
        "copy": CopyForm(),
        "days": _columns(request, monday, cards, opening, {each.day for each in unopened}, now),
        "empty": not cards,
        "title": _("Week of %(day)s") % {"day": formats.full_day(monday)},
        "monday": monday,
        "here": reverse("places:shifts", args=[place.slug]),
        "previous": f"?jour={monday - WEEK}",
        "next": f"?jour={monday + WEEK}",
        "date": monday.isoformat(),
        "may_plan": _may(request, "place.plan_shifts"),
        "may_see_hours": _may(request, "place.see_hours_given"),
        "unopened": [{"day": each.day, "hour": formats.hour(each.opens_at, place.zone)} for each in unopened],
    }
    return render(request, "places/team/planning.html", context, status=422 if form.errors else 200)


def act(request: PlaceRequest, *, shift: UUID, act: str) -> HttpResponse:
    """One tap on one shift."""
    command, said = _acts().get(act, (None, ""))
    if command is None:
        raise Http404
    extra = {}
    if act == "echanger" and request.POST.get("against"):
        try:
            extra = {"in_exchange_for": UUID(request.POST["against"])}
        except ValueError:
            raise Http404 from None
    try:
        command(actor=request.actor, now=clock.now(), place=request.place, shift=shift, **extra)
    except Refused as why:
        return _back(request, refused, why)
    return _back(request, done, said)


def copy(request: PlaceRequest) -> HttpResponse:
    """The week again, for the weeks that follow."""
    monday, form = _asked_monday(request), CopyForm(request.POST)
    made = 0
    if form.is_valid():
        try:
            made = commands.copy_week(
                actor=request.actor, now=clock.now(), place=request.place, monday=monday, **form.cleaned_data
            )
        except Refused as why:
            return _back(request, refused, why)
    return _back(request, done, _("Shifts planned: %(count)s.") % {"count": made}, monday + WEEK)


def hours(request: PlaceRequest, *, year: int) -> HttpResponse:
    """What each person gave in a year."""
    if not 1990 <= year <= 2100:
        raise Http404
    place, now = request.place, clock.now()
    form = HoursForm(request.POST or None, takers=queries.shift_takers(place, today=place.today(now)))
    if request.method == "POST" and attempt(form, lambda read: _note(request, read, year, now)):
        return done(request, _("The year’s total is noted."), "places:hours_given", year)
    given = queries.hours_given(place, year=year)
    total = queries.total_minutes(given)
    context = {
        "year": year,
        "form": form,
        "given": given,
        "total": total,
        "may_note": _may(request, "place.note_hours_given"),
        "previous": year - 1,
        "next": year + 1,
    }
    return render(request, "places/team/hours.html", context, status=422 if form.errors else 200)


def hours_csv(request: PlaceRequest, *, year: int) -> HttpResponse:
    """The same, for a spreadsheet: hours with a decimal comma, as a French one reads them."""
    if not 1990 <= year <= 2100:
        raise Http404
    head = [_("Name"), _("Hours of shifts kept"), _("Total entered"), _("Hours given")]
    given = queries.hours_given(request.place, year=year)
    rows = [(each.name, _decimal(each.kept_minutes), each.by_hand, _decimal(each.minutes)) for each in given]
    return sheet(f"{request.place.slug}-heures-{year}.csv", head, rows)


def this_year(request: PlaceRequest) -> HttpResponse:
    return hours(request, year=request.place.today(clock.now()).year)


def _decimal(minutes: int) -> str:
    return f"{minutes / 60:.2f}".replace(".", ",")


def _acts() -> dict[str, tuple[Callable[..., None], str]]:
    return {
        "prendre": (commands.take_shift, _("It is yours. Thank you.")),
        "rendre": (commands.give_up_shift, _("The shift is open again.")),
        "echanger": (commands.ask_swap, _("The swap is asked; the shift stays yours until somebody accepts.")),
        "accepter": (commands.accept_swap, _("It is yours. Thank you.")),
        "tenu": (commands.keep_shift, _("Marked as kept.")),
        "manque": (commands.miss_shift, _("Marked as missed.")),
        "enlever": (commands.remove_shift, _("The shift is off the planning.")),
    }


def _back(
    request: PlaceRequest, answer: Callable[..., HttpResponse], said: object, day: date | None = None
) -> HttpResponse:
    response = answer(request, said, "places:shifts")
    response["Location"] += f"?jour={day or _asked_monday(request)}"
    return response


def _plan(request: PlaceRequest, form: ShiftForm, now: datetime) -> None:
    commands.plan_shift(actor=request.actor, now=now, place=request.place, **form.said)


def _note(request: PlaceRequest, form: HoursForm, year: int, now: datetime) -> None:
    said = form.cleaned_data
    commands.note_hours_given(
        actor=request.actor, now=now, place=request.place, person_id=said["person"], year=year, hours=said["hours"]
    )


def _asked_monday(request: PlaceRequest) -> date:
    said = request.POST.get("jour") or request.GET.get("jour") or request.GET.get("date", "")
    try:
        asked = date.fromisoformat(said)
    except ValueError:
        asked = request.place.today(clock.now())
    asked = max(date(2000, 1, 3), min(asked, date(2100, 12, 26)))
    return asked - timedelta(days=asked.weekday())


def _may(request: PlaceRequest, action: str) -> bool:
    return can(request.actor, action, Target(request.place.organisation_id, request.place.id))


def _columns(
    request: PlaceRequest, monday: date, cards: list[ShiftCard], opening: Hours, unopened: set[date], now: datetime
) -> list[DayColumn]:
    place, today = request.place, request.place.today(now)
    hours: dict[date, list[str]] = {}
    for each in opening.open_intervals(resource_id=None, first_day=monday, last_day=monday + timedelta(days=6)):
        hours.setdefault(formats.day_of(each.starts_at, place.zone), []).append(formats.hours(each, place.zone))
    return [
        DayColumn(
            day=day,
            today=day == today,
            opens=", ".join(hours.get(day, [])),
            unopened=day in unopened,
            lines=tuple(_line(request, card, cards, now) for card in cards if card.day == day),
        )
        for day in (monday + timedelta(days=number) for number in range(7))
    ]


def _line(request: PlaceRequest, card: ShiftCard, cards: list[ShiftCard], now: datetime) -> ShiftLine:
    me = request.actor.person_id
    period = card.interval(timezone=request.place.timezone)
    coming = card.state is ShiftState.PLANNED and period.ends_at > now
    mine = card.person_id is not None and card.person_id == me
    exchanges = [
        (other.uuid, f"{formats.short_day(other.day)} {_clocks(other)}, {other.name}")
        for other in cards
        if other.person_id not in {None, me} and other.state is ShiftState.PLANNED and other.day >= card.day
    ]
    may_take, may_plan = _may(request, "place.take_shift"), _may(request, "place.plan_shifts")
    return ShiftLine(
        card,
        _clocks(card),
        str(DUTIES.get(card.duty, card.duty)),
        card.name,
        mine,
        not card.manned,
        _asked(card, cards),
        tuple(
            _acts_on(card, me, mine=mine, coming=coming, begun=period.starts_at <= now, take=may_take, plan=may_plan)
        ),
        tuple(exchanges) if mine and coming and not card.swap_asked else (),
    )


def _asked(card: ShiftCard, cards: list[ShiftCard]) -> str:
    if not card.swap_asked:
        return ""
    other = next((each for each in cards if each.uuid == card.swap_for), None)
    if other is None:
        return _("to be swapped")
    return _("to be swapped for %(shift)s") % {"shift": f"{formats.short_day(other.day)} {_clocks(other)}"}


def _acts_on(
    card: ShiftCard, me: int | None, *, mine: bool, coming: bool, begun: bool, take: bool, plan: bool
) -> list[Act]:
    found = []
    if coming and not card.manned and not mine and take:
        found.append(Act("prendre", _("Take it"), "primary"))
    if coming and card.swap_asked and not mine and take and card.swap_for_person_id in {None, me}:
        found.append(Act("accepter", _("Take over"), "primary"))
    if coming and mine and not card.swap_asked:
        found.append(Act("echanger", _("Ask for a swap")))
    if coming and card.person_id is not None and (mine or plan):
        found.append(Act("rendre", _("Give up")))
    if plan and begun and card.person_id is not None:
        marks = (ShiftState.KEPT, Act("tenu", _("Kept"))), (ShiftState.MISSED, Act("manque", _("Missed")))
        found += [act for state, act in marks if card.state is not state]
    if plan and card.state is ShiftState.PLANNED:
        found.append(Act("enlever", _("Take off"), "quiet"))
    return found


def _clocks(card: ShiftCard) -> str:
    return f"{card.starts:%H:%M}–{card.ends:%H:%M}"
