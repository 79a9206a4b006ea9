"""A copy of the database opens nobody's session; the list of open sessions still finds and ends each of them."""

from datetime import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from cantine.core.actor import system
from cantine.core.sessions import SessionStore, StoredKey, digest
from cantine.people import commands

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME


PASSWORD = "huit lapins verts dorment"


@pytest.fixture
def email(now: datetime) -> str:
    """Of somebody who signs in with a password."""
    commands.register_person(actor=system("test"), now=now, email="eve@example.org", name="", password=PASSWORD)
    return "eve@example.org"


def sign_in(email: str) -> Client:
    """By the page, so that allauth notes the session."""
    browser = Client()
    assert browser.post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == 302
    return browser


def test_no_table_holds_the_key_of_a_cookie(email: str) -> None:
    key = sign_in(email).cookies[COOKIE].value
    with connection.cursor() as cursor:
        for table in ("django_session", "usersessions_usersession"):
            cursor.execute(f"SELECT session_key FROM {table}")
            assert cursor.fetchall() == [(digest(key),)]


def test_the_digest_in_a_cookie_opens_and_ends_nothing(email: str) -> None:
    browser = sign_in(email)
    assert browser.get(reverse("people:account")).status_code == 200
    thief = Client()
    thief.cookies[COOKIE] = digest(browser.cookies[COOKIE].value)
    assert thief.get(reverse("people:account")).status_code == 302
    thief.post(reverse("account_logout"))
    assert browser.get(reverse("people:account")).status_code == 200


def test_the_list_of_sessions_knows_mine_and_ends_the_others(email: str) -> None:
    phone, laptop = sign_in(email), sign_in(email)
    page = laptop.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    laptop.post(reverse("usersessions_list"))
    assert phone.get(reverse("people:account")).status_code == 302
    assert laptop.get(reverse("people:account")).status_code == 200
    assert (UserSession.objects.count(), Session.objects.count()) == (1, 1)


def test_a_stored_key_is_the_key_it_is_the_digest_of() -> None:
    assert StoredKey(digest("secret")) == "secret"
    assert "secret" == StoredKey(digest("secret"))  # noqa: SIM300  the reflected way too
    assert StoredKey(digest("secret")) != digest("secret")
    assert StoredKey(digest("secret")) == StoredKey(digest("secret"))


def test_a_new_key_at_each_sign_in_leaves_no_row_behind() -> None:
    store = SessionStore()
    store["seen"] = 1
    store.save()
    before = store.session_key
    store.cycle_key()
    assert store.session_key != before
    assert [row.session_key for row in Session.objects.all()] == [digest(store.session_key)]
    assert SessionStore(store.session_key)["seen"] == 1
