"""The plan of a file: the pure rules, given what the place has. Nothing is written."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from cantine.booking import queries as bookings
from cantine.kernel import Interval, folded
from cantine.memberships import queries as memberships
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.queries import KnownPerson, PlaceRef, ResourceCard
from cantine.web import rules
from cantine.web.rules.bookings import KnownRoom
from cantine.web.rules.resources import ASIDE

AnyPlan = rules.Plan[Any]  # one of three wishes, told apart by the kind of the file
EVER = timedelta(days=366 * 400)


def plan_of(*, place: PlaceRef, kind: str, data: bytes, mapping: str, now: datetime) -> AnyPlan:
    """What ``data`` would make of the place, in a constant number of statements. Refusals: those of the file."""
    table = rules.read_table(data)
    if kind == "members":
        return rules.plan_members(table, mapping=mapping, known=contacts_of(place), today=place.today(now))
    if kind == "resources":
        return rules.plan_resources(table, mapping=mapping, known=resources_of(place), kinds=_kinds(place))
    return rules.plan_bookings(table, mapping=mapping, house=house_of(place, now))


def contacts_of(place: PlaceRef) -> dict[str, rules.KnownContact]:
    people = places.known_people(place=place)
    customers = places.known_customers(place=place)
    names: dict[int, set[str]] = {}
    for person_id, organisation_id in persons.belonging_pairs([person.id for person in people], customers):
        names.setdefault(person_id, set()).add(customers[organisation_id])
    held: dict[int, set[tuple[str, date | None]]] = {}
    for line in memberships.certification_lines(organisation_id=place.organisation_id):
        held.setdefault(line.person_id, set()).add((line.code, line.valid_until))
    return {
        person.email: rules.KnownContact(
            person_id=person.id,
            name=person.name,
            roles=person.roles,
            organisations=frozenset(names.get(person.id, ())),
            certifications=frozenset(held.get(person.id, ())),
        )
        for person in people
    }


def resources_of(place: PlaceRef) -> dict[str, rules.KnownResource]:
    return {
        card.slug: rules.KnownResource(
            resource_id=card.id, seats=card.seats, fields={name: getattr(card, name) for name in ASIDE}
        )
        for card in places.resource_cards(place_id=place.id)
    }


def house_of(place: PlaceRef, now: datetime) -> rules.KnownHouse:
    cards = places.resource_cards(place_id=place.id)
    people = places.known_people(place=place)
    window = Interval(now - EVER, now + EVER)
    units, seats = bookings.taken_units(cards, window=window), bookings.taken_seats(cards, window=window)
    taken = {**{f"unit {key}": times for key, times in units.items()}, **{f"pool {k}": t for k, t in seats.items()}}
    return rules.KnownHouse(
        zone=place.zone,
        rooms={key: _room(card) for card in cards for key in (card.slug, folded(card.name))},
        people={person.email: person.id for person in people},
        names=_names(people),
        taken={key: [rules.TakenTime(*time) for time in times] for key, times in taken.items()},
        there=bookings.known_dates(place=place, window=window),
    )


def _room(card: ResourceCard) -> KnownRoom:
    takes: list[tuple[str, int, int | None]] = [(f"unit {unit}", 1, 1) for unit in card.units]
    if card.seats:
        takes.append((f"pool {card.id}", card.seats, None))
    takes += [(f"pool {pool.pool_id}", pool.of, pool.seats) for pool in card.pools]
    return KnownRoom(
        resource_id=card.id,
        takes=tuple(takes),
        before=timedelta(minutes=card.buffer_before_minutes),
        after=timedelta(minutes=card.buffer_after_minutes),
    )


def _names(people: Iterable[KnownPerson]) -> dict[str, tuple[int, ...]]:
    names: dict[str, tuple[int, ...]] = {}
    for person in people:
        if person.name:
            names[folded(person.name)] = (*names.get(folded(person.name), ()), person.id)
    return names


def _kinds(place: PlaceRef) -> dict[str, str]:
    """The code of each kind by itself and by its names in both languages."""
    codes = places.kind_codes(place=place)
    return {folded(word): code for code, names in codes.items() for word in (code, *names)}
