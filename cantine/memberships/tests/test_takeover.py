"""What is left on old passes serves here, is charged to nobody, and comes once."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cantine.billing import queries as billing
from cantine.core import scoping
from cantine.kernel import Refused
from cantine.memberships import commands, queries
from cantine.memberships.commands import OldPass
from cantine.memberships.models import Allowance
from cantine.memberships.testing import ROBOT, a_pass_kind
from cantine.places.testing import ref_of
from cantine.pricing.rules import Unit

D = Decimal


@pytest.fixture
def here(three: Any, now: Any, db: Any) -> Iterator[Any]:
    place = ref_of(three.place)
    code = a_pass_kind(three.place, now=now)
    with scoping.scope([place.organisation_id]):
        yield {"actor": ROBOT, "now": now, "place": place, "day": place.today(now)}, code


def old(three: Any, code: str, *, left: str = "7.5", source: str = "taken:1", **said: Any) -> OldPass:
    return OldPass(person_id=three.member.pk, kind=code, left=D(left), source=source, **said)


def test_seven_days_and_a_half_are_left_and_nothing_is_charged(here: Any, three: Any) -> None:
    said, code = here
    until = said["day"] + timedelta(days=90)
    assert commands.take_over_passes(**said, passes=[old(three, code, expires_on=until)]) == 1
    row = Allowance.objects.get()
    assert (row.balance, row.granted, row.expires_on, row.begins_on) == (D("7.5"), D("7.5"), until, said["day"])
    assert billing.due_charges(said["place"], first_day=date(2000, 1, 1), last_day=date(2100, 1, 1)) == []
    assert queries.taken_over_units(said["place"]) == {Unit.DAY: D("7.5")}


def test_the_same_pass_twice_comes_once_and_another_one_of_theirs_does(here: Any, three: Any) -> None:
    said, code = here
    first, second = old(three, code), old(three, code, source="taken:2", left="10")
    assert commands.take_over_passes(**said, passes=[first]) == 1
    assert commands.take_over_passes(**said, passes=[first, second]) == 1
    assert queries.taken_over_units(said["place"]) == {Unit.DAY: D("17.5")}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"left": "10.5"}, "pass_left_out_of_range"),
        ({"left": "0"}, "pass_left_out_of_range"),
        ({"left": "0.3"}, "pass_left_out_of_range"),
        ({"expires_on": date(2020, 1, 1)}, "pass_expired_already"),
        ({"kind": "inconnu"}, "pass_kind_unknown"),
    ],
)
def test_what_cannot_be_left_is_refused_and_nothing_comes(
    here: Any, three: Any, changes: dict[str, Any], code: str
) -> None:
    said, kind = here
    with pytest.raises(Refused) as why:
        commands.take_over_passes(**said, passes=[old(three, changes.pop("kind", kind), **changes)])
    assert [each.code for each in why.value.refusals] == [code]
    assert not Allowance.objects.exists()


def test_somebody_whom_the_place_does_not_know_is_refused(here: Any, three: Any) -> None:
    said, code = here
    stranger = OldPass(person_id=three.stranger.pk, kind=code, left=D(1), source="taken:3")
    with pytest.raises(Refused) as why:
        commands.take_over_passes(**said, passes=[stranger])
    assert [each.code for each in why.value.refusals] == ["person_unknown"]
