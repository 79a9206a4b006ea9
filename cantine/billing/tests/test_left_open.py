"""What the days of a period would leave open is said before the books are closed: a draft, a day of the till, and where to go."""

from datetime import timedelta
from typing import Any

import pytest

from cantine.accounting.queries.beside import LeftOpen, left_open
from cantine.billing.commands import counter as commands
from cantine.billing.rules.counter import Means, Tap
from cantine.billing.testing import a_counter

pytestmark = pytest.mark.django_db


def test_a_draft_and_a_day_of_the_till_are_left_open_until_their_day(house: Any) -> None:
    today = house.place.today(house.now)
    buttons = a_counter(house.place, now=house.now)
    house.charge()
    house.prepared()
    commands.ring_sale(**house.said, key="a", taps=[Tap(buttons["coffee"], 1)], means=Means.CASH)
    assert left_open(house.entity.id, last_day=today) == [
        LeftOpen("drafts", 1, "billing:invoices"), LeftOpen("till", 1, "billing:counter_close"),
    ]  # fmt: skip
    assert left_open(house.entity.id, last_day=today - timedelta(days=1)) == []
