"""A month: weeks as rows; each day its first bookings and the share of open room time that is taken."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from html import escape

from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.booking.queries import Bar, Board
from cantine.booking.views.board import marks
from cantine.kernel import Interval
from cantine.places import rules as place_rules
from cantine.ui import formats
from cantine.ui.grid import fill_class

SHOWN = 3


def month_board(board: Board, *, month: date, now: datetime) -> str:
    """Whole weeks around ``month`` (its first day), which ``board`` covers."""
    today = now.astimezone(board.place.zone).date()
    days = [board.first_day + timedelta(days=n) for n in range((board.last_day - board.first_day).days + 1)]
    calendar = _Calendar([place_rules.whole_day(day, timezone=board.place.timezone) for day in days])
    bars, shares, closed = calendar.of(_unique(board)), _shares(board, calendar), marks.closed_words(board)
    heads = "".join(f'<th scope="col">{escape(formats.weekday(day))}</th>' for day in days[:7])
    cells = [
        _day(board, day, whole, mine, share, closed=closed.get(day), month=month, today=today, now=now)
        for day, whole, mine, share in zip(days, calendar.days, bars, shares, strict=True)
    ]
    rows = "".join(f"<tr>{''.join(cells[at : at + 7])}</tr>" for at in range(0, len(cells), 7))
    caption = escape(formats.month(month))
    return (
        f'<section class="board" aria-label="{caption}" data-board="month"><table class="board-month">'
        f'<caption class="visually-hidden">{caption}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{marks.legend()}</section>"
    )


def _unique(board: Board) -> list[Bar]:
    """Each date once, those of pools apart: a month is not told by its desks."""
    seen = {bar.uuid: bar for lane in board.lanes if not lane.resource.seats for bar in lane.bars}
    return sorted((bar for bar in seen.values() if not bar.shut), key=lambda bar: (bar.starts_at, bar.uuid))


def _day(
    board: Board, day: date, whole: Interval, mine: list[Bar], share: float,
    *, closed: str | None, month: date, today: date, now: datetime,
) -> str:  # fmt: skip
    kinds = [
        name
        for name, so in (
            ("today", day == today), ("outside", day.month != month.month), ("closed", closed is not None and not mine)
        )
        if so
    ]  # fmt: skip
    address = f"{reverse('booking:planning', args=[board.place.slug])}?jour={day}"
    label = _("%(day)s, %(count)s bookings") % {"day": formats.long_day(day), "count": len(mine)}
    small = formats.percent(share) if mine else escape(closed or _("closed")) if closed is not None else ""
    percent = f"<small>{small}</small>" if small else ""
    level = f'<span class="level {fill_class(share)}" aria-hidden="true"><i></i></span>' if mine else ""
    classes = f' class="{" ".join(kinds)}"' if kinds else ""
    return (
        f'<td{classes}><div class="date"><a href="{address}" aria-label="{escape(label)}">{day.day}</a>'
        f"{percent}</div>{level}{_items(board, mine, whole, address, now=now)}</td>"
    )


def _items(board: Board, bars: list[Bar], whole: Interval, address: str, *, now: datetime) -> str:
    items = [
        f'<li class="{marks.bar_classes(bar, now)}">{marks.line_of(bar, whole, board.place)}</li>'
        for bar in bars[:SHOWN]
    ]
    if len(bars) > SHOWN:
        more = _("and %(count)s more") % {"count": len(bars) - SHOWN}
        items.append(f'<li class="more"><a href="{address}">{escape(more)}</a></li>')
    return f'<ul class="cell">{"".join(items)}</ul>' if items else ""


class _Calendar:
    """The whole days of the board in a row, and which of them something touches: thousands of dates are each looked at once."""

    def __init__(self, days: Sequence[Interval]) -> None:
        self.days = days
        self._starts = [day.starts_at for day in days]

    def touched(self, starts_at: datetime, ends_at: datetime) -> range:
        """The places in ``days`` of those that the time meets."""
        return range(max(0, bisect_right(self._starts, starts_at) - 1), bisect_left(self._starts, ends_at))

    def of(self, bars: Iterable[Bar]) -> list[list[Bar]]:
        """The bars of each day, in their order."""
        found: list[list[Bar]] = [[] for _ in self.days]
        for bar in bars:
            for at in self.touched(bar.starts_at, bar.ends_at):
                found[at].append(bar)
        return found


def _shares(board: Board, calendar: _Calendar) -> list[float]:
    """Taken open time of the rooms over their open time, day by day."""
    taken, opened = [timedelta()] * len(calendar.days), [timedelta()] * len(calendar.days)
    for lane in board.lanes:
        if lane.resource.seats or marks.parts_of(lane.resource, board.resources):
            continue
        bars = calendar.of(lane.bars)
        for interval in lane.open_intervals:
            for at in calendar.touched(interval.starts_at, interval.ends_at):
                if piece := interval.intersection(calendar.days[at]):
                    opened[at] += piece.length
                    taken[at] += _taken(piece, bars[at])
    return [min(1.0, part / whole) if whole else 0.0 for part, whole in zip(taken, opened, strict=True)]


def _taken(piece: Interval, bars: Iterable[Bar]) -> timedelta:
    lengths = (
        min(bar.ends_at, piece.ends_at) - max(bar.starts_at, piece.starts_at)
        for bar in bars
        if bar.starts_at < piece.ends_at and bar.ends_at > piece.starts_at
    )
    return sum(lengths, timedelta())
