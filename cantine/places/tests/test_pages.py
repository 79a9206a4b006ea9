"""The pages of a place: who enters them, what they cost, what they say."""

import re

import pytest
from django.urls import reverse

from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.authorization import unnamed_actions
from cantine.people.testing import a_person
from cantine.places import commands, queries
from cantine.places.testing import a_place, a_room, give_role, ref_of

pytestmark = pytest.mark.django_db

SETTINGS = [
    "settings", "spaces", "add_resource", "areas", "kinds", "hours", "period", "holidays", "booking_rules",
    "house_rules", "team", "photos", "opening_spaces", "opening_hours", "opened", "add_member",
]  # fmt: skip
OPEN = ["front", "read_house_rules"]


def address(name: str, *args: object, place: str = "la-cantine-d-essai") -> str:
    return reverse(f"places:{name}", args=[place, *args])


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_open_to_the_manager_and_to_nobody_else(client, three, name) -> None:
    client.force_login(three.manager)
    assert client.get(address(name)).status_code == 200
    for person in (three.member, three.stranger):
        client.force_login(person)
        assert client.get(address(name)).status_code == 403
    client.logout()
    assert client.get(address(name)).status_code == 302


@pytest.mark.parametrize("name", [*SETTINGS, *OPEN, "members", "matrix"])
def test_a_hidden_place_does_not_exist_for_strangers(client, three, name) -> None:
    a_place("Cachette", published_at=None)
    client.force_login(three.manager)
    assert client.get(address(name, place="cachette")).status_code == 404
    client.logout()
    assert client.get(address(name, place="cachette")).status_code == 404


def test_a_hidden_place_shows_to_its_own(client) -> None:
    person = a_person()
    give_role(person, a_place("Cachette", published_at=None), "member")
    client.force_login(person)
    assert client.get(address("front", place="cachette")).status_code == 200


@pytest.mark.parametrize("role", ["manager", "host", "treasurer"])
def test_the_address_book_is_for_the_staff(client, three, role) -> None:
    person = a_person()
    give_role(person, three.place, role)
    client.force_login(person)
    assert client.get(address("members")).status_code == 200


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_the_address_book_is_closed_to_others(client, three, who) -> None:
    client.force_login(getattr(three, who))
    assert client.get(address("members")).status_code == 403


def test_the_card_of_a_person_of_another_place_is_not_found(client, three) -> None:
    elsewhere = a_place("Ailleurs")
    place = ref_of(elsewhere)
    somebody = a_person()
    with scoping.scope([place.organisation_id]):
        commands.note_contact(actor=system("test"), now=place.published_at, place=place, person_id=somebody.pk)
        card = queries.contact_of(place, person_id=somebody.pk)
    client.force_login(three.manager)
    assert client.get(address("member", card)).status_code == 404


def test_strangers_see_only_what_is_public(client, three) -> None:
    a_room(three.place, "Salle des membres", see="member", ask="member")
    page = client.get(address("front")).content.decode()
    assert ("Salle Rouge" in page, "Salle des membres" in page) == (True, False)
    client.force_login(three.member)
    assert "Salle des membres" in client.get(address("front")).content.decode()


def test_how_to_enter_and_the_wifi_stay_off_the_public_page(client, three) -> None:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        said = {"how_to_enter": "CODE-4321", "wifi": "panoramas"}
        commands.change_place(actor=system("test"), now=place.published_at, place=place, fields=said)
    page = client.get(address("front")).content.decode()
    assert ("CODE-4321" in page, "panoramas" in page) == (False, False)


def test_the_front_says_until_when_it_is_open(client, three, at, now) -> None:
    at(now)
    assert "ouvert jusqu’à 20\u00a0h" in client.get(address("front")).content.decode()


def test_what_a_place_says_of_itself_cannot_close_the_linked_data(client, three) -> None:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        said = {"tagline": "</script><script>alert(1)</script>"}
        commands.change_place(actor=system("test"), now=place.published_at, place=place, fields=said)
    page = client.get(address("front")).content.decode()
    assert "<script>alert(1)" not in page


def test_every_action_has_its_words() -> None:
    assert unnamed_actions() == frozenset()


def test_the_matrix_says_every_action_in_words(client, three) -> None:
    client.force_login(three.member)
    page = client.get(address("matrix")).content.decode()
    cells = re.findall(r'<th scope="row">(.*?)</th>', page)
    assert cells
    assert [cell for cell in cells if re.fullmatch(r"[a-z_]+\.[a-z_]+", cell)] == []


@pytest.mark.parametrize("name", ["front", "spaces", "hours", "members", "team"])
def test_a_page_costs_the_same_at_one_row_and_at_three(client, three, name) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(three.manager)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        commands.note_contact(actor=system("test"), now=place.published_at, place=place, person_id=three.member.pk)
    client.get(address(name))
    with CaptureQueriesContext(connection) as once:
        client.get(address(name))
    for number in range(3):
        a_room(three.place, f"Salle {number} de plus")
        give_role(a_person(), three.place, "host")
    with scoping.scope([place.organisation_id]):
        for number in range(3):
            commands.add_contact(
                actor=system("test"), now=place.published_at, place=place, email=f"n{number}@example.org", name="N"
            )
    with CaptureQueriesContext(connection) as thrice:
        client.get(address(name))
    assert len(thrice) == len(once)


