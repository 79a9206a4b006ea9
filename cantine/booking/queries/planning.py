"""The planning of a place: its lanes, and the bars that stand in them, for any run of days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from cantine.booking import rules
from cantine.booking.rules.occupations import taken_by
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, can
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard


class Bar(NamedTuple):
    """Something that stands in a lane: a date, an option, a request, a blocking. ``title`` is empty when hidden;
    ``who`` books, for the team alone. A tuple, for a week has a thousand: frozen, it is made four times as fast.
    """

    uuid: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    quantity: int
    title: str
    mine: bool
    opens: bool
    resource_id: int
    expires_at: datetime | None = None
    who: str = ""

    @property
    def shut(self) -> bool:
        """Nothing to book there: withdrawn, or occupied for months."""
        return self.kind in _SHUT


@dataclass(frozen=True)
class Lane:
    """One resource with its bars and its open time; a joined room's bars stand in its parts' lanes too."""

    resource: ResourceCard
    bars: tuple[Bar, ...]
    open_intervals: tuple[Interval, ...]
    may_book: bool
    may_ask: bool


@dataclass(frozen=True)
class Board:
    """The lanes of a place over ``first_day`` … ``last_day`` (both included), as one reader may see them."""

    place: PlaceRef
    first_day: date
    last_day: date
    window: Interval
    lanes: tuple[Lane, ...]
    resources: dict[int, ResourceCard]
    closed: tuple[place_rules.ClosedDay, ...]


# Blockings say why to everybody; who occupies a room for months is for the team and the occupant.
_STANDING = """
SELECT o.uuid, o.state, o.starts_at, o.ends_at, NULL::date, NULL::date, o.quantity, b.title, b.title_hidden, o.person_id,
  o.resource_id, o.expires_at, CASE WHEN %(sees_all)s THEN coalesce(c.name, p.name, '') ELSE '' END
FROM booking_occurrence o JOIN booking_booking b ON b.id = o.booking_id
  LEFT JOIN people_organisation c ON %(sees_all)s AND c.id = b.customer_id
  LEFT JOIN people_person p ON %(sees_all)s AND p.id = o.person_id
WHERE o.organisation_id = %(organisation)s AND o.place_id = %(place)s AND o.starts_at < %(ends_at)s
  AND o.starts_at > %(earliest)s AND o.ends_at > %(starts_at)s AND o.state = ANY(%(states)s)
UNION ALL
SELECT w.uuid, 'blocking', w.starts_at, w.ends_at, NULL, NULL, 1, w.reason, false, NULL, w.resource_id, NULL, ''
FROM booking_blocking w
WHERE w.organisation_id = %(organisation)s AND w.place_id = %(place)s AND w.lifted_at IS NULL
  AND w.starts_at < %(ends_at)s AND w.ends_at > %(starts_at)s
UNION ALL
SELECT n.uuid, 'occupation', NULL, NULL, n.starts_on, n.ends_on, n.quantity, coalesce(c.name, p.name, ''), true, n.person_id,
  n.resource_id, NULL, ''
FROM booking_occupation n LEFT JOIN people_organisation c ON c.id = n.customer_id LEFT JOIN people_person p ON p.id = n.person_id
WHERE n.organisation_id = %(organisation)s AND n.place_id = %(place)s
  AND n.starts_on <= %(last)s AND (n.ends_on IS NULL OR n.ends_on >= %(first)s)
"""
_SHUT = frozenset({"blocking", "occupation"})


def board_of(*, actor: Actor, place: PlaceRef, first_day: date, days: int, hours: places.Hours | None = None) -> Board:
    """Three statements whatever the number of rooms and dates: resources, hours, and what stands in the lanes; one less
    with the ``hours`` that the caller has read."""
    last_day = first_day + timedelta(days=days - 1)
    window = Interval(
        place_rules.whole_day(first_day, timezone=place.timezone).starts_at,
        place_rules.whole_day(last_day, timezone=place.timezone).ends_at,
    )
    standing = places.standing_of(actor, place=place)
    every = places.resource_cards(place_id=place.id)
    cards = [card for card in every if card.shown_to(standing)]
    hours = hours or places.hours_of(place)
    bars = _by_lane(_bars(actor, place, window), every)
    lanes = [
        Lane(
            resource=card,
            bars=tuple(bars[card.id]),
            open_intervals=tuple(hours.open_intervals(resource_id=card.id, first_day=first_day, last_day=last_day)),
            may_book=card.access.mode_for(standing) is place_rules.Mode.DIRECT and not card.long_term,
            may_ask=card.access.mode_for(standing) is place_rules.Mode.ASK and not card.long_term,
        )
        for card in cards
    ]
    closed = hours.closed_days(resource_id=None, first_day=first_day, last_day=last_day)
    return Board(place, first_day, last_day, window, tuple(lanes), {card.id: card for card in every}, closed)


def _by_lane(bars: list[Bar], cards: list[ResourceCard]) -> dict[int, list[Bar]]:
    """The bars of each resource in their order: its own, and those of the resources that share a unit or its seats."""
    by_unit: dict[int, set[int]] = {}
    for card in cards:
        for unit in card.units:
            by_unit.setdefault(unit, set()).add(card.id)
    lanes: dict[int, list[Bar]] = {card.id: [] for card in cards}
    met: dict[int, set[int]] = {}
    for card in cards:
        sharing = {other for unit in card.units for other in by_unit[unit]}
        met[card.id] = {card.id, *sharing, *(pool.pool_id for pool in card.pools)} & lanes.keys()
    for bar in bars:
        for lane in met.get(bar.resource_id, ()):
            lanes[lane].append(bar)
    return lanes


def _bars(actor: Actor, place: PlaceRef, window: Interval) -> list[Bar]:
    """Dates, blockings, and occupations of months or years, by their start; one statement."""
    sees_all = can(actor, "booking.see_all", Target(place.organisation_id, place.id))
    first, last = (place_rules.day_of(at, timezone=place.timezone) for at in (window.starts_at, window.ends_at))
    values = {
        "organisation": place.organisation_id, "place": place.id, "starts_at": window.starts_at, "ends_at": window.ends_at,
        "earliest": window.starts_at - rules.LONGEST_BOOKING, "states": sorted(rules.TAKING), "sees_all": sees_all,
        "first": first, "last": last,
    }  # fmt: skip
    bars, me = [], actor.person_id
    for (
        uuid, kind, starts_at, ends_at, starts_on, ends_on, quantity, title, hidden, person_id, resource_id, expires_at, who,
    ) in sql.rows(_STANDING, values):  # fmt: skip
        if starts_at is None:
            period = taken_by(starts_on=starts_on, ends_on=ends_on, timezone=place.timezone)
            starts_at, ends_at = period.starts_at, period.ends_at  # noqa: PLW2901  days, told by their instants
        mine = person_id is not None and person_id == me
        shown = title if mine or sees_all or not hidden else ""
        opens = (mine or sees_all) and kind not in _SHUT
        bars.append(Bar(uuid, kind, starts_at, ends_at, quantity, shown, mine, opens, resource_id, expires_at, who))
    return sorted(bars, key=_by_start)


_by_start = attrgetter("starts_at")
