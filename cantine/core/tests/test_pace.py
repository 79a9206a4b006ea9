"""Pages read by nobody signed in: so many a minute for one network, whatever they are."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_network_of_strangers_is_told_when_to_come_back(settings: Any) -> None:
    settings.CANTINE_RATES = {"pages.anonymous": 3}
    answers = [Client().get(address) for address in ("/", "/compte/entrer/", "/nulle-part/", "/")]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 429]
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="192.0.2.7").get("/").status_code == 200


def test_a_made_up_cookie_makes_nobody_known(settings: Any) -> None:
    settings.CANTINE_RATES = {"pages.anonymous": 1}
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    assert [browser.get("/").status_code for _ in range(2)] == [200, 429]


def test_who_is_signed_in_is_not_counted_nor_what_the_pages_bring_along(three: Any, settings: Any) -> None:
    settings.CANTINE_RATES = {"pages.anonymous": 1}
    browser = Client()
    browser.force_login(three.member)
    assert [browser.get("/moi/").status_code for _ in range(3)] == [200, 200, 200]
    assert [Client().get("/api/v1/openapi.json").status_code for _ in range(2)] == [200, 200]


def test_behind_a_proxy_of_ours_each_network_has_its_own_count(settings: Any) -> None:
    settings.CANTINE_RATES, settings.CANTINE_TRUSTED_PROXIES = {"pages.anonymous": 1}, 1
    answers = [
        Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=address).get("/").status_code
        for address in ("203.0.113.5", "203.0.113.6", "203.0.113.5", "2001:db8:1:2::3", "2001:db8:1:2::4")
    ]
    assert answers == [200, 200, 429, 200, 429]
