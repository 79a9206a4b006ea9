"""Persons and organisations for tests. Rows are written straight: a test of a command calls the command."""

from datetime import UTC, date, datetime
from itertools import count

from cantine.core import scoping
from cantine.kernel import folded
from cantine.people.models import Belonging, Organisation, Person

__all__ = ["Organisation", "Person", "a_person", "an_organisation", "belong"]

FOUNDED = datetime(2009, 1, 1, tzinfo=UTC)
_numbers = count(1)


def a_person(name: str = "", *, email: str = "", language: str = "fr", superuser: bool = False) -> Person:
    """Somebody who came in once, with an address of their own and no password; sign them in with ``client.force_login``."""
    number = next(_numbers)
    name = name or f"Personne {number}"
    person = Person(
        name=name, sort_name=folded(name), email=email or f"person{number}@cantine.example", language=language,
        joined_at=FOUNDED, last_login=FOUNDED, is_staff=superuser, is_superuser=superuser,
    )  # fmt: skip
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


def an_organisation(name: str = "", *, kind: str = "association") -> Organisation:
    name = name or f"Structure {next(_numbers)}"
    return Organisation.objects.create(name=name, sort_name=folded(name), kind=kind, founded_at=FOUNDED)


def belong(person: Person, organisation: Organisation, *, relation: str = "member", since: date | None = None) -> None:
    with scoping.unscoped("a test writes its rows"):
        Belonging.objects.create(
            organisation=organisation, person=person, relation=relation, since=since or FOUNDED.date()
        )
