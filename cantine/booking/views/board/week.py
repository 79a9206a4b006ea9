"""A week: rooms as rows, days as columns; each day a thin ruler and its bookings in words."""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cantine.booking.queries import Bar, Board, Lane
from cantine.booking.views.board import marks
from cantine.booking.views.board.marks import Ruler
from cantine.kernel import Interval
from cantine.places import rules as place_rules
from cantine.ui import formats
from cantine.ui.languages import lang_of_words

SHOWN = 4


def week_board(board: Board, *, now: datetime) -> str:
    """The days of ``board`` as one table."""
    days = [board.first_day + timedelta(days=n) for n in range((board.last_day - board.first_day).days + 1)]
    ruler = marks.ruler_of(board, days)
    closed = marks.closed_words(board)
    rulers = {day: _same_hours(ruler, board, day) for day in days}
    today = now.astimezone(board.place.zone).date()
    address = reverse("booking:planning", args=[board.place.slug])
    heads = "".join(
        f'<th scope="col"{" class=today" if day == today else ""}><a href="{address}?jour={day}">{formats.short_day(day)}</a>'
        f"{f'<small>{escape(closed[day])}</small>' if closed.get(day) else ''}</th>"
        for day in days
    )
    rows = "".join(_row(board, lane, days, rulers, now=now, today=today) for lane in marks.shown_lanes(board))
    caption = _("Rooms and days, %(first)s to %(last)s") % {
        "first": formats.long_day(board.first_day),
        "last": formats.long_day(board.last_day),
    }
    return (
        f'<section class="board" aria-label="{escape(caption)}" data-board="week">'
        f'<table class="board-week h{ruler.hours}"><caption class="visually-hidden">{escape(caption)}</caption>'
        f'<thead><tr><th scope="col"><span class="visually-hidden">{escape(_("Room"))}</span></th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{marks.legend()}</section>"
    )


def _same_hours(ruler: Ruler, board: Board, day: date) -> Ruler:
    """The first day's ruler on another day, from the same hour after midnight."""
    first = place_rules.whole_day(board.first_day, timezone=board.place.timezone).starts_at
    midnight = place_rules.whole_day(day, timezone=board.place.timezone).starts_at
    return Ruler(midnight + (ruler.starts_at - first), ruler.hours, board.place)


def _row(board: Board, lane: Lane, days: list[date], rulers: dict[date, Ruler], *, now: datetime, today: date) -> str:
    card = lane.resource
    by_day = _by_day(lane, days, board)
    cells = "".join(_cell(board, lane, rulers[day], day, by_day[day], now=now, today=today) for day in days)
    name = f"<span{lang_of_words()}>{escape(card.name)}</span>"
    if lane.may_book or lane.may_ask:
        name = f'<a href="{marks.book_address(board.place, card)}">{name}</a>'
    return (
        f'<tr><th scope="row" class="room">{name}<small>{escape(marks.capacity_words(card))}</small></th>{cells}</tr>'
    )


def _by_day(lane: Lane, days: list[date], board: Board) -> dict[date, tuple[list[Bar], bool]]:
    """The bars of each day, and whether it opens: each bar is looked at once, and again only past midnight."""
    midnights = _midnights(tuple(days), board.place.timezone)
    found: list[list[Bar]] = [[] for _ in days]
    for bar in lane.bars:
        first = max(0, bisect_right(midnights, bar.starts_at) - 1)
        for day in range(first, bisect_right(midnights, bar.ends_at - marks.STEP)):
            found[day].append(bar)
    opened = _days_of(tuple(lane.open_intervals), board.place.timezone)
    return {day: (bars, day in opened) for day, bars in zip(days, found, strict=True)}


@lru_cache(maxsize=64)
def _whole_day(day: date, timezone: str) -> Interval:
    return place_rules.whole_day(day, timezone=timezone)


@lru_cache(maxsize=64)
def _midnights(days: tuple[date, ...], timezone: str) -> list[datetime]:
    return [place_rules.whole_day(day, timezone=timezone).starts_at for day in days]


@lru_cache(maxsize=64)
def _days_of(opened: tuple[Interval, ...], timezone: str) -> frozenset[date]:
    """Worked out once for the rooms that keep the hours of the place."""
    return frozenset(place_rules.day_of(each.starts_at, timezone=timezone) for each in opened)


def _cell(
    board: Board, lane: Lane, ruler: Ruler, day: date, held: tuple[list[Bar], bool], *, now: datetime, today: date
) -> str:
    bars, open_ = held
    kind = "today" if day == today else "" if open_ else "closed"
    label = escape(_long_day(day, get_language() or ""))
    if lane.resource.seats:
        body = _pool_words(lane, bars, open_=open_)
    elif bars:
        body = _strip(bars, ruler) + _items(board, bars, day, now=now)
    else:
        body = "" if open_ else f'<span class="visually-hidden">{escape(_("closed"))}</span>'
    return f'<td data-day="{label}"{f" class={kind}" if kind else ""}>{body}</td>'


@lru_cache(maxsize=512)
def _long_day(day: date, language: str) -> str:
    """One label a column, not one a cell; ``language`` is the current one, for the cache to tell them apart."""
    return formats.long_day(day)


def _strip(bars: list[Bar], ruler: Ruler) -> str:
    marks_ = "".join(
        f'<i class="{marks.KINDS.get(bar.kind, "shut")} {ruler.classes(bar.starts_at, bar.ends_at)}"></i>'
        for bar in bars
        if bar.starts_at < ruler.ends_at and bar.ends_at > ruler.starts_at
    )
    return f'<div class="strip track" aria-hidden="true">{marks_}</div>'


def _items(board: Board, bars: list[Bar], day: date, *, now: datetime) -> str:
    items, whole = [], _whole_day(day, board.place.timezone)
    for bar in bars[:SHOWN]:
        kind = marks.bar_classes(bar, now).replace("shut", "bk busy")
        items.append(f'<li class="{kind}">{marks.line_of(bar, whole, board.place)}</li>')
    if len(bars) > SHOWN:
        more = _("and %(count)s more") % {"count": len(bars) - SHOWN}
        address = f"{reverse('booking:planning', args=[board.place.slug])}?jour={day}"
        items.append(f'<li class="more"><a href="{address}">{escape(more)}</a></li>')
    return f'<ul class="cell">{"".join(items)}</ul>'


def _pool_words(lane: Lane, bars: list[Bar], *, open_: bool) -> str:
    if not open_:
        return f'<span class="visually-hidden">{escape(_("closed"))}</span>'
    taken = sum(bar.quantity for bar in bars)
    if not taken:
        return ""
    words = _("%(count)s booked") % {"count": taken}
    return f'<ul class="cell"><li class="more">{escape(words)}</li></ul>'