def test_settings_are_filled_in_and_refusals_stand_beside_their_fields(client, three) -> None:
    client.force_login(three.manager)
    room = address("resource", "salle-rouge")
    form = client.get(room).context["form"]
    said = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() is not None and form[name].value() is not False
    }
    wrong = client.post(room, {**said, "shortest_minutes": "120", "longest_minutes": "60"})
    assert wrong.status_code == 200
    assert list(wrong.context["form"].errors) == ["longest_minutes"]
    right = client.post(room, {**said, "capacity": "14", "equipment": "Écran\nTableau\n", "layout_u": "9"})
    assert right.status_code == 302
    with scoping.scope([three.place.organisation_id]):
        card = queries.find_resource(place_id=three.place.pk, slug="salle-rouge")
    assert card is not None
    assert (card.capacity, card.equipment, card.layouts[0].people) == (14, ("Écran", "Tableau"), 9)


def test_a_week_is_saved_as_it_reads(client, three) -> None:
    client.force_login(three.manager)
    said = {
        "d0": "on",
        "d0_from0": "09:00",
        "d0_to0": "12:00",
        "d0_from1": "14:00",
        "d0_to1": "18:00",
        "d1_from0": "9:00",
    }
    assert client.post(address("hours"), said).status_code == 302
    with scoping.scope([three.place.organisation_id]):
        lines = queries.week_lines(place_id=three.place.pk)
    assert [(line.weekday, line.opens.hour, line.closes.hour) for line in lines] == [(0, 9, 12), (0, 14, 18)]
    half = client.post(address("hours"), {"d0": "on", "d0_from0": "09:00"})
    assert list(half.context["form"].errors) == ["d0"]


# -- photos ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(settings, tmp_path):
    """Photos of the test go to a folder of the test."""
    from django.core.files.storage import FileSystemStorage

    import cantine.core.images as taken

    storage = FileSystemStorage(location=tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taken, "default_storage", storage)
        yield tmp_path


def sent(client, *, resource: str = "", alt: str = "Le comptoir"):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    upload = SimpleUploadedFile("photo.jpg", file.getvalue(), "image/jpeg")
    return client.post(address("photos"), {"file": upload, "alt": alt, "resource": resource})


def test_a_photo_of_the_place_is_for_everybody_and_one_of_a_room_for_who_sees_it(client, three, shelf) -> None:
    a_room(three.place, "Salle des membres", see="member", ask="member")
    client.force_login(three.manager)
    assert sent(client).status_code == 302
    assert sent(client, resource="salle-des-membres").status_code == 302
    with scoping.scope([three.place.organisation_id]):
        place, room = (address("photo", each.uuid, 480, "webp") for each in queries.photos_of(place_id=three.place.pk))
    client.force_login(three.member)
    assert [client.get(each).status_code for each in (place, room)] == [200, 200]
    client.logout()
    shown = client.get(place)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert b"".join(shown.streaming_content)[:4] == b"RIFF"
    assert client.get(room).status_code == 404
    assert client.get(place.replace("480.webp", "481.webp")).status_code == 404
    assert client.get(place.replace(".webp", ".svg")).status_code == 404


def test_a_photo_of_a_hidden_place_is_hidden(client, three, shelf) -> None:
    client.force_login(three.manager)
    sent(client)
    client.post(address("publish"), {"published": "no"})
    with scoping.scope([three.place.organisation_id]):
        (photo,) = queries.photos_of(place_id=three.place.pk)
    link = address("photo", photo.uuid, 480, "jpg")
    assert client.get(link).status_code == 200
    client.logout()
    assert client.get(link).status_code == 404


def test_a_photo_without_words_is_not_kept(client, three, shelf) -> None:
    client.force_login(three.manager)
    page = sent(client, alt="")
    assert list(page.context["form"].errors) == ["alt"]
    assert list(shelf.iterdir()) == []


def test_a_person_is_added_noted_given_a_role_and_an_insurance(client, three, at, now) -> None:
    at(now)
    client.force_login(three.manager)
    done = client.post(address("add_member"), {"email": "zoe@example.org", "name": "Zoé"})
    card = done["Location"]
    for said in (
        {"action": "note", "note": "Préfère le matin"},
        {"action": "role", "role": "member"},
        {"action": "insurance", "insurer": "MAIF", "valid_until": "2027-01-01"},
    ):
        assert client.post(card, said).status_code == 302
    page = client.get(card).content.decode()
    assert all(words in page for words in ("Préfère le matin", "MAIF", "01/01/2027", "membre"))
    assert client.post(card + "terminer/", {"role": "member"}).status_code == 302
    assert client.get(card).context["roles"] == []


def test_somebody_who_has_an_account_of_elsewhere_is_invited_on_a_second_tap(client, three) -> None:
    a_person("Jeanne d’ailleurs", email="jeanne@example.org")
    client.force_login(three.manager)
    said = {"email": "jeanne@example.org", "role": "resident"}
    refused = client.post(address("add_member"), said)
    assert [error.code for error in refused.context["form"].errors.as_data()["email"]] == ["contact_to_invite"]
    assert "L’inviter comme résident" in refused.content.decode()
    invited = client.post(address("add_member"), said | {"invite": "yes"})
    assert (invited.status_code, invited["Location"]) == (302, address("team"))
    assert [each.email for each in client.get(address("team")).context["waiting"]] == ["jeanne@example.org"]


@pytest.mark.parametrize(
    ("role", "way"),
    [
        ("host", "/reglages/habilitations/"),
        ("treasurer", "/reglages/tarifs/"),
        ("manager", "/reglages/"),
        ("member", None),
    ],
)
def test_each_of_the_staff_has_a_way_into_the_settings_that_are_theirs(three, client, role, way) -> None:
    person = a_person(role)
    give_role(person, three.place, role)
    client.force_login(person)
    page = client.get(f"/{three.place.slug}/planning/").content.decode()
    found = re.findall(r'href="([^"]*)"[^>]*>(?:(?!</a>).)*Réglages', page, flags=re.DOTALL)
    assert {address.rpartition(three.place.slug)[2] for address in found} == ({way} if way else set())
