"""The list of a quarter: who had their address here, who began, who ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.booking import commands
from cantine.booking.testing import TESTS, a_domiciliation, ref_of
from cantine.booking.views.domiciliations import quarter_of
from cantine.core import scoping
from cantine.people.testing import an_organisation

pytestmark = pytest.mark.django_db


def as_(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_a_quarter_has_its_days() -> None:
    assert [quarter_of(2028, quarter) for quarter in (1, 2)] == [
        (date(2028, 1, 1), date(2028, 3, 31)), (date(2028, 4, 1), date(2028, 6, 30)),
    ]  # fmt: skip


def test_the_list_of_a_quarter_says_what_began_and_ended(three, now, at, settings) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    place = ref_of(three.place)
    ended = a_domiciliation(three.place, an_organisation("Alpha", kind="company"), now=now - timedelta(days=90))
    a_domiciliation(three.place, an_organisation("Bêta", kind="company"), now=now)
    with scoping.scope([place.organisation_id]):
        commands.end_domiciliation(actor=TESTS, now=now, place=place, domiciliation=ended, on=date(2026, 3, 20))

    def rows(quarter: int) -> list[list[str]]:
        address = reverse("booking:domiciled_csv", args=[place.slug, 2026, quarter])
        text = as_(three.manager).get(address).content.decode("utf-8-sig")
        return [line.split(";") for line in text.splitlines()[1:]]

    assert [(row[0], row[3], row[4], row[5]) for row in rows(1)] == [
        ("Alpha", "10/12/2025", "20/03/2026", "ended"), ("Bêta", "10/03/2026", "", "began"),
    ]  # fmt: skip
    assert [(row[0], row[5]) for row in rows(2)] == [("Bêta", "goes on")]
    assert as_(three.member).get(reverse("booking:domiciled_csv", args=[place.slug, 2026, 1])).status_code == 403
    assert as_(three.manager).get(reverse("booking:domiciled_csv", args=[place.slug, 2026, 5])).status_code == 404
