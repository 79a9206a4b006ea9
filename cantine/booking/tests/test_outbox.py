"""The demo's outbox shows everybody's letters on the machine itself; a place's log shows its own, to its team."""

import pytest

from cantine.core import mail
from cantine.core.testing import edit_letters, letters
from cantine.places.testing import a_place, give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(book, run_jobs, settings):
    settings.CANTINE_MFA_REQUIRED = False  # what a manager's second factor guards is tested with the accounts
    book()
    run_jobs()
    return letters()[0]


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_in_the_demo_anyone_here_reads_the_letters(client, demo, letter):
    assert letter.subject in client.get("/boite-d-envoi/").content.decode()
    page = client.get(f"/boite-d-envoi/{letter.uuid}/")
    assert "/annuler/" in page.content.decode()
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_html_has_no_right(client, demo, letter):
    page = client.get(f"/boite-d-envoi/{letter.uuid}/html/")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script" not in page.headers["Content-Security-Policy"]


def test_the_calendar_is_a_file(client, demo, letter):
    page = client.get(f"/boite-d-envoi/{letter.uuid}/ics/")
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert page.content.decode() == letter.calendar


@pytest.mark.parametrize("address", ["192.168.1.9", "2001:db8::1", ""])
def test_from_another_machine_there_is_nothing(client, demo, letter, address):
    assert client.get("/boite-d-envoi/", REMOTE_ADDR=address).status_code == 404


def test_outside_the_demo_there_is_nothing(client, letter):
    paths = ["", f"{letter.uuid}/", f"{letter.uuid}/html/", f"{letter.uuid}/ics/"]
    assert [client.get(f"/boite-d-envoi/{path}").status_code for path in paths] == [404] * 4


def test_the_team_reads_what_the_place_sent_without_the_secrets(client, three, letter):
    client.force_login(three.manager)
    assert letter.subject in client.get(f"/{three.place.slug}/courrier/").content.decode()
    page = client.get(f"/{three.place.slug}/courrier/{letter.uuid}/").content.decode()
    assert "/annuler/…" in page
    assert letter.text.split("/annuler/")[1].split("/")[0] not in page


def test_members_do_not_read_them_nor_do_other_places(client, three, letter):
    client.force_login(three.member)
    assert client.get(f"/{three.place.slug}/courrier/").status_code == 403
    other = a_place("Ailleurs")
    give_role(three.stranger, other, "manager")
    client.force_login(three.stranger)
    assert letter.subject not in client.get(f"/{other.slug}/courrier/").content.decode()
    assert client.get(f"/{other.slug}/courrier/{letter.uuid}/").status_code == 404


def test_the_log_reads_as_many_rows_for_one_letter_as_for_three(client, three, book, run_jobs, statements, settings):
    settings.CANTINE_MFA_REQUIRED = False
    client.force_login(three.manager)
    counts = []
    for days in ([7], [8, 9]):
        for day in days:
            book(day=day)
        run_jobs()
        with statements() as seen:
            client.get(f"/{three.place.slug}/courrier/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


def test_a_secret_end_is_hidden_and_a_plain_address_is_not():
    text = "http://localhost:8000/annuler/0f3a5c~AbC-dEf_0123456789/ et http://localhost:8000/la-cantine/"
    assert mail.masked(text) == "http://localhost:8000/annuler/… et http://localhost:8000/la-cantine/"


def test_the_log_is_read_a_page_at_a_time(client, three, letter, monkeypatch):
    monkeypatch.setattr("cantine.booking.views.outbox.PAGE", 1)
    client.force_login(three.manager)
    first = client.get(f"/{three.place.slug}/courrier/").content.decode()
    assert letter.subject in first
    assert "page=2" in first
    second = client.get(f"/{three.place.slug}/courrier/?page=2").content.decode()
    assert letter.subject not in second
    assert "page=1" in second


@pytest.mark.parametrize("said", ["0", "-1", "x", "²", "9" * 30])
def test_a_page_that_is_no_number_is_the_first_or_an_empty_one(client, three, letter, said):
    client.force_login(three.manager)
    assert client.get(f"/{three.place.slug}/courrier/?page={said}").status_code == 200


def test_what_did_not_leave_is_read_apart(client, three, letter):
    client.force_login(three.manager)
    address = f"/{three.place.slug}/courrier/?attente=oui"
    assert "Tout est parti" in client.get(address).content.decode()
    edit_letters(state="failed", error="SMTPRecipientsRefused: 550")
    page = client.get(address).content.decode()
    assert letter.subject in page
    assert "SMTPRecipientsRefused: 550" in page
    assert page.count('<a href="?attente=oui" aria-current="page"') == 1
    assert '<a href="?" aria-current="page"' not in page
