"""The public face of a place: a stranger sees what is public, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(three: Any, now: Any, at: Any) -> Any:
    """A place with a public room, one for its members, and words for those who booked."""
    from cantine.core import scoping
    from cantine.core.actor import system
    from cantine.places import commands
    from cantine.places.testing import a_room, furnish, ref_of

    at(now)
    furnish(three.place, how_to_enter="Code 4721", wifi="phrase-secrète", how_to_come="Métro Bourse")
    furnish(three.room, see="public", ask="public", book="member")
    a_room(three.place, "Bureau des associés", see="staff", ask="staff", book="staff")
    today = now.date()
    with scoping.scope([three.place.organisation_id]):
        for words, spots in (
            ("Portes ouvertes samedi", {"on_public": True}),
            ("Réunion d’équipe", {"on_planning": True}),
        ):
            commands.post_notice(
                actor=system("test"), now=now, place=ref_of(three.place), words_fr=words, words_en="", first_day=today,
                last_day=today + timedelta(days=3), **{"on_public": False, "on_planning": False, "on_wall": False, **spots},
            )  # fmt: skip
    return three


def test_a_stranger_sees_only_what_is_public(client: Any, house: Any) -> None:
    words = client.get(f"/{house.place.slug}/").content.decode()
    for public in ("Salle Rouge", "Métro Bourse", "Portes ouvertes samedi", "Demander"):
        assert public in words
    for private in ("Bureau des associés", "4721", "phrase-secrète", "Réunion d’équipe", "@cantine.example"):
        assert private not in words


def test_a_member_books_where_a_stranger_asks(client: Any, house: Any) -> None:
    client.force_login(house.member)
    words = client.get(f"/{house.place.slug}/").content.decode()
    assert 'reserver/salle-rouge/">Réserver' in words
    assert "Bureau des associés" not in words


def test_a_place_that_is_hidden_does_not_exist_for_a_stranger(client: Any, house: Any) -> None:
    from cantine.places.testing import furnish

    furnish(house.place, published_at=None)
    assert client.get(f"/{house.place.slug}/").status_code == 404
    client.force_login(house.member)
    assert client.get(f"/{house.place.slug}/").status_code == 200


def test_the_page_costs_the_same_at_one_room_and_at_three(client: Any, house: Any, statements: Any) -> None:
    from cantine.places.testing import a_room

    client.force_login(house.member)
    counts = []
    for more in ([], ["Deux", "Trois"]):
        for name in more:
            a_room(house.place, name)
        client.get(f"/{house.place.slug}/")
        with statements() as seen:
            client.get(f"/{house.place.slug}/")
        counts.append(len(seen))
    # The last four: whether its prices are public, plans are sold, one may join, and a year of its economy is told.
    assert counts[0] == counts[1] <= 10, seen


def test_a_page_of_the_place_wears_its_colour(client: Any, three: Any) -> None:
    from cantine.places.testing import furnish

    furnish(three.place, accent="#2A6F4E")
    assert "/ui/teintes/2a6f4e.css?" in client.get(f"/{three.place.slug}/").content.decode()
