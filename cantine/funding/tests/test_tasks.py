"""What happens by itself every night: costs that come back are entered, what is due to funders is told."""

from datetime import timedelta
from typing import Any

import pytest

from cantine.core import scoping
from cantine.core.testing import letters
from cantine.funding import commands, tasks
from cantine.funding.models import Cost
from cantine.funding.rules import Spent
from cantine.funding.rules.recurring import Every, Recurring
from cantine.funding.tests.conftest import Economy

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_night_enters_what_comes_back_and_tells_what_is_due(three: Any, now: Any, at: Any, run_jobs: Any) -> None:
    at(now)
    economy = Economy(three, now)
    with scoping.scope([economy.place.organisation_id]):
        spent = Spent(what="Loyer", day=economy.today, net_cents=90_000, category="rent")
        recurring = Recurring(spent=spent, every=Every.MONTH, alone=True)
        commands.note_recurring(**economy.said, recurring=recurring)
        grant = economy.grant()
        commands.plan_report(**economy.said, grant=grant, what="Bilan", due_on=economy.today + timedelta(days=7))
    for _ in range(2):
        tasks.night_round(timestamp=0)
        run_jobs()
    with scoping.scope([economy.place.organisation_id]):
        assert [each.key.split(":")[0] for each in Cost.objects.all()] == ["recurring"]
    assert len(letters()) == 1
