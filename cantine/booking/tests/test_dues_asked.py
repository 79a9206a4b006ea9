"""Where the place wants it, only who is up to date with their dues books; what was booked before never moves."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.booking import commands
from cantine.booking.commands import DateWish
from cantine.booking.models import Occurrence
from cantine.booking.testing import ref_of
from cantine.core import scoping
from cantine.core.actor import system
from cantine.kernel import Interval, Refused
from cantine.memberships import commands as memberships
from cantine.memberships.testing import a_kind_of_dues, paid_dues
from cantine.places import queries as places
from cantine.places.testing import a_room

pytestmark = pytest.mark.django_db
ROBOT = system("test")


@pytest.fixture
def here(three: Any, now: Any, at: Any) -> Iterator[Any]:
    at(now)
    a_legal_entity(three.place, now=now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        yield place


def gate(place: Any, now: Any, **said: Any) -> None:
    memberships.set_dues_gate(actor=ROBOT, now=now, place=place, category="", grace_days=30, **said)


def booked(place: Any, room: Any, person: Any, now: Any, *, days: int = 1) -> list[str]:
    """Nothing, or why not."""
    card, starts_at = places.resource_by_id(room.pk), now + timedelta(days=days)
    assert card is not None
    try:
        commands.request_booking(
            actor=places.actor_of(person_id=person.pk, now=now), now=now, place=place, resource=card,
            dates=[DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=1)))],
        )  # fmt: skip
    except Refused as refused:
        return [refusal.code for refusal in refused.refusals]
    return []


def test_only_who_paid_books_and_their_grace_counts(here, three, now) -> None:
    gate(here, now, everything=True)
    assert booked(here, three.room, three.member, now) == ["dues_missing"]
    paid_dues(three.place, three.member, kind=a_kind_of_dues(three.place, now=now), now=now)
    assert booked(here, three.room, three.member, now) == []
    end = now.replace(month=12, day=31)
    assert booked(here, three.room, three.member, end + timedelta(days=30)) == []
    assert booked(here, three.room, three.member, end + timedelta(days=31)) == ["dues_lapsed"]


def test_only_the_rooms_that_ask_ask(here, three, now) -> None:
    other = a_room(three.place, "Salle Verte")
    gate(here, now, resources=[three.room.pk])
    assert booked(here, three.room, three.member, now) == ["dues_missing"]
    assert booked(here, other, three.member, now) == []


def test_who_runs_the_place_is_not_asked_and_what_was_booked_stays(here, three, now) -> None:
    assert booked(here, three.room, three.member, now) == []
    gate(here, now, everything=True)
    assert list(Occurrence.objects.values_list("state", flat=True)) == ["confirmed"]
    assert booked(here, three.room, three.manager, now, days=2) == []
