"""Places, rooms and teams for tests. Rows are written straight: a test of a command calls the command."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.kernel import slug_of
from cantine.people.testing import Organisation, Person, a_person, an_organisation
from cantine.places import queries
from cantine.places.commands import KINDS
from cantine.places.models import Kind, OpeningHours, Place, Resource, ResourceUnit, Role, Shift, Unit

OPENED = datetime(2009, 1, 1, tzinfo=UTC)
_numbers = count(1)
_WHY = "a test writes its rows"


def a_place(name: str = "", *, organisation: Organisation | None = None, **columns: Any) -> Place:
    """A published place, open every day from 8:00 to 20:00, in Paris unless ``timezone`` says otherwise."""
    name = name or f"Lieu {next(_numbers)}"
    columns = {"slug": slug_of(name), "opened_at": OPENED, "published_at": OPENED, **columns}
    organisation = organisation or an_organisation(name)
    with scoping.unscoped(_WHY):
        place = Place.objects.create(organisation=organisation, name=name, **columns)
        OpeningHours.objects.bulk_create(
            OpeningHours(organisation=organisation, place=place, weekday=day, opens=time(8), closes=time(20))
            for day in range(7)
        )
    return place


def a_room(place: Place, name: str = "", *, parts: "tuple[Resource, ...]" = (), **columns: Any) -> Resource:
    """Something exclusive with one unit of its own, or the join of ``parts``: the set of their units."""
    with scoping.unscoped(_WHY):
        room = _resource(place, name or f"Salle {next(_numbers)}", "room", columns)
        units = [part.unit for part in ResourceUnit.objects.filter(resource__in=parts)] or [
            Unit.objects.create(organisation_id=place.organisation_id, place=place)
        ]
        ResourceUnit.objects.bulk_create(
            ResourceUnit(organisation_id=place.organisation_id, resource=room, unit=unit) for unit in units
        )
    return room


def a_pool(place: Place, name: str = "", *, seats: int = 12, **columns: Any) -> Resource:
    """``seats`` interchangeable desks."""
    with scoping.unscoped(_WHY):
        return _resource(place, name or f"Postes {next(_numbers)}", "desk", {"seats": seats, **columns})


def _resource(place: Place, name: str, kind: str, columns: dict[str, Any]) -> Resource:
    sort, _ = Kind.objects.get_or_create(
        organisation_id=place.organisation_id, code=kind, defaults={"name_fr": kind, "name_en": kind}
    )
    columns = {"slug": slug_of(name), "capacity": 8, **columns}
    return Resource.objects.create(organisation_id=place.organisation_id, place=place, kind=sort, name=name, **columns)


def some_kinds(place: Place) -> None:
    """The kinds of things that an opened place has."""
    with scoping.unscoped(_WHY):
        for code, french, english, icon, alike in KINDS:
            names = {"name_fr": french, "name_en": english, "icon": icon, "alike": alike}
            Kind.objects.update_or_create(organisation_id=place.organisation_id, code=code, defaults=names)


def furnish(row: Place | Resource, **columns: Any) -> None:
    """Set columns of a place or of a resource: its codes, its colour, who may book."""
    with scoping.unscoped(_WHY):
        type(row).objects.filter(pk=row.pk).update(**columns)


def give_role(person: Person, place: Place, role: str, *, since: date | None = None, until: date | None = None) -> Role:
    with scoping.unscoped(_WHY):
        return Role.objects.create(
            organisation_id=place.organisation_id, place=place, person=person, role=role,
            since=since or OPENED.date(), until=until,
        )  # fmt: skip


def a_turn(place: Place, person: Person, day: date, *, duty: str = "Ouverture") -> Shift:
    """A morning that this person keeps."""
    with scoping.unscoped(_WHY):
        return Shift.objects.create(
            organisation_id=place.organisation_id, place=place, person=person, day=day, starts=time(9), ends=time(12),
            duty=duty,
        )  # fmt: skip


def ref_of(place: Place) -> queries.PlaceRef:
    """The place as commands take it."""
    found = queries.find_place(slug=place.slug)
    assert found is not None
    return found


def actor_for(person: Person, *, now: datetime) -> Actor:
    """Who ``authorize`` sees when this person acts."""
    return queries.actor_of(person_id=person.pk, now=now)


@dataclass(frozen=True)
class Three:
    """The three people of every test, at one place with one room."""

    place: Place
    room: Resource
    manager: Person
    member: Person
    stranger: Person


def three_people() -> Three:
    """A manager and a member of the place, and somebody with an account and nothing else."""
    place = a_place("La Cantine d’essai")
    people = {name: a_person(name.capitalize()) for name in ("manager", "member", "stranger")}
    give_role(people["manager"], place, "manager")
    give_role(people["member"], place, "member")
    return Three(place, a_room(place, "Salle Rouge"), **people)
