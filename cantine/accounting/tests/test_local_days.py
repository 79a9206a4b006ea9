"""A day is that of the place: what is closed after midnight there is not of the evening before in another zone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from cantine.accounting import commands
from cantine.accounting.testing import ROBOT, an_entry
from cantine.places.testing import ref_of

pytestmark = pytest.mark.django_db


def test_books_closed_after_midnight_in_paris_are_closed_on_that_day(three: Any, entity: Any, at: Any) -> None:
    now = datetime(2026, 11, 28, 23, 44, tzinfo=UTC)  # Sunday 29, 0:44 in Paris
    an_entry(entity, now=now, day=date(2026, 1, 15))
    commands.close_period(
        actor=ROBOT, now=now, place=ref_of(three.place), entity=entity.uuid, last_day=date(2026, 1, 31)
    )
    at(now)
    client = Client(headers={"accept-language": "en"})
    client.force_login(three.manager)
    page = client.get(f"/{three.place.slug}/comptes/clotures/")
    assert [closed for _first, _last, closed in page.context["lines"]] == [date(2026, 11, 29)]
