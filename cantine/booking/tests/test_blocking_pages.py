"""Making a room unavailable for a while, and giving it back."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.booking.tests.test_date_pages import own, plain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture(autouse=True)
def _clock(now: datetime, at: Any) -> None:
    at(now)


SAID = {
    "resource": "salle-rouge", "day": "2026-03-12", "start": "09:00", "last_day": "2026-03-12", "end": "18:00",
    "reason": "Peinture",
}  # fmt: skip


def path(three: Any) -> str:
    return reverse("booking:block", args=[three.place.slug])


def send(client: Client, three: Any, **said: str) -> tuple[int, str]:
    client.force_login(three.manager)
    response = client.post(path(three), {**SAID, **said}, follow=True)
    return response.status_code, plain(response.content.decode())


def test_a_room_is_withdrawn_with_a_reason_and_given_back(client: Client, three: Any) -> None:
    status, words = send(client, three)
    assert (status, "C’est indisponible, et le planning dit pourquoi." in words) == (200, True)
    assert "Salle Rouge jeudi 12 mars, 9 h – 18 h · Peinture" in words
    [row] = client.get(path(three)).context["withdrawn"]
    response = client.post(reverse("booking:lift", args=[three.place.slug, row["row"].uuid]), follow=True)
    words = plain(response.content.decode())
    assert "On peut de nouveau réserver." in words
    assert "Tout est disponible." in words


def test_giving_back_twice_is_told_not_failed(client: Client, three: Any) -> None:
    send(client, three)
    [row] = client.get(path(three)).context["withdrawn"]
    lift = reverse("booking:lift", args=[three.place.slug, row["row"].uuid])
    client.post(lift)
    words = plain(client.post(lift, follow=True).content.decode())
    assert "Rechargez la page" in words


def test_dates_that_stand_there_are_named_and_can_be_moved(client: Client, three: Any, book: Any) -> None:
    [date] = book(day=2, title="Atelier").dates
    status, words = send(client, three)
    assert status == 409
    assert "déplacez-les ou annulez-les, puis recommencez" in words
    assert "jeudi 12 mars, 11 h – 12 h · Salle Rouge · Member" in words
    html = client.post(path(three), SAID).content.decode()
    assert reverse("booking:move", args=[three.place.slug, date.uuid]) in html


def test_what_is_withdrawn_already_is_told_so(client: Client, three: Any) -> None:
    send(client, three)
    status, words = send(client, three, reason="Encore")
    assert (status, "C’est déjà indisponible ou loué pour une partie de ce temps." in words) == (409, True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reason": "  "}, "obligatoire"),
        ({"end": "08:00"}, "La fin ne vient pas après le début."),
        ({"day": "2026-13-40"}, "valide"),
        ({"resource": "salle-noire"}, "choix valide"),
    ],
)
def test_what_is_missing_or_wrong_is_told_beside_its_field(
    client: Client, three: Any, said: dict[str, str], told: str
) -> None:
    status, words = send(client, three, **said)
    assert status == 422
    assert told in words


def test_the_form_begins_with_the_room_and_the_day_of_the_address(client: Client, three: Any) -> None:
    client.force_login(three.manager)
    html = client.get(f"{path(three)}?salle=salle-rouge&jour=2026-03-14").content.decode()
    assert '<option value="salle-rouge" selected>' in html
    assert html.count('value="2026-03-14"') == 2


def test_only_the_team_withdraws(client: Client, three: Any) -> None:
    for person in (three.member, three.stranger):
        client.force_login(person)
        assert client.get(path(three)).status_code == 403
        assert client.post(path(three), SAID).status_code == 403


def test_the_page_costs_the_same_at_one_blocking_and_at_three(client: Client, three: Any, statements: Any) -> None:
    counts = []
    for day in ("12", "13", "14"):
        send(client, three, day=f"2026-03-{day}", last_day=f"2026-03-{day}")
        with statements() as seen:
            client.get(path(three))
        counts.append(len(own(seen)))
    assert counts[0] == counts[2] <= 6
