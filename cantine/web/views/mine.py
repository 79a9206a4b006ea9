"""My page: what comes next in every place in one calendar, and three taps to a booked room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cantine.booking.queries import MyLine, passes
from cantine.core import clock
from cantine.core.actor import Actor
from cantine.core.authorization import Target, can
from cantine.core.routes import actor_on
from cantine.places.queries import MyPlace, PlaceRef
from cantine.ui import formats
from cantine.ui.qr import qr_svg
from cantine.web import queries
from cantine.web.queries import FreeRoom, MyPage

SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class Coming:
    """A date or a turn, as a line of the calendar."""

    day: date
    hours: str
    what: str
    place: PlaceRef
    href: str
    state: str = ""
    turn: bool = False
    title: str = ""


@dataclass(frozen=True)
class Day:
    words: str
    dates: tuple[Coming, ...]


@dataclass(frozen=True)
class Shortcut:
    """A room of one of my places, free soon: one tap leads to its free times."""

    room: FreeRoom
    words: str
    href: str


@dataclass(frozen=True)
class Spot:
    """Where I am now, what I hold, what waits for me."""

    line: MyLine
    place: PlaceRef
    words: str
    href: str


def me(request: HttpRequest) -> HttpResponse:
    """One calendar for all my places."""
    now, actor = clock.now(), actor_on(request)
    mine = queries.my_page(actor=actor, now=now)
    coming = _coming(mine)
    later = coming[1:]
    context = {
        "name": str(getattr(request.user, "name", "")).partition(" ")[0],
        "today": formats.long_day(_today(mine, now)),
        "next": coming[0] if coming else None,
        "next_day": _day_words(coming[0].day, coming[0].place.today(now)) if coming else "",
        "days": _days(later[:SHOWN_AT_ONCE], mine, now),
        "more_days": _days(later[SHOWN_AT_ONCE:], mine, now),
        "more": len(later[SHOWN_AT_ONCE:]),
        "here": [_here(line, mine) for line in mine.of("here")],
        "offers": [_waiting(line, mine) for line in mine.of("waiting") if line.state == "offered"],
        "waits": sum(line.state != "offered" for line in mine.of("waiting")),
        "mail": [_mail(line, mine) for line in mine.of("mail")],
        "occupations": [_occupation(line, mine) for line in mine.of("occupation")],
        "places": mine.mine,
        "counters": [each.ref for each in mine.mine if _at_the_counter(actor, each.ref)],
        **(_pass(actor, now) if mine.mine else {}),
        "rooms": [
            (place, list(group)) for place, group in groupby(_shortcuts(mine, now), lambda each: each.room.place)
        ],
    }
    return render(request, "web/me.html", context)


def _at_the_counter(actor: Actor, place: PlaceRef) -> bool:
    """Whether the day of this place is theirs to run: its page is one tap from theirs."""
    return can(actor, "booking.see_all", Target(place.organisation_id, place.id))


def _pass(actor: Actor, now: datetime) -> dict[str, str]:
    """What the tablet at the door reads, or is told by its six characters."""
    assert actor.person_id is not None
    return {"qr": qr_svg(passes.pass_of(actor.person_id, now=now)), "code": passes.code_of(actor.person_id, now=now)}


def _today(mine: MyPage, now: datetime) -> date:
    """Today at my first place; in Paris for who has none."""
    refs: Sequence[MyPlace] = mine.mine or tuple(mine.places.values())
    return refs[0].ref.today(now) if refs else formats.day_of(now, "Europe/Paris")


def _coming(mine: MyPage) -> list[Coming]:
    """Dates and turns together, in the order of time."""
    dates = [(line.interval.starts_at, _date(line, mine.places[line.place_id].ref)) for line in mine.of("date")]
    turns = [
        (
            turn.interval.starts_at,
            Coming(
                day=place.today(turn.interval.starts_at),
                hours=formats.hours(turn.interval, place.zone),
                what=turn.duty,
                place=place,
                href=f"{reverse('places:shifts', args=[place.slug])}?jour={place.today(turn.interval.starts_at)}",
                turn=True,
                title=turn.note,
            ),
        )
        for place, turn in mine.turns
    ]
    return [each for _start, each in sorted(dates + turns, key=lambda pair: pair[0])]


def _date(line: MyLine, place: PlaceRef) -> Coming:
    return Coming(
        day=queries.day_of(line, place),
        hours=formats.hours(line.interval, place.zone),
        what=line.name,
        place=place,
        href=reverse("booking:date", args=[place.slug, line.uuid]),
        state=line.state,
        title=line.title,
    )


def _days(dates: list[Coming], mine: MyPage, now: datetime) -> list[Day]:
    today = _today(mine, now)
    return [Day(_day_words(day, today), tuple(group)) for day, group in groupby(dates, key=lambda each: each.day)]


def _day_words(day: date, today: date) -> str:
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return formats.long_day(day)


def _here(line: MyLine, mine: MyPage) -> Spot:
    place = mine.places[line.place_id].ref
    assert line.starts_at is not None
    since = formats.hour(line.starts_at, place.zone)
    return Spot(line, place, since, reverse("booking:i_am_here", args=[place.slug]))


def _waiting(line: MyLine, mine: MyPage) -> Spot:
    place = mine.places[line.place_id].ref
    return Spot(line, place, formats.span(line.interval, place.zone), reverse("booking:my_waiting"))


def _mail(line: MyLine, mine: MyPage) -> Spot:
    place = mine.places[line.place_id].ref
    assert line.starts_at is not None
    return Spot(line, place, formats.long_day(queries.day_of(line, place)), reverse("booking:my_mail"))


def _occupation(line: MyLine, mine: MyPage) -> Spot:
    place = mine.places[line.place_id].ref
    assert line.first_day is not None
    if line.first_day > place.today(clock.now()):
        words = _("from %(day)s") % {"day": formats.full_day(line.first_day)}
    elif line.last_day is not None:
        words = _("until %(day)s") % {"day": formats.full_day(line.last_day)}
    else:
        words = _("since %(day)s") % {"day": formats.full_day(line.first_day)}
    return Spot(line, place, words, reverse("booking:my_occupations"))


def _shortcuts(mine: MyPage, now: datetime) -> list[Shortcut]:
    return [_shortcut(room, now) for room in mine.rooms]


def _shortcut(room: FreeRoom, now: datetime) -> Shortcut:
    zone, today = room.place.zone, room.place.today(now)
    day, hour = room.place.today(room.starts_at), formats.hour(room.starts_at, zone)
    if room.starts_at <= now:
        words = _("free now")
    elif day == today:
        words = _("free at %(hour)s") % {"hour": hour}
    elif day == today + timedelta(days=1):
        words = _("free tomorrow at %(hour)s") % {"hour": hour}
    else:
        words = _("free %(weekday)s at %(hour)s") % {"weekday": formats.weekday(day), "hour": hour}
    address = reverse("booking:book", args=[room.place.slug, room.card.slug])
    return Shortcut(room, words, f"{address}?{urlencode({'jour': day.isoformat()})}")
