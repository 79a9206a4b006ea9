"""Somebody who tries too often in a minute is asked to wait; nobody else is."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_person_who_tries_to_book_too_often_is_asked_to_wait(three, settings, now, at) -> None:
    settings.CANTINE_RATES = {"booking": 2}
    at(now)
    page = reverse("booking:book", args=[three.place.slug, three.room.slug])
    mine, theirs = Client(), Client()
    mine.force_login(three.member)
    theirs.force_login(three.manager)
    settings.CANTINE_MFA_REQUIRED = False
    assert [mine.post(page, {}).status_code for _ in range(3)][-1] == 429
    assert int(mine.post(page, {}).headers["Retry-After"]) <= 60
    assert mine.get(page).status_code == 200
    assert theirs.post(page, {}).status_code != 429
