"""What to propose instead of what was refused, and a series with what stands against each of its dates: the rows that
the rules of ``free`` and ``series`` ask for, read in a constant number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cantine.booking import rules
from cantine.booking.queries.availability import Situation, busy_of, rules_of, situation_of
from cantine.core.actor import Actor
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import Hours, PlaceRef, ResourceCard

SEARCHED_DAYS = 7
MOST_ROOMS = 40
MOST_ROOMS_OF_A_SERIES = 6
LONG_SERIES = 60


@dataclass(frozen=True)
class Proposal:
    """Something free and allowed: ``resource`` during ``interval``; ``kind`` says how it differs from what was asked."""

    resource: ResourceCard
    interval: Interval
    kind: rules.AlternativeKind
    mode: place_rules.Mode
    shift: timedelta


@dataclass(frozen=True)
class Plan:
    """A series as it would be written, with the resources that its dates and proposals name."""

    series: rules.SeriesPlan
    resources: Mapping[str, ResourceCard]

    def proposals(self, date: rules.PlannedDate) -> list[Proposal]:
        return [_proposal(each, self.resources) for each in date.offers]


def alternatives_to(
    *,
    actor: Actor,
    place: PlaceRef,
    resource: ResourceCard,
    person_id: int | None,
    wish: rules.Wish,
    now: datetime,
    but_occurrences: Iterable[int] = (),
    most: int = 3,
) -> list[Proposal]:
    """The nearest times in the same resource within a week, then other rooms at that time, then joined ones."""
    if rules.check_dates(wish.interval):
        return []
    hours, skip = places.hours_of(place), tuple(but_occurrences)
    days = place_rules.days_of(wish.interval, timezone=place.timezone)
    week = Interval(
        place_rules.whole_day(days[0], timezone=place.timezone).starts_at,
        place_rules.whole_day(days[-1] + timedelta(days=SEARCHED_DAYS), timezone=place.timezone).ends_at,
    )
    situation = situation_of(
        actor=actor, place=place, resource=resource, person_id=person_id, window=week, but_occurrences=skip, hours=hours
    )
    others = _others(actor, place, resource, most=MOST_ROOMS)
    own, rooms = _rooms(situation, place, resource, others, hours=hours, window=wish.interval, skip=skip)
    found = rules.alternatives_to(
        wish=wish, room=own, others=rooms, asker=situation.asker, now=now, legal=situation.legal, most=most
    )
    by_slug = {card.slug: card for card in (resource, *others)}
    return [_proposal(each, by_slug) for each in found]


def plan_of(
    *,
    actor: Actor,
    place: PlaceRef,
    resource: ResourceCard,
    person_id: int | None,
    wish: rules.Wish,
    dates: Sequence[Interval],
    choices: Mapping[datetime, rules.Choice],
    now: datetime,
    override: bool = False,
    chosen: Iterable[ResourceCard] = (),
) -> Plan:
    """Every date of a series judged, with what the person chose so far; ``chosen`` are the rooms that choices name.

    A long series is offered other times only: its dates in other rooms would take too long to try.
    """
    hours = places.hours_of(place)
    moved = [choice.interval for choice in choices.values() if isinstance(choice, rules.Move) and choice.interval]
    every = [*dates, *moved]
    margin = timedelta(days=SEARCHED_DAYS + 1)
    window = Interval(min(each.starts_at for each in every) - margin, max(each.ends_at for each in every) + margin)
    situation = situation_of(
        actor=actor, place=place, resource=resource, person_id=person_id, window=window, hours=hours
    )
    named = {card.id: card for card in chosen if card.id != resource.id}
    if len(dates) <= LONG_SERIES:
        near = _others(actor, place, resource, most=MOST_ROOMS_OF_A_SERIES)
        named = {**{card.id: card for card in near}, **named}
    others = list(named.values())
    own, rooms = _rooms(situation, place, resource, others, hours=hours, window=window)
    series = rules.plan_series(
        dates=dates, wish=wish, room=own, others=rooms, choices=choices, asker=situation.asker, now=now,
        override=override, legal=situation.legal, most=2,
    )  # fmt: skip
    return Plan(series, {card.slug: card for card in (resource, *others)})


def _others(actor: Actor, place: PlaceRef, resource: ResourceCard, *, most: int) -> list[ResourceCard]:
    """What the asker may see, the most alike first: the same kind, then the nearest in size."""
    standing = places.standing_of(actor, place=place)
    size = resource.capacity or resource.seats or 1
    seen = [
        card
        for card in places.resource_cards(place_id=place.id)
        if card.id != resource.id and card.shown_to(standing) and bool(card.seats) == bool(resource.seats)
    ]
    alike = sorted(seen, key=lambda card: (card.kind != resource.kind, abs((card.capacity or card.seats or 1) - size)))
    return alike[:most]


def _rooms(
    situation: Situation,
    place: PlaceRef,
    resource: ResourceCard,
    others: Sequence[ResourceCard],
    *,
    hours: Hours,
    window: Interval,
    skip: tuple[int, ...] = (),
) -> tuple[rules.Room, list[rules.Room]]:
    """The resource as ``situation`` knows it, and the others during ``window``."""
    own = rules.Room(
        resource=resource.slug,
        kind=resource.kind,
        rules=situation.limits,
        open_intervals=tuple(situation.open_intervals),
        busy=tuple(situation.busy),
        closed=situation.closed,
        units=frozenset(resource.units),
    )
    before = max((card.buffer_before_minutes for card in others), default=0)
    after = max((card.buffer_after_minutes for card in others), default=0)
    reach = window.widened(before=timedelta(minutes=before), after=timedelta(minutes=after))
    busy = busy_of(others, window=reach, but_occurrences=skip) if others else {}
    first = place_rules.day_of(window.starts_at, timezone=place.timezone)
    last = place_rules.day_of(window.ends_at, timezone=place.timezone)
    rooms = [
        rules.Room(
            resource=card.slug,
            kind=card.kind,
            rules=rules_of(card, place=place, house_rules=situation.house_rules, dues=situation.dues),
            open_intervals=tuple(hours.open_intervals(resource_id=card.id, first_day=first, last_day=last)),
            busy=tuple(busy[card.id]),
            parts=_parts(card, (resource, *others)),
            units=frozenset(card.units),
        )
        for card in others
    ]
    return own, rooms


def _parts(card: ResourceCard, cards: Iterable[ResourceCard]) -> tuple[str, ...]:
    """The rooms that a joined room is made of: those whose units are some of its own."""
    mine = set(card.units)
    return tuple(other.slug for other in cards if other.units and set(other.units) < mine)


def _proposal(found: rules.Alternative, resources: Mapping[str, ResourceCard]) -> Proposal:
    return Proposal(resources[found.resource], found.interval, found.kind, found.mode, found.shift)
