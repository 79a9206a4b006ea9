"""What a file of bookings would take of a place: past dates and coming ones, and every clash with its line.

A clash with what the place has, or with another line, is a wrong line: nothing is ever booked over.
"""

from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from cantine.kernel import Interval, Refusal, folded
from cantine.web.rules.cells import moment_in, whole_in
from cantine.web.rules.columns import Line, columns_of
from cantine.web.rules.csv_file import Table
from cantine.web.rules.plan import Draft, Plan, Status

LONGEST = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class BookingWish:
    """One date. Without a person, ``note`` keeps the name that the file gave."""

    resource_id: int
    interval: Interval
    person_id: int | None = None
    title: str = ""
    quantity: int = 1
    guests: int = 0
    note: str = ""


@dataclass(frozen=True, order=True)
class TakenTime:
    """Time taken already on a unit or a pool: ``seats`` of it; ``line`` is 0 for what the place has."""

    starts_at: datetime
    ends_at: datetime
    seats: int = 1
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class KnownRoom:
    """What a resource takes: keys of things with their number of seats (1: exclusive), and how much of each."""

    resource_id: int
    takes: tuple[tuple[str, int, int | None], ...]  # (key, seats there, seats taken; None: as many as asked)
    before: timedelta = timedelta()
    after: timedelta = timedelta()


@dataclass(frozen=True, kw_only=True)
class KnownHouse:
    """What the plan of bookings must know of the place. ``there`` are dates it has: (resource, start, person)."""

    zone: ZoneInfo
    rooms: Mapping[str, KnownRoom]  # by slug and by folded name
    people: Mapping[str, int]  # by e-mail
    names: Mapping[str, tuple[int, ...]]  # by folded name
    taken: Mapping[str, list[TakenTime]] = field(default_factory=dict)
    there: frozenset[tuple[int, datetime, int | None]] = frozenset()


def plan_bookings(table: Table, *, mapping: str, house: KnownHouse) -> Plan[BookingWish]:
    """Refusals: those of the file."""
    columns = columns_of(table, kind="bookings", mapping=mapping)
    draft: Draft[BookingWish] = Draft()
    slate = _Slate({key: sorted(times) for key, times in house.taken.items()})
    seen: dict[tuple[int, datetime, int | None], int] = {}
    for row in table.rows():
        line = Line(row, columns)
        read = _read(line, house)
        if read is None:
            draft.refuse(line.wrong)
            continue
        wish, room = read
        key = (wish.resource_id, wish.interval.starts_at, wish.person_id)
        if key in seen:
            line.refuse("starts_at", Refusal("line.twice", {"line": seen[key]}))
        elif key not in house.there:
            clash = slate.take(room, wish, row.line)
            if clash is not None:
                line.refuse("starts_at", _said(clash, house.zone))
        if line.wrong:
            draft.refuse(line.wrong)
            continue
        seen[key] = row.line
        draft.add(
            row.line,
            Status.KNOWN if key in house.there else Status.NEW,
            wish,
            line.said("resource", "starts_at", "ends_at", "title", "email", "person"),
        )
    return draft.done(unread=columns.unread, encoding=table.encoding)


def _read(line: Line, house: KnownHouse) -> tuple[BookingWish, KnownRoom] | None:
    for name in ("resource", "starts_at", "ends_at"):
        line.needed(name)
    named = line.text("resource")
    room = house.rooms.get(folded(named))
    if named and room is None:
        line.refuse("resource", Refusal("cell.resource_unknown"))
    when = partial(moment_in, zone=house.zone)
    starts_at, ends_at = line.value("starts_at", when), line.value("ends_at", when)
    if starts_at and ends_at and not starts_at < ends_at:
        line.refuse("ends_at", Refusal("cell.reversed"))
    elif starts_at and ends_at and ends_at - starts_at > LONGEST:
        line.refuse("ends_at", Refusal("cell.too_many_days", {"most": LONGEST.days}))
    person_id, aside = _person(line, house)
    quantity, guests = line.value("quantity", partial(whole_in, least=1)), line.value("guests", whole_in)
    title, note = line.text("title", most=120), line.text("note", most=2000, multiline=True)
    if line.wrong or room is None or starts_at is None or ends_at is None:
        return None
    wish = BookingWish(
        resource_id=room.resource_id,
        interval=Interval(starts_at, ends_at),
        person_id=person_id,
        title=title,
        quantity=quantity or 1,
        guests=guests or 0,
        note="\n".join(part for part in (aside, note) if part),
    )
    return wish, room


