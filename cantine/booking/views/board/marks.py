"""What every board shares: the ruler, the words of a bar, and which lanes a joined room covers."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cantine.booking.queries import Bar, Board, Lane
from cantine.kernel import Interval
from cantine.kernel.once import once
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui import formats
from cantine.ui.grid import LONGEST_DAY
from cantine.ui.languages import lang_of_words

OCCUPIED = "occupation"
STEP = timedelta(minutes=5)
HOUR = timedelta(hours=1)
NO_DATE = UUID(int=0)
KINDS = {"held": "hold", "requested": "asked", "confirmed": ""}


@dataclass(frozen=True)
class Ruler:
    """The hours of a day that a board shows; steps of five minutes are counted in elapsed time."""

    starts_at: datetime
    hours: int
    place: PlaceRef

    @once
    def ends_at(self) -> datetime:
        return self.starts_at + self.hours * HOUR

    @property
    def window(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    def step(self, at: datetime) -> int:
        if at <= self.starts_at:
            return 0
        return (min(at, self.ends_at) - self.starts_at) // STEP

    def classes(self, starts_at: datetime, ends_at: datetime) -> str:
        """Where a bar stands and how long it is; rooms begin at the same hours, so each pair is worked out once."""
        found = self._known.get((starts_at, ends_at))
        if found is None:
            first = self.step(starts_at)
            found = self._known[starts_at, ends_at] = f"s{first} d{max(1, self.step(ends_at) - first)}"
        return found

    @once
    def _known(self) -> dict[tuple[datetime, datetime], str]:
        return {}

    def marks(self) -> str:
        """The hours on the clock of the place, at their steps."""
        spans = []
        for number in range(self.hours):
            at = (self.starts_at + number * HOUR).astimezone(self.place.zone)
            spans.append(f'<span class="s{number * 12}">{at.hour}</span>')
        return "".join(spans)


def ruler_of(board: Board, days: list[date]) -> Ruler:
    """From the first thing open or booked to the last, over these days; eight to twenty when there is nothing."""
    midnights = [place_rules.whole_day(day, timezone=board.place.timezone).starts_at for day in days]
    first, last = timedelta(hours=24), timedelta()
    for starts_at, ends_at in _stretches(board):
        begins, ends = bisect_right(midnights, starts_at) - 1, bisect_left(midnights, ends_at) - 1
        first = min(first, starts_at - midnights[begins] if begins == ends and begins >= 0 else timedelta())
        last = max(last, ends_at - midnights[ends] if begins == ends else timedelta(hours=24))
    if first >= last:
        first, last = timedelta(hours=8), timedelta(hours=20)
    begins, ends = first // HOUR, min(LONGEST_DAY, -(-last // HOUR))
    return Ruler(midnights[0] + begins * HOUR, max(1, ends - begins), board.place)


def _stretches(board: Board) -> set[tuple[datetime, datetime]]:
    """Rooms share their hours, and joined ones their bookings: each stretch once."""
    opened = {(each.starts_at, each.ends_at) for lane in board.lanes for each in lane.open_intervals}
    return opened | {(bar.starts_at, bar.ends_at) for lane in board.lanes for bar in lane.bars if bar.kind != OCCUPIED}


def parts_of(card: ResourceCard, cards: dict[int, ResourceCard]) -> list[int]:
    """The resources that a joined room is made of, none when it is not one."""
    own = set(card.units)
    if len(own) < 2:
        return []
    return [other.id for other in cards.values() if other.units and set(other.units) < own]


def shown_lanes(board: Board) -> list[Lane]:
    """Joined rooms have no lane of their own: they stand over the lanes of their parts."""
    visible = {lane.resource.id for lane in board.lanes}
    return [
        lane
        for lane in board.lanes
        if not (parts := parts_of(lane.resource, board.resources)) or not set(parts) <= visible
    ]


def bar_classes(bar: Bar, now: datetime) -> str:
    """The look of a bar, as docs/reference/board.md lists them."""
    return "shut" if bar.shut else _classes(bar.kind, bar.mine, not (bar.title or bar.who), bar.ends_at <= now)


@lru_cache(maxsize=64)
def _classes(kind: str, mine: bool, untitled: bool, past: bool) -> str:
    kinds = ["bk", KINDS.get(kind, ""), "mine" if mine else "busy" if untitled else "", "past" if past else ""]
    return " ".join(kind for kind in kinds if kind)


def bar_words(bar: Bar, place: PlaceRef) -> tuple[str, str]:
    """Title and second line; hidden words say "busy"."""
    if bar.kind == "held":
        ends = (
            f"{formats.short_day(formats.day_of(bar.expires_at, place.zone))} {formats.hour(bar.expires_at, place.zone)}"
            if bar.expires_at
            else ""
        )
        return bar.title or bar.who or _("Option"), _("expires %(when)s") % {"when": ends} if ends else ""
    if bar.kind == "requested":
        return bar.title or bar.who or _("Request"), _("to approve")
    if bar.title:
        return bar.title, _("yours") if bar.mine else bar.who
    return (_("Yours"), "") if bar.mine else (bar.who or _("Busy"), "")


@lru_cache(maxsize=1024)
def _dates_address(slug: str) -> str:
    """The address of a date without its id: ``reverse`` by the thousand costs more than the rows."""
    return reverse("booking:date", args=[slug, NO_DATE]).removesuffix(f"{NO_DATE}/")


@lru_cache(maxsize=1024)
def _books_address(slug: str) -> str:
    return reverse("booking:book", args=[slug, "x"]).removesuffix("x/")


def book_address(place: PlaceRef, card: ResourceCard) -> str:
    return f"{_books_address(place.slug)}{card.slug}/"


def date_address(place: PlaceRef, bar: Bar) -> str:
    return f"{_dates_address(place.slug)}{bar.uuid}/"


def shut_words(bar: Bar, place: PlaceRef) -> tuple[str, str]:
    """When and why a room is withdrawn; who occupies it, for whoever may know."""
    if bar.kind == OCCUPIED:
        return "", bar.title or _("Occupied")
    return formats.hours(bar, place.zone), bar.title


def _lang(bar: Bar) -> str:
    """A title was written by somebody of the place; "Busy" is ours."""
    return lang_of_words() if bar.title else ""


def bar_inner(bar: Bar, place: PlaceRef, *, second: str = "") -> str:
    """Hours, title and second line, in a link for whoever may open it."""
    title, line = bar_words(bar, place)
    hours = formats.hours(bar, place.zone)
    small = " · ".join(word for word in (second, line) if word)
    body = f"<time>{hours}</time><b{_lang(bar)}>{escape(title)}</b>" + (
        f"<small>{escape(small)}</small>" if small else ""
    )
    if not bar.opens:
        return f"<div>{body}</div>"
    return f'<a href="{date_address(place, bar)}">{body}</a>'


def hour_words(bar: Bar, day: Interval, place: PlaceRef) -> str:
    """When a bar begins, among those of one day: nothing for what lasts it all, its end for what began before."""
    if bar.starts_at >= day.starts_at:
        return "" if bar.starts_at == day.starts_at and bar.ends_at >= day.ends_at else _clock(bar.starts_at, place)
    return "" if bar.ends_at >= day.ends_at else _("until %(hour)s") % {"hour": _clock(bar.ends_at, place)}


def _clock(at: datetime, place: PlaceRef) -> str:
    return _clock_there(at, place.timezone)


@lru_cache(maxsize=4096)
def _clock_there(at: datetime, timezone: str) -> str:
    """Rooms begin at the same hours: a week of fifty has a thousand bars and forty hours to write."""
    return formats.clock(at, timezone)


def line_of(bar: Bar, day: Interval, place: PlaceRef) -> str:
    """Hour and title on one line, in a link for whoever may open it: an item of a week or of a month."""
    title, _second = bar_words(bar, place)
    at = hour_words(bar, day, place)
    body = (f"<time>{at}</time> " if at else "") + f"<b{_lang(bar)}>{escape(title)}</b>"
    return f'<a href="{date_address(place, bar)}">{body}</a>' if bar.opens else f"<div>{body}</div>"


def closed_words(board: Board) -> dict[date, str]:
    """Why the house is closed on each day that it is: the reason given or the holiday, else no words."""
    language = get_language() or "fr"
    return {
        each.day: each.reason or ", ".join(feast.named(language) for feast in each.holidays) for each in board.closed
    }


def capacity_words(card: ResourceCard) -> str:
    """Under the name of a room: how many, and what stands there."""
    size = card.seats or card.capacity
    words = [str(size)] if size else []
    return ", ".join([*words, *(name.lower() for name in card.equipment[:1])])


def legend() -> str:
    """What the marks mean, under the slate."""
    marks = (
        ("bk", _("booking")),
        ("bk mine", _("yours")),
        ("bk hold", _("option")),
        ("bk asked", _("to approve")),
        ("bk busy", _("busy")),
        ("shut", _("closed or withdrawn")),
    )
    items = "".join(
        f'<li><span class="{classes}">{"<div></div>" if classes != "shut" else ""}</span>{escape(words)}</li>'
        for classes, words in marks
    )
    return f'<ul class="board-legend" aria-label="{escape(_("What the marks mean"))}">{items}</ul>'
