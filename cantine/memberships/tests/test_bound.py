"""Who leaves a plan for a cheaper one keeps their word: the notice and the commitment run out first, unless the team says why not."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.memberships import commands, queries, rules
from cantine.memberships.models import Subscription
from cantine.memberships.testing import ROBOT, a_plan
from cantine.places.testing import actor_for, ref_of

JUNE_9 = date(2026, 6, 9)


@pytest.fixture
def here(three: Any, now: Any, at: Any, db: Any) -> Iterator[Any]:
    """10 March 2026: the member takes Résident, 200 €, three months at least, thirty days' notice."""
    at(now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        yield place


@pytest.fixture
def resident(here: Any, three: Any, now: Any) -> Any:
    code = a_plan(three.place, now=now, commitment_months=3, notice_days=30, included=())
    return commands.subscribe(
        actor=ROBOT, now=now, place=here, plan=code, since=here.today(now), person_id=three.member.pk
    )


def go(place: Any, subscription: Any, plan: str, *, now: Any, actor: Any = ROBOT, **said: Any) -> Any:
    said = {"at_once": True, **said}
    return commands.change_plan(actor=actor, now=now, place=place, subscription=subscription, plan=plan, **said)


def days(subscription: Any) -> tuple[date, date | None]:
    found = Subscription.objects.get(uuid=subscription)
    return found.since, found.until


def nomad(three: Any, now: Any) -> str:
    return a_plan(three.place, now=now, name_fr="Nomade", name_en="Drop-in", cents=5_000, included=())


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("who", ["member", "manager"])
def test_a_cheaper_plan_begins_when_the_commitment_has_run_out(here, three, resident, now, who, at_once) -> None:
    actor = actor_for(getattr(three, who), now=now)
    made = go(here, resident, nomad(three, now), now=now, actor=actor, at_once=at_once)
    assert (days(resident), days(made)) == ((date(2026, 3, 10), JUNE_9), (date(2026, 6, 10), None))


def test_past_the_commitment_the_notice_is_left(here, three, resident, now) -> None:
    later = now + timedelta(days=120)
    made = go(here, resident, nomad(three, now), now=later)
    assert days(made)[0] == date(2026, 9, 1)


def test_a_dearer_plan_begins_at_once_and_keeps_what_is_left_of_the_commitment(here, three, resident, now) -> None:
    dearer = a_plan(three.place, now=now, name_fr="Bureau", cents=30_000, included=())
    office = go(here, resident, dearer, now=now)
    assert days(office)[0] == date(2026, 3, 10)
    made = go(here, office, nomad(three, now), now=now + timedelta(days=1))
    assert (days(office)[1], days(made)[0]) == (JUNE_9, date(2026, 6, 10))


def test_notice_of_a_plan_that_keeps_a_commitment_ends_with_it(here, three, resident, now) -> None:
    office = go(
        here, resident, a_plan(three.place, now=now, name_fr="Bureau", cents=30_000, included=()), now=now
    )  # fmt: skip
    assert commands.give_notice(actor=ROBOT, now=now, place=here, subscription=office) == JUNE_9


def test_the_team_waives_it_and_says_why(here, three, resident, now) -> None:
    plan = nomad(three, now)
    with pytest.raises(Denied):
        go(here, resident, plan, now=now, actor=actor_for(three.member, now=now), waived="Je déménage")
    made = go(here, resident, plan, now=now, actor=actor_for(three.manager, now=now), waived=" Elle déménage ")
    assert (days(made)[0], Subscription.objects.get(uuid=resident).waived) == (date(2026, 3, 10), "Elle déménage")
    line = queries.find_subscription(here, subscription=made)
    assert line is not None
    assert line.bound_until(here.today(now)) is None


def test_the_page_says_until_when_and_the_team_may_let_go(here, three, resident, now) -> None:
    plan, asked = nomad(three, now), {"when": "now"}
    mine, address = Client(headers={"accept-language": "en"}), reverse("memberships:my_subscription", args=[resident])
    mine.force_login(three.member)
    seen = mine.get(address, {**asked, "plan": plan})
    assert seen.context["preview"]["bound"] == ["committed until Tuesday 9 June 2026", "notice of 30 days"]
    assert "so this plan goes on until Tuesday 9 June 2026" in seen.content.decode()
    assert "waived" not in seen.context["change"].fields
    team, there = (
        Client(headers={"accept-language": "en"}),
        reverse("memberships:subscription", args=[here.slug, resident]),
    )
    team.force_login(three.manager)
    assert team.get(there, {**asked, "plan": plan}).context["preview"]["bound"]
    shown = team.get(there, {**asked, "plan": plan, "waived": "Moving"}).context["preview"]
    assert (shown["bound"], shown["first_day"]) == ([], "Tuesday 10 March 2026")
    team.post(there, {"act": "change", **asked, "plan": plan, "waived": "Moving"})
    assert days(resident) == (date(2026, 3, 10), date(2026, 3, 9))


def test_a_year_and_a_month_are_compared_month_for_month() -> None:
    assert rules.is_cheaper(200_000, rules.Period.YEAR, than=20_000, by=rules.Period.MONTH)
    assert not rules.is_cheaper(240_000, rules.Period.YEAR, than=20_000, by=rules.Period.MONTH)


@given(months=st.integers(0, 12), notice=st.integers(0, 90), past=st.integers(0, 500))
def test_nobody_leaves_before_notice_and_commitment(months: int, notice: int, past: int) -> None:
    since = date(2026, 1, 15)
    today, plan = since + timedelta(days=past), rules.Plan("p", "P", "P", notice_days=notice, commitment_months=months)
    found = rules.bound_until(plan, rules.Running(since), today=today)
    if found is None:
        assert notice == 0
        assert rules.later(since, months=months) <= today
    else:
        assert found >= today + timedelta(days=notice)
        assert found >= rules.later(since, months=months) - timedelta(days=1)
