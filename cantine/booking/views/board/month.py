"""A month: weeks as rows; each day its first bookings and the share of open room time that is taken."""

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
    bars, closed = _unique(board), marks.closed_words(board)
    heads = "".join(f'<th scope="col">{escape(formats.weekday(day))}</th>' for day in days[:7])
    cells = [_day(board, day, bars, closed=closed.get(day), month=month, today=today, now=now) for day in days]
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
    return sorted(seen.values(), key=lambda bar: (bar.starts_at, bar.uuid))


def _day(
    board: Board, day: date, bars: list[Bar], *, closed: str | None, month: date, today: date, now: datetime
) -> str:
    whole = place_rules.whole_day(day, timezone=board.place.timezone)
    mine = [bar for bar in bars if bar.starts_at < whole.ends_at and bar.ends_at > whole.starts_at and not bar.shut]
    share = _share(board, whole)
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


def _share(board: Board, whole: Interval) -> float:
    """Taken open time of the rooms over their open time that day."""
    taken = opened = timedelta()
    for lane in board.lanes:
        if lane.resource.seats or marks.parts_of(lane.resource, board.resources):
            continue
        for interval in lane.open_intervals:
            if piece := interval.intersection(whole):
                opened += piece.length
                taken += sum(
                    (
                        cut.length
                        for bar in lane.bars
                        if bar.starts_at < piece.ends_at
                        and bar.ends_at > piece.starts_at  # most are of other days
                        and (cut := piece.intersection(Interval(bar.starts_at, bar.ends_at)))
                    ),
                    timedelta(),
                )
    return min(1.0, taken / opened) if opened else 0.0
