"""A booking that is made is corrected: its title, its people, its words; never more people than the room takes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cantine.core import scoping

pytestmark = pytest.mark.django_db

SAID = {
    "title": "Conseil",
    "show_title": "on",
    "guests": "3",
    "guest_names": "Ali, Zoé",
    "note": "Un micro",
    "layout": "",
}
Book = Callable[..., Any]


@pytest.fixture(autouse=True)
def house(three: Any, settings: Any, now: Any, at: Any) -> Any:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    return three


def _correct(three: Any, client: Any, person: Any, made: Any, **said: str) -> Any:
    client.force_login(person)
    return client.post(reverse("booking:change", args=[three.place.slug, made.dates[0].uuid]), {**SAID, **said})


def _says(three: Any) -> tuple[Any, ...]:
    from cantine.booking.models import Booking

    with scoping.scope([three.place.organisation_id]):
        return Booking.objects.values_list("title", "title_hidden", "guests", "guest_names", "note").get()


def test_its_person_corrects_it_and_the_page_says_so(three: Any, client: Any, book: Book) -> None:
    made = book(title="Réunion")
    answer = _correct(three, client, three.member, made)
    assert (answer.status_code, _says(three)) == (302, ("Conseil", False, 3, "Ali, Zoé", "Un micro"))
    assert "La réservation est corrigée." in client.get(answer.url).content.decode()


def test_the_team_corrects_anybodys_and_a_stranger_nobodys(three: Any, client: Any, book: Book) -> None:
    made = book(title="Réunion")
    assert _correct(three, client, three.stranger, made).status_code == 404
    assert _says(three)[0] == "Réunion"
    assert _correct(three, client, three.manager, made, title="Conseil d’administration").status_code == 302
    assert _says(three)[0] == "Conseil d’administration"


def test_more_people_than_the_room_takes_are_refused_and_nothing_is_kept(three: Any, client: Any, book: Book) -> None:
    from cantine.places.testing import furnish

    furnish(three.room, capacity=4)
    made = book(title="Réunion", guests=1, days=[7, 14])
    page = _correct(three, client, three.member, made, guests="4")
    assert (page.status_code, _says(three)[:3]) == (422, ("Réunion", True, 1))
    assert _correct(three, client, three.member, made, guests="3").status_code == 302


def test_the_law_binds_the_team_too(three: Any, client: Any, book: Book) -> None:
    from cantine.places.testing import furnish

    furnish(three.place, legal_capacity=5)
    made = book(guests=1)
    page = _correct(three, client, three.manager, made, guests="9")
    assert (page.status_code, _says(three)[2]) == (422, 1)


def test_what_is_over_is_not_corrected(three: Any, client: Any, book: Book, at: Any) -> None:
    made = book(title="Réunion")
    at(made.dates[0].ends_at)
    assert _correct(three, client, three.manager, made).status_code == 422
    assert _says(three)[0] == "Réunion"


def test_the_page_of_a_date_leads_back_to_its_day_and_says_first_whose_it_is(
    three: Any, client: Any, book: Book, statements: Any
) -> None:
    made = book(title="Réunion")
    client.force_login(three.manager)
    with statements() as seen:
        page = client.get(reverse("booking:date", args=[three.place.slug, made.dates[0].uuid])).content.decode()
    assert len(seen) <= 6
    assert f'href="/{three.place.slug}/planning/?jour=2026-03-17"' in page
    assert page.index(f"{three.member.name}</p>") < page.index("Cette réservation")
