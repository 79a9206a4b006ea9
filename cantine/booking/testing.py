"""Visits, devices and loans for tests, through the commands."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cantine.accounting.testing import a_legal_entity
from cantine.booking import commands, rules
from cantine.booking.rules.domiciliation import Clauses, DocumentKind, Seen
from cantine.core import scoping
from cantine.core.actor import Actor, Grant, system
from cantine.memberships.testing import a_plan
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


def an_approval(place: Any, *, now: datetime, granted_on: date = date(2025, 1, 1)) -> None:
    """The place may domicile: the prefecture said so, and it acts in the name of an association."""
    a_legal_entity(place, now=now)
    with scoping.scope([place.organisation_id]):
        commands.set_domiciliation_approval(
            actor=TESTS, now=now, place=ref_of(place), number="DOM-75-42", prefecture="la préfecture de police",
            granted_on=granted_on, registry="Greffe de Paris", registry_address="1 quai de la Corse, 75004 Paris",
        )  # fmt: skip


def a_whole_file(place: Any, domiciliation: UUID, *, now: datetime) -> None:
    """Every document that the law wants, seen today."""
    with scoping.scope([place.organisation_id]):
        for kind in DocumentKind:
            commands.note_document(
                actor=TESTS, now=now, place=ref_of(place), domiciliation=domiciliation, seen=Seen(kind, now.date())
            )


def a_contract(place: Any, domiciliation: UUID, *, now: datetime, **said: Any) -> UUID:
    """Three months from today at 35 € a month, a month of notice, its file whole; returns the id of its paper."""
    a_whole_file(place, domiciliation, now=now)
    plan = a_plan(place, now=now, code="domiciliation", name_fr="Domiciliation", cents=3_500, included=())
    usual: dict[str, Any] = {"since": now.date(), "representative": "Ana Paz", "deposit_cents": 7_000}
    with scoping.scope([place.organisation_id]):
        return commands.sign_domiciliation(
            actor=TESTS, now=now, place=ref_of(place), domiciliation=domiciliation, plan=plan,
            clauses=Clauses(**{**usual, **said}),
        )  # fmt: skip


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
