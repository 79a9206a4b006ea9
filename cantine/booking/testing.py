"""Visits, devices and loans for tests, through the commands."""

from datetime import datetime
from typing import Any

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
    return Actor("device", grants=(Grant(place.organisation_id, place.id, "device"),), name="Entrée")


def a_tablet(place: Any, *, now: datetime) -> str:
    """A paired tablet's cookie."""
    with scoping.scope([place.organisation_id]):
        made = commands.add_device(
            actor=TESTS, now=now, place=ref_of(place), kind=rules.DeviceKind.KIOSK, name="Entrée"
        )
    with scoping.unscoped("a tablet has no tenancy before it is paired"):
        return commands.pair_device(actor=TESTS, now=now, pairing=made.pairing)


def a_sensor(place: Any, *, now: datetime, kind: rules.DeviceKind = rules.DeviceKind.SENSOR) -> commands.MadeDevice:
    with scoping.scope([place.organisation_id]):
        return commands.add_device(actor=TESTS, now=now, place=ref_of(place), kind=kind, name="Porte")
