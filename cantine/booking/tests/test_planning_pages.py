"""The planning as a page: which day it opens on, and what it costs."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


SUNDAY = datetime(2026, 3, 15, 10, 0, tzinfo=UTC)


@pytest.fixture
def weekdays(three: Any, at: Callable[[datetime], None]) -> Any:
    """The house, closed on Sundays."""
    _open_on(three, range(6))
    return three


def _open_on(three: Any, days: Iterable[int]) -> None:
    from cantine.core import scoping
    from cantine.places import commands, queries
    from cantine.places.testing import actor_for

    manager = actor_for(three.manager, now=SUNDAY)
    with scoping.scope([three.place.organisation_id]):
        place = queries.find_place(slug=three.place.slug)
        assert place is not None
        hours = [(day, time(8), time(20)) for day in days]
        commands.set_week(actor=manager, now=SUNDAY, place=place, hours=hours)


def _title(client: Any, address: str) -> str:
    page: str = client.get(address).content.decode()
    return page.split('day-nav-title">')[1].split("<", maxsplit=1)[0]


def test_the_planning_opens_on_today(weekdays: Any, client: Any, at: Any) -> None:
    at(SUNDAY - timedelta(days=1))
    assert _title(client, f"/{weekdays.place.slug}/planning/") == "samedi 14 mars"


def test_on_a_closed_day_it_opens_on_the_next_day_of_opening_and_says_so(weekdays: Any, client: Any, at: Any) -> None:
    at(SUNDAY)
    page = client.get(f"/{weekdays.place.slug}/planning/").content.decode()
    assert "Fermé aujourd’hui. Voici le prochain jour d’ouverture." in page
    assert _title(client, f"/{weekdays.place.slug}/planning/") == "lundi 16 mars"
    assert _title(client, f"/{weekdays.place.slug}/planning/semaine/") == "Semaine du lundi 16 mars 2026"


def test_a_closed_day_that_is_asked_for_is_shown(weekdays: Any, client: Any, at: Any) -> None:
    at(SUNDAY)
    page = client.get(f"/{weekdays.place.slug}/planning/?jour=2026-03-15").content.decode()
    assert "Voici le prochain jour" not in page
    assert _title(client, f"/{weekdays.place.slug}/planning/?jour=2026-03-15") == "dimanche 15 mars"


def test_the_button_of_today_goes_to_today_though_it_is_closed(weekdays: Any, client: Any, at: Any) -> None:
    at(SUNDAY)
    address = f"/{weekdays.place.slug}/planning/"
    assert f'href="{address}?jour=2026-03-15">' in client.get(address).content.decode()


def test_a_place_that_never_opens_shows_today(three: Any, client: Any, at: Any) -> None:
    _open_on(three, [])
    at(SUNDAY)
    assert _title(client, f"/{three.place.slug}/planning/") == "dimanche 15 mars"


@pytest.mark.parametrize("view", ["planning/", "planning/semaine/", "planning/mois/"])
def test_the_planning_asks_the_same_of_the_database_for_one_booking_as_for_three(
    three: Any, client: Any, book: Callable[..., Any], statements: Any, at: Any, now: Any, view: str
) -> None:
    at(now)
    client.force_login(three.member)
    address = f"/{three.place.slug}/{view}?jour=2026-03-17"
    book(hour=9)
    client.get(address)
    with statements() as one:
        client.get(address)
    book(hour=11)
    book(hour=14)
    with statements() as many:
        client.get(address)
    assert len(one) == len(many)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 14, 17, 0, tzinfo=UTC), "samedi 14 mars"),
        (datetime(2026, 3, 14, 19, 30, tzinfo=UTC), "lundi 16 mars"),
        (SUNDAY, "lundi 16 mars"),
    ],
)
def test_booking_begins_on_the_first_day_that_still_opens(
    weekdays: Any, client: Any, at: Any, instant: datetime, day: str
) -> None:
    at(instant)
    client.force_login(weekdays.member)
    assert _title(client, f"/{weekdays.place.slug}/reserver/") == day
    assert _title(client, f"/{weekdays.place.slug}/reserver/{weekdays.room.slug}/") == day


def test_the_team_reads_who_booked_and_nobody_else_does(
    three: Any, client: Any, book: Callable[..., Any], at: Any, now: Any
) -> None:
    at(now)
    book(title="Atelier", title_hidden=False, hours=2)
    address = f"/{three.place.slug}/planning/?jour=2026-03-17"
    client.force_login(three.manager)
    assert f"<b>Atelier</b><small>{three.member.name}</small>" in client.get(address).content.decode()
    client.force_login(three.stranger)
    assert three.member.name not in client.get(address).content.decode()


def test_in_english_what_the_place_wrote_is_said_to_be_french_and_our_own_words_are_not(
    three: Any, client: Any, book: Callable[..., Any], at: Any, now: Any
) -> None:
    at(now)
    book(title="Atelier", title_hidden=False, hours=2)
    client.force_login(three.manager)
    page = client.get(f"/{three.place.slug}/planning/?jour=2026-03-17", headers={"accept-language": "en"})
    assert '<b lang="fr">Atelier</b>' in page.content.decode()
    assert 'jour=2026-03-17" lang="fr">Salle Rouge</a>' in page.content.decode()
    week = client.get(f"/{three.place.slug}/planning/semaine/?jour=2026-03-17", headers={"accept-language": "en"})
    assert '<b lang="fr">Atelier</b>' in week.content.decode()


def test_a_space_let_for_months_has_no_hour_in_the_week(three: Any, client: Any, at: Any, now: Any) -> None:
    from cantine.booking.testing import an_occupation
    from cantine.places.testing import a_room

    at(now)
    an_occupation(three.place, a_room(three.place, "Bureau Nord", long_term=True), person=three.member, now=now)
    client.force_login(three.manager)
    page = client.get(f"/{three.place.slug}/planning/semaine/?jour=2026-03-17").content.decode()
    assert page.count(f'<li class="bk busy"><div><b>{three.member.name}</b></div></li>') == 7
    assert "00:00" not in page


def test_what_began_the_day_before_says_when_it_ends(three: Any, client: Any, at: Any, now: Any) -> None:
    from cantine.booking import commands
    from cantine.booking.testing import ref_of
    from cantine.core import scoping
    from cantine.kernel import Interval
    from cantine.places.queries import resource_by_id
    from cantine.places.testing import actor_for

    at(now)
    works = Interval(datetime(2026, 3, 17, 8, tzinfo=UTC), datetime(2026, 3, 19, 16, tzinfo=UTC))
    with scoping.scope([three.place.organisation_id]):
        card = resource_by_id(three.room.pk)
        assert card is not None
        commands.block_resource(
            actor=actor_for(three.manager, now=now), now=now, place=ref_of(three.place), resource=card,
            interval=works, reason="Travaux",
        )  # fmt: skip
    page = client.get(f"/{three.place.slug}/planning/semaine/?jour=2026-03-17").content.decode()
    said = [line.split("</b>")[0] for line in page.split('<li class="bk busy"><div>')[1:]]
    assert said == ["<time>09:00</time> <b>Travaux", "<b>Travaux", "<time>jusqu’à 17:00</time> <b>Travaux"]


def test_a_month_says_what_it_does_not_list_and_why_a_day_is_closed(
    weekdays: Any, client: Any, book: Callable[..., Any], at: Any, now: Any
) -> None:
    at(now)
    for hour in (9, 10, 11, 12, 13):
        book(hour=hour)
    page = client.get(f"/{weekdays.place.slug}/planning/mois/?jour=2026-03-17").content.decode()
    assert page.count("et 2 autres") == 1
    assert page.count("<small>fermé</small>") == 6  # the Sundays of the six weeks shown
    may = client.get(f"/{weekdays.place.slug}/planning/mois/?jour=2026-05-01").content.decode()
    assert "<small>Fête du Travail</small>" in may


def test_the_bar_marks_the_planning_on_its_week_too(three: Any, client: Any, at: Any, now: Any) -> None:
    at(now)
    page = client.get(f"/{three.place.slug}/planning/semaine/").content.decode()
    assert page.count(f'<a href="/{three.place.slug}/planning/" aria-current="true"') == 1
    assert page.count('aria-current="true"') == 1


def test_the_wall_shows_today_until_the_last_room_closes_then_the_next_day_that_opens(
    weekdays: Any, client: Any, at: Any
) -> None:
    address = f"/{weekdays.place.slug}/planning/mur/"
    shown = {}
    for instant in (SUNDAY - timedelta(days=1), SUNDAY - timedelta(hours=14), SUNDAY):  # Sat 11:00, Sat 21:00, Sunday
        at(instant)
        shown[f"{instant:%a %H}"] = client.get(address).context["opens"]
    said = "Fermé. Ouvre lundi 16 mars à 8\u00a0h."
    assert shown == {"Sat 10": "", "Sat 20": said, "Sun 10": said}


def test_a_place_without_hours_has_a_wall(three: Any, client: Any, at: Any) -> None:
    at(SUNDAY)
    assert client.get(f"/{three.place.slug}/planning/mur/").context["opens"] == ""
