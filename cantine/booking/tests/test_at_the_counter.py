"""At the counter: a booking or an option for somebody else, named as the team names them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

SAID = {"day": "2026-03-17", "start": "14:00", "end": "16:00", "title": "Atelier", "quantity": "1", "guests": "0"}


@pytest.fixture(autouse=True)
def house(three: Any, settings: Any, now: Any, at: Any) -> Any:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    return three


@pytest.fixture
def lea(three: Any, now: Any) -> Any:
    return _known(three, "Léa Dubois", "lea@cantine.example", now)


def _known(three: Any, name: str, email: str, now: Any) -> Any:
    from cantine.booking.testing import ref_of
    from cantine.core import scoping
    from cantine.people.testing import a_person
    from cantine.places import commands
    from cantine.places.testing import actor_for

    person = a_person(name, email=email)
    with scoping.scope([three.place.organisation_id]):
        commands.note_contact(
            actor=actor_for(three.manager, now=now), now=now, place=ref_of(three.place), person_id=person.pk
        )
    return person


def _post(three: Any, client: Any, **said: str) -> Any:
    client.force_login(three.manager)
    return client.post(reverse("booking:book", args=[three.place.slug, three.room.slug]), {**SAID, **said})


def _dates(three: Any) -> list[tuple[int, str, datetime | None]]:
    from cantine.booking.models import Occurrence
    from cantine.core import scoping

    with scoping.scope([three.place.organisation_id]):
        return list(Occurrence.objects.order_by("pk").values_list("person_id", "state", "expires_at"))


@pytest.mark.parametrize(
    "who", ["lea dubois", "LÉA", "Léa Dubois (lea@cantine.example)", "lea@cantine.example", "Lea@Cantine.Example"]
)
def test_a_name_without_its_accents_or_an_address_is_enough(three: Any, client: Any, lea: Any, who: str) -> None:
    assert _post(three, client, who=who).status_code == 302
    assert _dates(three) == [(lea.pk, "confirmed", None)]


def test_a_name_that_several_bear_is_asked_again_with_their_addresses(
    three: Any, client: Any, lea: Any, now: Any
) -> None:
    _known(three, "Léa Martin", "lea.martin@cantine.example", now)
    page = _post(three, client, who="Léa")
    assert page.status_code == 422
    assert "Léa Dubois (lea@cantine.example), Léa Martin (lea.martin@cantine.example)" in page.content.decode()
    assert _dates(three) == []


def test_the_whole_name_wins_over_a_longer_one(three: Any, client: Any, lea: Any, now: Any) -> None:
    _known(three, "Léa Dubois-Martin", "ldm@cantine.example", now)
    assert _post(three, client, who="Léa Dubois").status_code == 302
    assert _dates(three) == [(lea.pk, "confirmed", None)]


def test_somebody_new_is_entered_with_their_booking_by_name_and_address_in_one_press(three: Any, client: Any) -> None:
    from cantine.people.queries import find_person_id

    page = _post(three, client, who="paul@neuf.example")
    assert (page.status_code, 'name="enter"' in page.content.decode(), _dates(three)) == (422, True, [])
    assert _post(three, client, who="Paul Neuf paul@neuf.example").status_code == 302
    assert _dates(three) == [(find_person_id(email="paul@neuf.example"), "confirmed", None)]


def test_an_unknown_name_says_what_to_write(three: Any, client: Any) -> None:
    page = _post(three, client, who="Zoé Inconnue")
    assert page.status_code == 422
    assert "Personne ici ne s’appelle «\u202fZoé Inconnue\u202f»" in page.content.decode()


def test_an_option_is_kept_until_its_hour_and_waits_for_an_answer(three: Any, client: Any, lea: Any) -> None:
    made = _post(three, client, who="Léa Dubois", hold_day="2026-03-12", hold_clock="")
    assert made.status_code == 302
    assert _dates(three) == [(lea.pk, "held", datetime(2026, 3, 12, 17, tzinfo=UTC))]
    assert "Confirmer l’option" in client.get(made.url).content.decode()
    assert "Léa Dubois" in client.get(reverse("booking:today", args=[three.place.slug])).content.decode()


def test_an_option_that_would_be_over_already_is_refused(three: Any, client: Any) -> None:
    page = _post(three, client, hold_day="2026-03-09")
    assert page.status_code == 422
    assert "Cette option finirait dans le passé." in page.content.decode()
    assert _dates(three) == []


def test_options_repeat_like_bookings(three: Any, client: Any, lea: Any) -> None:
    made = _post(three, client, who="Léa Dubois", hold_day="2026-03-12", repeats="week", times="3")
    assert made.status_code == 302
    assert [(person, state) for person, state, _ in _dates(three)] == [(lea.pk, "held")] * 3


def test_a_limit_that_the_team_may_lift_is_lifted_beside_its_refusal(three: Any, client: Any, lea: Any) -> None:
    page = _post(three, client, who="Léa Dubois", day="2026-03-08")
    assert page.status_code == 422
    late = _post(three, client, who="Léa Dubois", start="03:00", end="05:00")
    body = late.content.decode()
    assert late.status_code == 422
    assert body.index('name="override"') > body.index('class="more"')  # beside the button, out of "say more"
    assert _post(three, client, who="Léa Dubois", start="03:00", end="05:00", override="on").status_code == 302


def test_members_are_not_asked_for_whom_and_cannot_put_an_option(three: Any, client: Any, lea: Any) -> None:
    address = reverse("booking:book", args=[three.place.slug, three.room.slug])
    client.force_login(three.member)
    page = client.get(f"{address}?debut=2026-03-17T14:00").content.decode()
    assert ('name="who"' in page, 'name="hold_day"' in page) == (False, False)
    client.post(address, {**SAID, "who": "Léa Dubois", "hold_day": "2026-03-12"})
    assert _dates(three) == [(three.member.pk, "confirmed", None)]


def test_names_are_suggested_to_the_team_alone(three: Any, client: Any, lea: Any) -> None:
    address = reverse("booking:people", args=[three.place.slug])
    client.force_login(three.member)
    assert client.get(address, {"who": "lea"}).status_code == 403
    client.force_login(three.manager)
    assert client.get(address, {"who": "l"}).content.decode().strip() == ""
    said = client.get(address, {"who": "lea"}).content.decode().strip()
    assert said == '<option value="Léa Dubois (lea@cantine.example)"></option>'
