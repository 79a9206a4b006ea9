"""The two pages of the settings: a file shown then brought in, and everything taken out."""

import io
import re
import time
import zipfile
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from cantine.core.testing import journal, letters
from cantine.people.testing import a_person
from cantine.places.testing import Three, give_role
from cantine.web.tests.test_import_rows import sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager’s second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


def upload(client: Client, three: Three, data: bytes, kind: str = "members") -> Any:
    file = SimpleUploadedFile("membres.csv", data, content_type="text/csv")
    address = f"/{three.place.slug}/reglages/importer/"
    return client.post(address, {"kind": kind, "mapping": "cantine", "file": file})


def carried_by(answer: Any) -> dict[str, str]:
    return dict(
        re.findall(r'<input type="hidden" name="(kind|mapping|carried)" value="([^"]*)"', answer.content.decode())
    )


def test_a_file_is_shown_then_brought_in(three: Three, client: Client) -> None:
    client.force_login(three.manager)
    before = len(journal())
    shown = upload(client, three, sample("membres.csv"))
    assert shown.status_code == 200
    assert "Plat préféré" in shown.content.decode()
    assert len(journal()) == before
    done = client.post(f"/{three.place.slug}/reglages/importer/", carried_by(shown), follow=True)
    assert "Nouveaux\u202f: 3" in done.content.decode()
    assert [entry.name for entry in journal()].count("web.RowsImported") == 1
    again = upload(client, three, sample("membres.csv"))
    assert carried_by(again) == {}


def test_wrong_lines_are_shown_with_what_to_do_and_nothing_can_be_done(three: Three, client: Client) -> None:
    client.force_login(three.manager)
    shown = upload(client, three, b"email;depuis\npas une adresse;14/04/2024\n<b>@x.fr;demain\n")
    words = shown.content.decode()
    assert "pas une adresse" in words
    assert "demain" in words
    assert "<b>@x.fr" not in words
    assert carried_by(shown) == {}


@pytest.mark.parametrize(
    "data", [b"\x00", b"nom\nfaux\n", b"PK\x03\x04", b"x" * (3 * 1024 * 1024), b"email\n" + b"a@b.fr\n" * 6000]
)
def test_a_file_that_cannot_be_read_is_said_beside_its_field(three: Three, client: Client, data: bytes) -> None:
    client.force_login(three.manager)
    answer = upload(client, three, data)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()


@pytest.mark.parametrize("carried", ["", "%%%", "AAAA", "eJw", "x" * 2_400_000])
def test_a_damaged_page_is_a_sentence(three: Three, client: Client, carried: str) -> None:
    client.force_login(three.manager)
    address = f"/{three.place.slug}/reglages/importer/"
    answer = client.post(address, {"kind": "members", "mapping": "cantine", "carried": carried}, follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["importer", "exporter"])
@pytest.mark.parametrize(("who", "status"), [("member", 403), ("stranger", 403)])
def test_the_pages_are_the_managers(three: Three, client: Client, page: str, who: str, status: int) -> None:
    client.force_login(getattr(three, who))
    assert client.get(f"/{three.place.slug}/reglages/{page}/").status_code == status


def signed_in(client: Client, three: Three, *, seconds_ago: int) -> None:
    """Sign in as allauth records it; somebody with a password can be asked for it again."""
    three.manager.set_password("un mot de passe de test")
    three.manager.save(update_fields=["password"])
    client.force_login(three.manager)
    session = client.session
    proof = {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(three.manager.pk)
    session.save()


def test_taking_everything_out_asks_who_is_there(three: Three, client: Client) -> None:
    signed_in(client, three, seconds_ago=601)
    answer = client.post(f"/{three.place.slug}/reglages/exporter/")
    assert answer.status_code == 302
    assert "verifier" in answer["Location"]


def test_everything_is_taken_out_as_one_archive(three: Three, client: Client) -> None:
    signed_in(client, three, seconds_ago=30)
    assert client.get(f"/{three.place.slug}/reglages/exporter/").status_code == 200
    answer = client.post(f"/{three.place.slug}/reglages/exporter/")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is streamed
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert {"manifest.json", "tables/places.place.jsonl"} <= set(zipped.namelist())
    assert [entry.actor_person_id for entry in journal() if entry.name == "web.PlaceExported"] == [three.manager.pk]


def test_archives_are_taken_ten_times_an_hour(three: Three, client: Client) -> None:
    signed_in(client, three, seconds_ago=30)
    with override_settings(CANTINE_RATES={"exports": 1}):
        client.post(f"/{three.place.slug}/reglages/exporter/")
        assert client.post(f"/{three.place.slug}/reglages/exporter/").status_code == 429


def test_a_password_alone_takes_nothing_out_where_a_second_factor_is_asked(
    three: Three, client: Client, settings: Any
) -> None:
    settings.CANTINE_MFA_REQUIRED = True
    page = f"/{three.place.slug}/reglages/exporter/"
    signed_in(client, three, seconds_ago=30)
    settings.CANTINE_MFA_GRACE_DAYS = 100_000  # the first days of a role: other pages open without one
    assert client.post(page)["Location"] == reverse("mfa_index")
    Authenticator.objects.create(user=three.manager, type="totp", data={})
    assert client.post(page)["Location"] == f"{reverse('mfa_reauthenticate')}?next={page.replace('/', '%2F')}"
    for seconds_ago, status in ((601, 302), (30, 200)):
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time() - 5, "reauthenticated": True},
            {"method": "mfa", "at": time.time() - seconds_ago, "type": "totp"},
        ]
        session.save()
        assert client.post(page).status_code == status


def test_every_manager_reads_who_took_everything_out(three: Three, client: Client, run_jobs: Any) -> None:
    other = a_person("Autre gestionnaire")
    give_role(other, three.place, "manager")
    signed_in(client, three, seconds_ago=30)
    client.post(f"/{three.place.slug}/reglages/exporter/")
    run_jobs()
    told = [letter for letter in letters() if letter.subject == "Tout La Cantine d’essai a été emporté"]
    assert sorted(letter.to for letter in told) == sorted([three.manager.email, other.email])
    assert all("Manager a pris" in letter.text for letter in told)


@pytest.mark.journey
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_can_be_used_by_everybody(visit: Any, axe: Any, tmp_path: Any, width: int) -> None:
    from cantine.places.testing import three_people

    three = three_people()
    page = visit(person=three.manager, width=width)
    page.goto(f"/{three.place.slug}/reglages/importer/")
    axe(page)
    file = tmp_path / "membres.csv"
    file.write_bytes("Courriel;Nom;Depuis\nada@exemple.fr;Ada;14/04/2024\nfaux;Bob;demain\n".encode("cp1252"))
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Voir ce que cela donnerait").click()
    page.get_by_role("heading", name="Ce que donnerait le fichier").wait_for()
    axe(page)
    page.goto(f"/{three.place.slug}/reglages/importer/")
    file.write_bytes("Courriel;Nom\nada@exemple.fr;Ada\n".encode("cp1252"))
    page.set_input_files("input[type=file]", str(file))
    with page.expect_navigation():
        page.get_by_role("button", name="Voir ce que cela donnerait").click()
    axe(page)
    page.get_by_role("button", name="Importer").click()
    page.get_by_text("C’est importé").wait_for()
