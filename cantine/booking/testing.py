"""Visits, devices and loans for tests, through the commands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from cantine.booking import commands, rules
from cantine.core import scoping
from cantine.core.actor import Actor, Grant, system
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

TESTS = system("tests")


def ref_of(place: Any) -> PlaceRef:
    """The place as commands know it."""
    found = places.find_place(slug=place.slug)
    assert found is not None
    return found


def at_the_door(place: Any) -> Actor:
    """Who acts when the tablet does."""
    return Actor("device", grants=(Grant(place.organisation_id, place.id, "device"),), name="Tablette bleue")


def a_tablet(place: Any, *, now: datetime) -> str:
    """A paired tablet's cookie."""
    with scoping.scope([place.organisation_id]):
        made = commands.add_device(
            actor=TESTS, now=now, place=ref_of(place), kind=rules.DeviceKind.KIOSK, name="Tablette bleue"
        )
    with scoping.unscoped("a tablet has no tenancy before it is paired"):
        return commands.pair_device(actor=TESTS, now=now, pairing=made.pairing)


def a_sensor(place: Any, *, now: datetime, kind: rules.DeviceKind = rules.DeviceKind.SENSOR) -> commands.MadeDevice:
    with scoping.scope([place.organisation_id]):
        return commands.add_device(actor=TESTS, now=now, place=ref_of(place), kind=kind, name="Porte")


def a_domiciliation(
    place: Any, customer: Any, *, now: datetime, contacts: Iterable[Any] = (), letters: int = 0
) -> UUID:
    """An organisation whose address is the place, the persons who are told, and so many letters that wait."""
    with scoping.scope([place.organisation_id]):
        said: dict[str, Any] = {"actor": TESTS, "now": now, "place": ref_of(place)}
        made = commands.domicile_organisation(
            **said, customer_id=customer.pk, since=now.date(), contacts=[person.pk for person in contacts]
        )
        if letters:
            commands.receive_mail(**said, domiciliation=made, count=letters)
    return made


def a_key(place: Any, *, now: datetime, label: str = "Salle Rouge 1", **said: Any) -> UUID:
    """A key on the register."""
    with scoping.scope([place.organisation_id]):
        return commands.add_key(
            actor=TESTS, now=now, place=ref_of(place), kind=rules.KeyKind.KEY, label=label, **said
        )  # fmt: skip


def an_occupation(place: Any, room: Any, *, person: Any, now: datetime, **said: Any) -> UUID:
    """A space let to somebody from today, with no end unless ``ends_on`` says one."""
    with scoping.scope([place.organisation_id]):
        card = places.resource_by_id(room.pk)
        assert card is not None
        return commands.begin_occupation(
            actor=TESTS, now=now, place=ref_of(place), resource=card, starts_on=now.date(), person_id=person.pk, **said
        )
