"""One day: rooms as lanes, the hours as a ruler, the free stretches as links that book."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape

from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.booking.queries import Bar, Board, Lane
from cantine.booking.views.board import marks
from cantine.booking.views.board.marks import Ruler
from cantine.kernel import Interval, peak, without
from cantine.ui import formats
from cantine.ui.grid import fill_class
from cantine.ui.languages import lang_of_words

SHORT = timedelta(minutes=75)  # on a lane its title takes both lines
Piece = tuple[datetime, str]


def day_board(board: Board, *, now: datetime, kiosk: bool = False) -> str:
    """The day ``board.first_day`` as markup; on the wall screen nothing is a link."""
    ruler = marks.ruler_of(board, [board.first_day])
    lanes = marks.shown_lanes(board)
    order = {lane.resource.id: number for number, lane in enumerate(lanes)}
    drawn = "".join(_lane(board, lane, ruler, order, now=now, kiosk=kiosk) for lane in lanes)
    label = _("Planning, %(day)s") % {"day": formats.long_day(board.first_day)}
    kind = f"board kiosk rows{min(60, max(1, len(lanes)))}" if kiosk else "board"
    return (
        f'<section class="{kind}" aria-label="{escape(label)}" data-board="day" data-day="{board.first_day}"'
        f' data-zone="{board.place.timezone}" data-day-words="{escape(formats.long_day(board.first_day))}"'
        f' data-words="{escape(json.dumps(_script_words()))}">'
        f'<div class="board-day h{ruler.hours}" data-start="{ruler.starts_at:%Y-%m-%dT%H:%M:%SZ}">'
        f'<div class="board-ruler" aria-hidden="true"><div class="track">{ruler.marks()}</div></div>'
        f'<ul class="lanes">{drawn}</ul>{_now_line(ruler, now)}</div>{"" if kiosk else marks.legend()}</section>'
    )


def _script_words() -> dict[str, str]:
    """What the script says of the half-hours that it walks; braces are filled there."""
    return {
        "free": _("{day}, {start}, {room}, free"),
        "free_until": _("{day}, {start} to {end}, {room}, free"),
        "edge": _("Nothing further this way."),
        "gone": _("{room} at {start} was taken a moment ago."),
        "to": _("{start} to {end}, {room}"),
        "moved": _("It is moved."),
    }


def _now_line(ruler: Ruler, now: datetime) -> str:
    if not ruler.starts_at <= now < ruler.ends_at:
        return ""
    clock = formats.clock(now, ruler.place.zone)
    start, zone = f"{ruler.starts_at:%Y-%m-%dT%H:%M:%SZ}", ruler.place.timezone
    mark = f'<span class="s{ruler.step(now)}"><b>{clock}</b></span>'
    return f'<div class="board-now track" aria-hidden="true" data-from="{start}" data-zone="{zone}">{mark}</div>'


def _lane(board: Board, lane: Lane, ruler: Ruler, order: dict[int, int], *, now: datetime, kiosk: bool) -> str:
    card = lane.resource
    if card.seats:
        pieces = _loads(lane, ruler, board)
        track = f'<ul class="track pool" aria-label="{escape(_("Seats taken, hour by hour"))}">{pieces}</ul>'
    else:
        parts = [*_bars(board, lane, ruler, order, now=now), *_shut(lane, ruler)]
        if not kiosk:
            parts += _free(board, lane, ruler, now=now)
        track = f'<ul class="track">{"".join(markup for _, markup in sorted(parts))}</ul>'
    name, book = f"<span{lang_of_words()}>{escape(card.name)}</span>", ""
    if lane.may_book or lane.may_ask:
        address = reverse("booking:book", args=[board.place.slug, card.slug])
        name = f'<a href="{address}?jour={board.first_day}"{lang_of_words()}>{escape(card.name)}</a>'
        book = f' data-book="{address}" data-room="{escape(card.name)}" data-shortest="{card.shortest_minutes}"'
    small = _pool_words(lane, board, now) if card.seats else marks.capacity_words(card)
    return (
        f'<li class="lane" id="lane-{card.slug}" data-resource="{card.slug}" data-grid="{card.grid_minutes}"{book}>'
        f'<h2 class="room">{name}<small>{escape(small)}</small></h2>{track}</li>'
    )


def _bars(board: Board, lane: Lane, ruler: Ruler, order: dict[int, int], *, now: datetime) -> Iterator[Piece]:
    for bar in lane.bars:
        if bar.ends_at <= ruler.starts_at or bar.starts_at >= ruler.ends_at:
            continue
        place = ruler.classes(bar.starts_at, bar.ends_at)
        kind, second = _joined(board, lane, bar, order)
        short = "short" if bar.ends_at - bar.starts_at <= SHORT else ""
        classes = " ".join(word for word in (marks.bar_classes(bar, now), kind, short) if word)
        if kind == "also":
            inner = f"<div><time>{formats.hours(bar, board.place.zone)}</time><b>{escape(second)}</b></div>"
        else:
            inner = marks.bar_inner(bar, board.place, second=second)
        if bar.shut:
            hours, words = marks.shut_words(bar, board.place)
            inner = f"<time>{hours}</time><span>{escape(words)}</span>" if hours else f"<span>{escape(words)}</span>"
        yield (
            bar.starts_at,
            f'<li class="{classes} {place}" data-date="{bar.uuid}"{_moves(board, bar, now)}>{inner}</li>',
        )


def _moves(board: Board, bar: Bar, now: datetime) -> str:
    """Where the script asks to move this bar; nothing when this reader may not, or when it is over."""
    card = board.resources.get(bar.resource_id)
    if not bar.opens or bar.ends_at <= now or card is None:
        return ""
    return f' data-moves="{reverse("booking:move", args=[board.place.slug, bar.uuid])}" data-resource="{card.slug}"'


def _joined(board: Board, lane: Lane, bar: Bar, order: dict[int, int]) -> tuple[str, str]:
    """A joined room stands over its parts when their lanes follow one another; else each lane says with which."""
    card = board.resources.get(bar.resource_id)
    parts = marks.parts_of(card, board.resources) if card else []
    rows = sorted(order[part] for part in parts if part in order)
    mine = order.get(lane.resource.id, -1)
    if card is None or mine not in rows or len(rows) < 2:
        return "", card.name if card and card.id != lane.resource.id else ""
    names = [board.resources[part].name for part in parts if part != lane.resource.id]
    together = _("with %(rooms)s") % {"rooms": ", ".join(names)}
    if rows != list(range(rows[0], rows[0] + len(rows))) or len(rows) > 12:
        return "", together
    return (f"join n{len(rows)}", card.name) if mine == rows[0] else ("also", together)


def _shut(lane: Lane, ruler: Ruler) -> Iterator[Piece]:
    """Closed hours, and the time before and after a booking that its set-up takes."""
    card = lane.resource
    withdrawn = [Interval(bar.starts_at, bar.ends_at) for bar in lane.bars if bar.shut]
    closed = without([ruler.window], [*lane.open_intervals, *withdrawn])
    for gap in closed:
        yield gap.starts_at, _shut_piece(ruler, gap, _("Closed"))
    before, after = timedelta(minutes=card.buffer_before_minutes), timedelta(minutes=card.buffer_after_minutes)
    for bar in lane.bars:
        taken = Interval(bar.starts_at, bar.ends_at)
        if not bar.shut and bar.resource_id == card.id and (before or after):
            for buffer in without([taken.widened(before=before, after=after)], [taken, *closed]):
                if buffer.overlaps(ruler.window):
                    yield buffer.starts_at, _shut_piece(ruler, buffer, _("Set-up"))


def _shut_piece(ruler: Ruler, gap: Interval, word: str) -> str:
    slim = " slim" if gap.length < timedelta(minutes=45) else ""
    hours = formats.hours(gap, ruler.place.zone)
    return f'<li class="shut{slim} {ruler.classes(gap.starts_at, gap.ends_at)}"><time>{hours}</time><span>{escape(word)}</span></li>'


def _free(board: Board, lane: Lane, ruler: Ruler, *, now: datetime) -> Iterator[Piece]:
    """One link for each free stretch still to come: the script lets the arrows walk through its hours."""
    card = lane.resource
    if not (lane.may_book or lane.may_ask):
        return
    zone = board.place.zone
    address = reverse("booking:book", args=[board.place.slug, card.slug])
    before, after = timedelta(minutes=card.buffer_before_minutes), timedelta(minutes=card.buffer_after_minutes)
    taken = [
        Interval(bar.starts_at, bar.ends_at).widened(before=before + after, after=after + before)
        if not bar.shut
        else Interval(bar.starts_at, bar.ends_at)
        for bar in lane.bars
    ]
    opened = [piece for each in lane.open_intervals if (piece := each.intersection(ruler.window))]
    for gap in without(opened, taken):
        starts_at = max(gap.starts_at, _next_step(now, card.grid_minutes))
        if gap.ends_at - starts_at < timedelta(minutes=card.shortest_minutes):
            continue
        words = {
            "day": formats.long_day(board.first_day),
            "start": formats.hour(starts_at, zone),
            "end": formats.hour(gap.ends_at, zone),
            "room": card.name,
        }
        label = _("%(day)s, %(start)s to %(end)s, %(room)s, free") % words
        local = starts_at.astimezone(zone)
        hours = f"{formats.clock(starts_at, zone)}–{formats.clock(gap.ends_at, zone)}"
        yield (
            starts_at,
            (
                f'<li class="free {ruler.classes(starts_at, gap.ends_at)}">'
                f'<a href="{address}?debut={local:%Y-%m-%dT%H:%M}" aria-label="{escape(label)}">'
                f"{hours} <span>{escape(_('free'))}</span></a></li>"
            ),
        )


def _next_step(now: datetime, minutes: int) -> datetime:
    step = timedelta(minutes=minutes)
    return now + (datetime.min.replace(tzinfo=now.tzinfo) - now) % step


def _loads(lane: Lane, ruler: Ruler, board: Board) -> str:
    """One bar an hour: the most seats taken at once in it."""
    uses = _uses(lane, board)
    seats = lane.resource.seats or 1
    bars = [_shut_piece(ruler, gap, _("Closed")) for gap in without([ruler.window], lane.open_intervals)]
    for number in range(ruler.hours):
        hour = Interval(ruler.starts_at + number * marks.HOUR, ruler.starts_at + (number + 1) * marks.HOUR)
        if not any(hour.overlaps(opened) for opened in lane.open_intervals):
            continue
        taken = min(seats, peak((piece, q) for use, q in uses if (piece := use.intersection(hour))))
        hot = " hot" if taken >= 0.8 * seats else ""
        bars.append(
            f'<li class="load s{number * 12} d12 {fill_class(taken / seats)}{hot}"><span></span><b>{taken}</b></li>'
        )
    return "".join(bars)


def _uses(lane: Lane, board: Board) -> list[tuple[Interval, int]]:
    """What is taken of a pool: its own dates, and all the seats that a room takes along."""
    uses = []
    for bar in lane.bars:
        card = board.resources.get(bar.resource_id)
        along = sum(pool.seats for pool in card.pools if pool.pool_id == lane.resource.id) if card else 0
        quantity = (lane.resource.seats or 1) if bar.shut else along or bar.quantity
        uses.append((Interval(bar.starts_at, bar.ends_at), quantity))
    return uses


def _pool_words(lane: Lane, board: Board, now: datetime) -> str:
    seats = lane.resource.seats or 0
    if not any(opened.starts_at <= now < opened.ends_at for opened in lane.open_intervals):
        return _("%(seats)s seats") % {"seats": seats}
    taken = sum(quantity for use, quantity in _uses(lane, board) if use.starts_at <= now < use.ends_at)
    return _("%(free)s free of %(seats)s") % {"free": max(0, seats - taken), "seats": seats}
