"""What is free from one hour to another, for how many: asked on the page where one books."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cantine.places.testing import a_pool, a_room, furnish

pytestmark = pytest.mark.django_db

SLOT = "?jour=2026-03-17&de=11:00&a=13:00"


@pytest.fixture
def house(three: Any, now: Any, at: Any, client: Any) -> Any:
    """The red room takes six, the great one twenty; twelve desks."""
    at(now)
    furnish(three.room, capacity=6)
    a_room(three.place, "Grande salle", capacity=20)
    a_pool(three.place, "Plateau", seats=12)
    client.force_login(three.member)
    return three


def _found(client: Any, house: Any, asked: str) -> list[str]:
    page: str = client.get(reverse("booking:choose", args=[house.place.slug]) + asked).content.decode()
    return [line.split("</b>")[0] for line in page.rsplit('<ul class="offers">', maxsplit=1)[-1].split("<b>")[1:]]


def test_the_best_fit_comes_first(house: Any, client: Any) -> None:
    assert _found(client, house, f"{SLOT}&personnes=5") == [house.room.name, "Grande salle", "Plateau"]


def test_a_room_too_small_or_taken_is_left_out(house: Any, client: Any, book: Callable[..., Any]) -> None:
    assert _found(client, house, f"{SLOT}&personnes=8") == ["Grande salle", "Plateau"]
    book(hour=11)
    assert _found(client, house, f"{SLOT}&personnes=5") == ["Grande salle", "Plateau"]


def test_each_answer_books_that_very_slot(house: Any, client: Any) -> None:
    page = client.get(reverse("booking:choose", args=[house.place.slug]) + SLOT).content.decode()
    address = reverse("booking:book", args=[house.place.slug, house.room.slug])
    assert f'href="{address}?debut=2026-03-17T11%3A00&amp;fin=13%3A00"' in page


def test_when_nothing_is_free_the_page_says_what_to_do(house: Any, client: Any) -> None:
    page = client.get(reverse("booking:choose", args=[house.place.slug]) + f"{SLOT}&personnes=500").content.decode()
    assert "Rien n’est libre tout ce temps" in page


@pytest.mark.parametrize("asked", ["?de=&a=", "?de=25:00&a=11:00", "?de=11:00&a=12:00&personnes=-3&jour=x"])
def test_a_question_that_means_nothing_is_answered_without_a_fault(house: Any, client: Any, asked: str) -> None:
    assert client.get(reverse("booking:choose", args=[house.place.slug]) + asked).status_code == 200


def test_the_question_costs_two_statements_more_whatever_the_rooms(house: Any, client: Any, statements: Any) -> None:
    address = reverse("booking:choose", args=[house.place.slug]) + SLOT
    client.get(address)
    with statements() as few:
        client.get(address)
    for number in range(3):
        a_room(house.place, f"Salle {number}")
    with statements() as many:
        client.get(address)
    assert len(few) == len(many)
    assert len(many) <= 8


def test_a_room_is_withdrawn_for_the_hours_of_the_next_open_day_unless_said(
    three: Any, client: Any, at: Any, now: Any, settings: Any
) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    client.force_login(three.manager)
    page = client.get(reverse("booking:block", args=[three.place.slug])).content.decode()
    assert ('name="day" value="2026-03-10"' in page, 'name="last_day" value="2026-03-10"' in page) == (True, True)
