"""A person leaves every domain: nothing they wrote or held is left anywhere, and before that a copy holds all of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from cantine.booking import commands as booking
from cantine.booking import queries as dates
from cantine.booking.commands import DateWish, Details
from cantine.core import scoping
from cantine.core.actor import system
from cantine.kernel import Interval
from cantine.memberships import commands as memberships
from cantine.people import commands as people
from cantine.people import queries
from cantine.places import commands as places
from cantine.places.testing import actor_for, ref_of

pytestmark = pytest.mark.django_db
CANARY = "canary"


@pytest.fixture
def left(three: Any, now: datetime, at: Any) -> Any:
    """The member left words in every domain."""
    at(now)
    place, member, manager = ref_of(three.place), three.member, actor_for(three.manager, now=now)
    people.change_profile(
        actor=actor_for(member, now=now),
        now=now,
        person_id=member.pk,
        name=f"Ada {CANARY}",
        phone=CANARY,
        profession="",
    )
    with scoping.scope([place.organisation_id]):
        card = next(each for each in dates_cards(place) if each.slug == three.room.slug)
        start = now + timedelta(days=2)
        booking.request_booking(
            actor=actor_for(member, now=now), now=now, place=place, resource=card, person_id=member.pk,
            dates=[DateWish(interval=Interval(start, start + timedelta(hours=1)))],
            details=Details(quantity=1, title=f"Fête {CANARY}", note=CANARY, guests=1),
        )  # fmt: skip
        booking.make_own_feed(actor=actor_for(member, now=now), now=now, detail="full", name=CANARY)
        places.note_contact(actor=manager, now=now, place=place, person_id=member.pk)
        places.write_note(actor=manager, now=now, place=place, person_id=member.pk, note=CANARY)
        places.see_insurance(
            actor=manager, now=now, place=place, person_id=member.pk, insurer=CANARY, valid_until=date(2027, 1, 1)
        )
        memberships.give_certification(
            actor=manager, now=now, place=place, person_id=member.pk, code="laser", valid_until=None
        )
    return three


def dates_cards(place: Any) -> Any:
    from cantine.places import queries as reads

    return reads.resource_cards(place_id=place.id)


def found() -> set[str]:
    """The tables that still say the word."""
    with scoping.unscoped("the test reads every table"), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        hits = set()
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text ILIKE %s', [f"%{CANARY}%"])
            if cursor.fetchone()[0]:
                hits.add(table)
        return hits


def test_nothing_personal_is_left_in_any_domain(left: Any, now: datetime, run_jobs: Any) -> None:
    run_jobs()
    assert {"booking_booking", "places_contact", "places_insurance"} <= found()
    people.erase_person(actor=system("test"), now=now, person_id=left.member.pk)
    run_jobs()
    assert found() == set()


def test_the_coming_dates_of_an_erased_person_free_their_rooms(left: Any, now: datetime, run_jobs: Any) -> None:
    people.erase_person(actor=system("test"), now=now, person_id=left.member.pk)
    run_jobs()
    with scoping.own(left.member.pk):
        assert dates.coming_dates_of(person_id=left.member.pk, now=now) == []
    assert actor_for(left.member, now=now + timedelta(days=1)).grants == ()


def test_the_copy_of_everything_holds_every_domain(left: Any) -> None:
    sections = queries.sections_of(left.member.pk)
    assert {section.code.split(".")[0] for section in sections} == {
        "people", "places", "pricing", "billing", "booking", "desk", "memberships", "funding",
    }  # fmt: skip
    full = {section.code for section in sections if section.rows}
    assert {
        "places.roles", "places.contacts", "places.insurances", "booking.dates", "booking.feeds",
        "memberships.certifications",
    } <= full  # fmt: skip
    assert all(len(row) == len(section.columns) for section in sections for row in section.rows)
    assert CANARY in str([section.rows for section in sections if section.code == "booking.dates"])
    theirs = [section for section in queries.sections_of(left.stranger.pk) if not section.code.startswith("people.")]
    assert [section.code for section in theirs if section.rows] == []
