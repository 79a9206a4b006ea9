"""What happens by itself every night: months are charged, what was not used expires."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cantine.billing import queries as billing
from cantine.core import scoping
from cantine.memberships import commands, tasks
from cantine.memberships.models import Allowance
from cantine.memberships.testing import ROBOT, a_pass, a_plan
from cantine.places.testing import ref_of

pytestmark = pytest.mark.django_db(transaction=True)
APRIL, JUNE = datetime(2026, 4, 1, 8, tzinfo=UTC), datetime(2026, 6, 2, 8, tzinfo=UTC)


def test_each_night_charges_what_is_new_of_this_month_and_of_the_one_before(three: Any, at: Any, run_jobs: Any) -> None:
    place = ref_of(three.place)
    at(APRIL)
    code = a_plan(three.place, now=APRIL)
    with scoping.scope([place.organisation_id]):
        said = {"actor": ROBOT, "now": APRIL, "place": place, "plan": code}
        commands.subscribe(**said, since=APRIL.date(), person_id=three.member.pk)
    at(JUNE)
    for _ in range(2):
        tasks.charge_round(timestamp=0)
        run_jobs()
    with scoping.scope([place.organisation_id]):
        found = billing.due_charges(place, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
    assert [line.name for line in found] == ["Résident, avril 2026", "Résident, mai 2026", "Résident, juin 2026"]


def test_each_night_lets_expire_what_was_not_used(three: Any, at: Any, run_jobs: Any) -> None:
    a_pass(three.place, three.member, now=APRIL, valid_days=30)
    at(JUNE)
    tasks.expire_round(timestamp=0)
    run_jobs()
    with scoping.scope([three.place.organisation_id]):
        assert Allowance.objects.get().balance == 0
