"""My page: one calendar for every place, and each place its part only."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.django_db
MORNING = datetime(2027, 4, 12, 7, 0, tzinfo=UTC)  # Monday, 9:00 in Paris


def take(place: Any, room: Any, person: Any, *, days: int = 1, hour: int = 10, minute: int = 0, **details: Any) -> None:
    from cantine.booking import commands
    from cantine.core import scoping
    from cantine.kernel import Interval
    from cantine.places import queries
    from cantine.places.testing import actor_for, ref_of

    starts = MORNING.replace(hour=hour, minute=minute) + timedelta(days=days)
    with scoping.scope([place.organisation_id]):
        card = queries.resource_by_id(room.pk)
        assert card is not None
        commands.request_booking(
            actor=actor_for(person, now=MORNING), now=MORNING, place=ref_of(place), resource=card,
            dates=[commands.DateWish(interval=Interval(starts, starts + timedelta(hours=1)))],
            details=commands.Details(**details),
        )  # fmt: skip


@pytest.fixture
def two_houses(three: Any, at: Any) -> Any:
    """Ada is in a CAE, and a member of two places of different organisations."""
    from types import SimpleNamespace

    from cantine.people.testing import a_person, an_organisation, belong
    from cantine.places.testing import a_place, a_room, give_role

    at(MORNING)
    ada = a_person("Ada")
    belong(ada, an_organisation("Coopaname"), since=date(2020, 1, 1))
    other = a_place("La Fabrique")
    room = a_room(other, "Atelier")
    for place in (three.place, other):
        give_role(ada, place, "member")
    return SimpleNamespace(ada=ada, here=three.place, red=three.room, there=other, workshop=room, three=three)


def test_a_freelancer_of_a_cae_and_two_places_has_one_calendar(client: Any, two_houses: Any) -> None:
    take(two_houses.here, two_houses.red, two_houses.ada, days=1, title="Chez les uns")
    take(two_houses.there, two_houses.workshop, two_houses.ada, days=2, title="Chez les autres")
    client.force_login(two_houses.ada)
    words = client.get("/moi/").content.decode()
    for name in ("Chez les uns", "Chez les autres", "La Cantine d’essai", "La Fabrique"):
        assert name in words
    assert words.index("Chez les uns") < words.index("Chez les autres")


def test_each_place_sees_only_its_part(client: Any, two_houses: Any) -> None:
    from cantine.people.testing import a_person
    from cantine.places.testing import give_role

    take(two_houses.here, two_houses.red, two_houses.ada, days=1, title="Chez les uns")
    take(two_houses.there, two_houses.workshop, two_houses.ada, days=1, title="Chez les autres")
    keeper = a_person("Gardienne")
    give_role(keeper, two_houses.there, "manager")
    seen = {}
    for manager, place in ((two_houses.three.manager, two_houses.here), (keeper, two_houses.there)):
        client.force_login(manager)
        seen[place.slug] = client.get(f"/{place.slug}/planning/?jour=2027-04-13").content.decode()
        client.logout()
    assert "Chez les uns" in seen[two_houses.here.slug]
    assert "Chez les autres" not in seen[two_houses.here.slug]
    assert "Chez les autres" in seen[two_houses.there.slug]
    assert "Chez les uns" not in seen[two_houses.there.slug]


def test_a_turn_stands_in_the_calendar_among_the_dates(client: Any, two_houses: Any) -> None:
    from cantine.places.testing import a_turn

    take(two_houses.here, two_houses.red, two_houses.ada, days=1)
    a_turn(two_houses.there, two_houses.ada, date(2027, 4, 14))
    client.force_login(two_houses.ada)
    words = client.get("/moi/").content.decode()
    assert words.index("Salle Rouge</a>") < words.index("Ouverture")


def test_nobody_elses_date_is_on_my_page(client: Any, two_houses: Any) -> None:
    take(two_houses.here, two_houses.red, two_houses.three.member, title="À quelqu’un d’autre")
    client.force_login(two_houses.ada)
    assert "quelqu’un d’autre" not in client.get("/moi/").content.decode()


def test_who_has_nothing_is_told_where_to_begin(client: Any, three: Any) -> None:
    client.force_login(three.stranger)
    words = client.get("/moi/", headers={"accept-language": "en"}).content.decode()
    assert "Nothing booked" in words
    assert "Find a place" in words


def test_my_pass_is_on_my_page_as_the_tablet_reads_it(client: Any, two_houses: Any) -> None:
    from cantine.booking.queries import passes
    from cantine.ui.qr import qr_svg

    client.force_login(two_houses.ada)
    words = client.get("/moi/").content.decode()
    assert qr_svg(passes.pass_of(two_houses.ada.pk, now=MORNING)) in words
    assert passes.code_of(two_houses.ada.pk, now=MORNING) in words


def test_a_newcomer_finds_the_place_they_asked_on_their_page(client: Any, three: Any, at: Any) -> None:
    from cantine.places.testing import give_role

    at(MORNING)
    give_role(three.stranger, three.place, "member", until=date(2027, 4, 12))
    take(three.place, three.room, three.stranger)
    at(MORNING + timedelta(days=1, hours=-3))
    client.force_login(three.stranger)
    page = client.get("/moi/")
    assert [each.ref.name for each in page.context["places"]] == ["La Cantine d’essai"]
    assert "qr-code" in page.content.decode()


def test_a_stranger_is_asked_to_sign_in(client: Any) -> None:
    assert client.get("/moi/").status_code == 302


def test_my_page_costs_the_same_at_one_row_and_at_three(client: Any, two_houses: Any, statements: Any) -> None:
    from cantine.places.testing import a_turn

    client.force_login(two_houses.ada)
    counts = []
    for days in ([1], [2, 3]):
        for day in days:
            take(two_houses.here, two_houses.red, two_houses.ada, days=day)
            take(two_houses.there, two_houses.workshop, two_houses.ada, days=day)
            a_turn(two_houses.there, two_houses.ada, date(2027, 4, 20 + day))
        client.get("/moi/")
        with statements() as seen:
            client.get("/moi/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6, seen


@pytest.mark.parametrize("path", ["", "salle-rouge/?jour=2027-04-13", "salle-rouge/?debut=2027-04-13T10:00"])
def test_the_way_to_a_booking_costs_the_same_at_one_room_and_at_three(
    client: Any, two_houses: Any, statements: Any, path: str
) -> None:
    from cantine.places.testing import a_pool, a_room

    client.force_login(two_houses.ada)
    counts = []
    for more in ([], [1, 2]):
        for number in more:
            a_room(two_houses.here, f"Salle {number}")
            a_pool(two_houses.here, f"Postes {number}")
        client.get(f"/{two_houses.here.slug}/reserver/{path}")
        with statements() as seen:
            assert client.get(f"/{two_houses.here.slug}/reserver/{path}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= (8 if "debut" in path else 6), (
        seen
    )  # the last step says the price, and what dues do to it


def test_who_runs_a_place_has_its_day_one_tap_from_their_page(client: Any, three: Any, at: Any, settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    at(MORNING)
    door = f'href="/{three.place.slug}/aujourdhui/"'
    shown = {}
    for role in ("manager", "member", "stranger"):
        client.force_login(getattr(three, role))
        shown[role] = client.get("/moi/").content.decode().count(door)
    assert shown == {"manager": 1, "member": 0, "stranger": 0}


def test_a_room_is_free_from_when_a_usual_booking_fits(client: Any, two_houses: Any) -> None:
    """It is 9:00; half an hour is left before a date of an hour at 9:30: an hour is free from 10:30."""
    from datetime import time

    take(two_houses.here, two_houses.red, two_houses.three.member, days=0, hour=7, minute=30)
    client.force_login(two_houses.ada)
    found = client.get("/moi/").context["rooms"]
    rooms = {each.room.card.name: each.room.starts_at for _place, group in found for each in group}
    assert rooms["Salle Rouge"].astimezone(ZoneInfo("Europe/Paris")).time() == time(10, 30)
