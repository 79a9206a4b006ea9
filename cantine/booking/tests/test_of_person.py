"""From somebody's card, the team sees their bookings here, and nobody else sees them."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(three: Any, book: Any, now: Any, at: Any, settings: Any) -> str:
    """The member booked once; the address of that page."""
    from cantine.core import scoping
    from cantine.places import queries as places
    from cantine.places.testing import ref_of

    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    book(title="Atelier")
    with scoping.scope([three.place.organisation_id]):
        contact = places.contact_uuids(ref_of(three.place), person_ids=[three.member.pk])[three.member.pk]
    return f"/{three.place.slug}/membres/{contact}/"


def test_the_team_sees_what_a_person_booked_here(client: Any, three: Any, address: str) -> None:
    client.force_login(three.manager)
    assert f"{address}reservations/" in client.get(address).content.decode()
    words = client.get(f"{address}reservations/").content.decode()
    assert "Atelier" in words
    assert "17 mars" in words


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_nobody_else_does(client: Any, three: Any, address: str, who: str) -> None:
    client.force_login(getattr(three, who))
    assert client.get(f"{address}reservations/").status_code in {403, 404}


def test_it_costs_the_same_at_one_date_and_at_three(
    client: Any, three: Any, address: str, book: Any, statements: Any
) -> None:
    client.force_login(three.manager)
    counts = []
    for days in ([8], [9, 10]):
        book(days=days)
        client.get(f"{address}reservations/")
        with statements() as seen:
            client.get(f"{address}reservations/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6, seen