def _person(line: Line, house: KnownHouse) -> tuple[int | None, str]:
    """The person, by e-mail, else by a name that only one contact bears; a name that is not found goes to the note."""
    email, name = line.text("email").lower(), line.text("person", most=120)
    if email:
        if email not in house.people:
            line.refuse("email", Refusal("cell.person_unknown"))
        return house.people.get(email), ""
    found = house.names.get(folded(name), ()) if name else ()
    if len(found) > 1:
        line.refuse("person", Refusal("cell.person_ambiguous", {"count": len(found)}))
    return (found[0], "") if len(found) == 1 else (None, name)


@dataclass
class _Slate:
    """What is taken of each thing, sorted by start; lines that fit are added to it as they come."""

    taken: dict[str, list[TakenTime]]
    longest: dict[str, timedelta] = field(default_factory=dict)

    def take(self, room: KnownRoom, wish: BookingWish, line: int) -> TakenTime | None:
        """The time that stands in the way, or None once the wish is written down."""
        starts_at, ends_at = wish.interval.starts_at - room.before, wish.interval.ends_at + room.after
        asked = [(key, seats, wish.quantity if takes is None else takes) for key, seats, takes in room.takes]
        for key, seats, quantity in asked:
            clash = self._clash(key, seats, quantity, starts_at, ends_at)
            if clash is not None:
                return clash
        for key, _, quantity in asked:
            insort(self.taken.setdefault(key, []), TakenTime(starts_at, ends_at, quantity, line))
            self.longest[key] = max(self.longest.get(key, timedelta()), ends_at - starts_at)
        return None

    def _clash(self, key: str, seats: int, quantity: int, starts_at: datetime, ends_at: datetime) -> TakenTime | None:
        times = self.taken.setdefault(key, [])
        if key not in self.longest:
            self.longest[key] = max((each.ends_at - each.starts_at for each in times), default=timedelta())
        first = bisect_left(times, TakenTime(starts_at - self.longest[key], starts_at - self.longest[key], 0, 0))
        met = []
        for each in times[first:]:
            if each.starts_at >= ends_at:
                break
            if each.ends_at > starts_at:
                met.append(each)
        return self._overflow(met, seats, quantity, starts_at)

    @staticmethod
    def _overflow(met: list[TakenTime], seats: int, quantity: int, starts_at: datetime) -> TakenTime | None:
        """The seats in use only grow where somebody starts: there the sum is looked at. ``met`` is in that order."""
        if quantity > seats:
            return TakenTime(starts_at, starts_at, quantity, -1)
        used, ends = quantity, list[tuple[datetime, int]]()
        for each in met:
            while ends and ends[0][0] <= max(each.starts_at, starts_at):
                used -= heappop(ends)[1]
            used += each.seats
            heappush(ends, (each.ends_at, each.seats))
            if used > seats:
                return each
        return None


def _said(clash: TakenTime, zone: ZoneInfo) -> Refusal:
    if clash.line < 0:
        return Refusal("line.too_many_seats", {"asked": clash.seats})
    context = {"starts_at": clash.starts_at.astimezone(zone), "ends_at": clash.ends_at.astimezone(zone)}
    if clash.line:
        return Refusal("line.clash_with_line", {**context, "line": clash.line})
    return Refusal("line.clash", context)
