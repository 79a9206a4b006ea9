"""The planning of a place: its lanes, and the bars that stand in them, for any run of days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import BigIntegerField, DateTimeField, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce

from cantine.booking import rules
from cantine.booking.models import Blocking, Occupation, Occurrence
from cantine.booking.rules.occupations import NO_END, taken_by
from cantine.core.actor import Actor
from cantine.core.authorization import Target, can
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard


@dataclass(frozen=True)
class Bar:
    """Something that stands in a lane: a date, an option, a request, a blocking. ``title`` is empty when hidden."""

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

    @property
    def shut(self) -> bool:
        """Nothing to book there: withdrawn, or occupied for months."""
        return self.kind in {"blocking", "occupation"}


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


def board_of(*, actor: Actor, place: PlaceRef, first_day: date, days: int, hours: places.Hours | None = None) -> Board:
    """Five statements whatever the number of rooms and dates: resources, hours, closures, dates, and what is withdrawn.

    Two less with the ``hours`` that the caller has read.
    """
    last_day = first_day + timedelta(days=days - 1)
    window = Interval(
        place_rules.whole_day(first_day, timezone=place.timezone).starts_at,
        place_rules.whole_day(last_day, timezone=place.timezone).ends_at,
    )
    standing = places.standing_of(actor, place=place)
    every = places.resource_cards(place_id=place.id)
    cards = [card for card in every if card.shown_to(standing)]
    hours = hours or places.hours_of(place)
    bars = _bars(actor, place, window)
    meeting = {card.id: _meeting(card, every) for card in cards}
    lanes = [
        Lane(
            resource=card,
            bars=tuple(bar for bar in bars if bar.resource_id in meeting[card.id]),
            open_intervals=tuple(hours.open_intervals(resource_id=card.id, first_day=first_day, last_day=last_day)),
            may_book=card.access.mode_for(standing) is place_rules.Mode.DIRECT and not card.long_term,
            may_ask=card.access.mode_for(standing) is place_rules.Mode.ASK and not card.long_term,
        )
        for card in cards
    ]
    closed = hours.closed_days(resource_id=None, first_day=first_day, last_day=last_day)
    return Board(place, first_day, last_day, window, tuple(lanes), {card.id: card for card in every}, closed)


def _meeting(card: ResourceCard, cards: list[ResourceCard]) -> set[int]:
    """The resources whose dates keep this one busy: itself, and those that share a unit or take its seats."""
    mine = set(card.units)
    sharing = {other.id for other in cards if mine & set(other.units)}
    taking = {other.id for other in cards if any(pool.pool_id == card.id for pool in other.pools)}
    return {card.id} | sharing | taking


def _bars(actor: Actor, place: PlaceRef, window: Interval) -> list[Bar]:
    sees_all = can(actor, "booking.see_all", Target(place.organisation_id, place.id))
    dates = Occurrence.objects.filter(
        place_id=place.id,
        starts_at__lt=window.ends_at,
        starts_at__gt=window.starts_at - rules.LONGEST_BOOKING,
        ends_at__gt=window.starts_at,
        state__in=sorted(rules.TAKING),
    ).order_by("starts_at", "id")
    rows = dates.values_list(
        "uuid", "state", "starts_at", "ends_at", "quantity", "booking__title", "booking__title_hidden",
        "person_id", "resource_id", "expires_at",
    )  # fmt: skip
    bars = []
    for uuid, state, starts_at, ends_at, quantity, title, hidden, person_id, resource_id, expires_at in rows:
        mine = person_id is not None and person_id == actor.person_id
        shown = title if mine or sees_all or not hidden else ""
        opens = mine or sees_all
        bars.append(Bar(uuid, state, starts_at, ends_at, quantity, shown, mine, opens, resource_id, expires_at))
    return sorted([*bars, *_withdrawn(place, window, actor=actor, sees_all=sees_all)], key=lambda bar: bar.starts_at)


def _withdrawn(place: PlaceRef, window: Interval, *, actor: Actor, sees_all: bool) -> list[Bar]:
    """Blockings, and occupations of months or years, in one statement. The team and the occupant read who occupies."""
    first, last = (place_rules.day_of(at, timezone=place.timezone) for at in (window.starts_at, window.ends_at))
    none, words = Value(None, output_field=BigIntegerField()), Value("", output_field=TextField())
    blockings = Blocking.objects.filter(
        place_id=place.id, lifted_at=None, starts_at__lt=window.ends_at, ends_at__gt=window.starts_at
    ).values_list(
        "uuid", Value("blocking"), "starts_at", "ends_at", Value(1), Cast("reason", TextField()), none, "resource_id"
    )
    occupations = (
        Occupation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), place_id=place.id, starts_on__lte=last)
        .annotate(last_day=Coalesce("ends_on", Value(NO_END)))
        .values_list(
            "uuid", Value("occupation"), Cast("starts_on", DateTimeField()), Cast("last_day", DateTimeField()), "quantity",
            Coalesce("customer__name", "person__name", words, output_field=TextField()), "person_id", "resource_id",
        )
    )  # fmt: skip
    bars = []
    for uuid, kind, starts, ends, quantity, title, person_id, resource_id in blockings.union(occupations, all=True):
        mine = person_id is not None and person_id == actor.person_id
        if kind == "occupation":
            period = taken_by(
                starts_on=starts.astimezone(UTC).date(), ends_on=ends.astimezone(UTC).date(), timezone=place.timezone
            )
            shown = title if mine or sees_all else ""
            bars.append(Bar(uuid, kind, period.starts_at, period.ends_at, quantity, shown, mine, False, resource_id))
        else:
            bars.append(Bar(uuid, kind, starts, ends, quantity, title, False, False, resource_id))
    return sorted(bars, key=lambda bar: bar.starts_at)
