"""Subscriptions: charged once a month by the days that count, changed, paused, ended, and asked for a yes when the price rises."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from cantine.billing import queries as billing
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.core.testing import letters
from cantine.kernel import Refused
from cantine.memberships import commands, queries
from cantine.memberships.models import Allowance, AllowanceEntry, Subscription, SubscriptionPause, SubscriptionPeriod
from cantine.memberships.rules import Every, Included, Period, State, Use, state_of
from cantine.memberships.testing import ROBOT, a_plan
from cantine.people.testing import an_organisation
from cantine.places.testing import actor_for, ref_of
from cantine.pricing.rules import Unit

pytestmark = pytest.mark.django_db
D = Decimal
APRIL = date(2026, 4, 1)
NOW = datetime(2026, 4, 14, 10, tzinfo=UTC)
DAYS = (Included(Use.SEAT, Unit.DAY, D(3), every=Every.WEEK, overage_cents=1_500),)


@pytest.fixture
def here(three: Any) -> Iterator[Any]:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        yield place


def take(
    place: Any, three: Any, *, since: date = date(2026, 4, 14), plan: str = "", person: Any = None, **said: Any
) -> Any:
    code = plan or a_plan(three.place, now=NOW, **said)
    return commands.subscribe(
        actor=ROBOT, now=NOW, place=place, plan=code, since=since, person_id=(person or three.member).pk
    )


def act(command: Any, place: Any, subscription: Any, *, now: datetime = NOW, actor: Any = ROBOT, **said: Any) -> Any:
    return command(actor=actor, now=now, place=place, subscription=subscription, **said)


def charges(place: Any) -> list[tuple[str, int]]:
    found = billing.due_charges(place, first_day=date(2026, 1, 1), last_day=date(2027, 12, 31))
    return [(each.name, each.price.net_cents) for each in found]


def charge(place: Any, month: date, now: datetime = NOW) -> tuple[int, int, list[str]]:
    done = commands.charge_month(actor=ROBOT, now=now, place=place, month=month)
    return done.made, done.changed, [each.why for each in done.left]


def why(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


# -- taking and charging -----------------------------------------------------------------------------------------------


def test_the_first_month_is_charged_by_its_days_and_says_so(here, three) -> None:
    take(here, three)
    (line,) = billing.due_charges(here, first_day=APRIL, last_day=date(2026, 4, 30))
    assert (line.name, line.day, line.price.net_cents) == ("Résident, avril 2026", date(2026, 4, 14), 11_333)
    (reason,) = line.price.lines[0].reasons
    assert (reason.name_fr, reason.name_en, reason.cents) == ("17 jours sur 30", "17 days of 30", -8_667)
    assert list(Allowance.objects.values_list("granted", "begins_on", "expires_on", "overage_cents")) == [
        (D("5.75"), date(2026, 4, 14), date(2026, 4, 30), 1_500)
    ]


def test_a_month_is_charged_once_however_often_it_is_asked_for(here, three) -> None:
    take(here, three)
    assert [charge(here, APRIL) for _ in range(2)] == [(0, 0, []), (0, 0, [])]
    may = date(2026, 5, 1)
    assert [charge(here, may) for _ in range(3)] == [(1, 0, []), (0, 0, []), (0, 0, [])]
    assert charges(here) == [("Résident, avril 2026", 11_333), ("Résident, mai 2026", 20_000)]
    assert Allowance.objects.count() == 2


def test_the_database_refuses_a_second_charge_of_one_month(here, three) -> None:
    take(here, three)
    twin = SubscriptionPeriod.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError, match="a_period_is_charged_once"), transaction.atomic():
        twin.save()


def test_what_began_before_is_charged_month_by_month(here, three) -> None:
    take(here, three, since=date(2026, 2, 15))
    assert [cents for _name, cents in charges(here)] == [10_000, 20_000, 20_000]


def test_the_months_that_were_left_out_are_caught_up_and_never_twice(here, three) -> None:
    held = take(here, three)
    act(commands.pause, here, held, first_day=date(2026, 6, 1), last_day=date(2026, 6, 30))
    september = NOW.replace(month=9)
    assert sorted(queries.months_uncharged(here, until=september.date())) == [date(2026, n, 1) for n in (5, 7, 8, 9)]
    done = [commands.charge_due(actor=ROBOT, now=september, place=here) for _ in range(2)]
    assert [(each.made, [month.month for month in each.months]) for each in done] == [(4, [5, 7, 8, 9]), (0, [])]
    assert [name for name, _cents in charges(here)] == [
        f"Résident, {month} 2026" for month in ("avril", "mai", "juillet", "août", "septembre")
    ]  # fmt: skip


def test_a_plan_by_the_year_has_no_month_to_catch_up(here, three) -> None:
    take(here, three, period=Period.YEAR, cents=200_000)
    assert queries.months_uncharged(here, until=date(2027, 3, 31)) == {}
    assert list(queries.months_uncharged(here, until=date(2027, 4, 30))) == [date(2027, 4, 1)]


def test_a_year_is_charged_when_it_begins(here, three) -> None:
    take(here, three, period=Period.YEAR, cents=200_000)
    assert charges(here) == [("Résident, 14 avril 2026 – 13 avril 2027", 200_000)]
    assert charge(here, date(2026, 5, 1)) == (0, 0, [])
    assert charge(here, date(2027, 4, 1)) == (1, 0, [])


def test_days_of_the_week_are_given_week_by_week(here, three) -> None:
    take(here, three, included=DAYS)
    assert list(Allowance.objects.order_by("begins_on").values_list("begins_on", "granted")) == [
        (date(2026, 4, 14), D(3)), (date(2026, 4, 20), D(3)), (date(2026, 4, 27), D(3)),
    ]  # fmt: skip


def test_a_press_counts_once_and_a_plan_is_held_once(here, three) -> None:
    from uuid import uuid4

    code, key = a_plan(three.place, now=NOW), uuid4()
    said = {"actor": ROBOT, "now": NOW, "place": here, "plan": code, "since": NOW.date(), "person_id": three.member.pk}
    assert {commands.subscribe(**said, key=key) for _ in range(2)} == {key}
    with pytest.raises(Refused) as refused:
        commands.subscribe(**said)
    assert why(refused) == ["plan_held_already"]


def test_one_takes_for_oneself_what_is_online_and_from_today_on(here, three) -> None:
    member = actor_for(three.member, now=NOW)
    said = {"actor": member, "now": NOW, "place": here, "person_id": three.member.pk}
    closed = a_plan(three.place, now=NOW, online=False)
    with pytest.raises(Refused) as refused:
        commands.subscribe(**said, plan=closed, since=NOW.date())
    assert why(refused) == ["plan_unknown"]
    open_ = a_plan(three.place, now=NOW, name_fr="Nomade")
    with pytest.raises(Refused) as refused:
        commands.subscribe(**said, plan=open_, since=NOW.date() - timedelta(days=1))
    assert why(refused) == ["plan_begins_late"]
    assert commands.subscribe(**said, plan=open_, since=NOW.date())
    with pytest.raises(Denied):
        commands.subscribe(**{**said, "person_id": three.stranger.pk}, plan=open_, since=NOW.date())
    with pytest.raises(Refused) as refused:
        commands.subscribe(**{**said, "person_id": None, "actor": ROBOT}, plan=open_, since=NOW.date())
    assert why(refused) == ["plan_needs_somebody"]


def test_what_cannot_be_charged_is_told(here, three) -> None:
    take(here, three)
    Subscription.objects.update(person=None)
    assert charge(here, date(2026, 5, 1)) == (0, 0, ["payer_gone"])


def test_an_organisation_pays_for_one_of_its_own(here, three) -> None:
    acme = an_organisation("Acme")
    code = a_plan(three.place, now=NOW)
    commands.subscribe(
        actor=ROBOT, now=NOW, place=here, plan=code, since=NOW.date(), person_id=three.member.pk, customer_id=acme.pk
    )
    (line,) = billing.due_charges(here, first_day=APRIL, last_day=date(2026, 4, 30))
    assert line.payer == ("organisation", acme.pk)


# -- pauses ------------------------------------------------------------------------------------------------------------


def test_a_pause_is_not_charged_and_gives_nothing_until_one_resumes(here, three) -> None:
    subscription = take(here, three, included=DAYS)
    act(commands.pause, here, subscription, first_day=date(2026, 4, 20))
    assert charges(here) == [("Résident, avril 2026", 4_000)]
    assert list(Allowance.objects.order_by("begins_on").values_list("balance", flat=True)) == [D(3), D(0), D(0)]
    (line,) = queries.subscriptions_of_person(three.member.pk, now=NOW)
    assert state_of(line.running, today=date(2026, 4, 21)) is State.PAUSED
    act(commands.resume, here, subscription, now=NOW + timedelta(days=13))
    assert charges(here) == [("Résident, avril 2026", 6_667)]
    assert list(Allowance.objects.order_by("begins_on").values_list("balance", flat=True)) == [D(3), D(0), D(3)]
    with pytest.raises(Refused) as refused:
        act(commands.resume, here, subscription, now=NOW + timedelta(days=13))
    assert why(refused) == ["pause_unknown"]


def test_a_pause_to_come_is_given_up(here, three) -> None:
    subscription = take(here, three, included=DAYS)
    before = charges(here)
    act(commands.pause, here, subscription, first_day=date(2026, 4, 20), last_day=date(2026, 4, 26))
    act(commands.resume, here, subscription)
    assert charges(here) == before
    assert [row.balance for row in Allowance.objects.order_by("begins_on")] == [D(3)] * 3
    assert SubscriptionPause.objects.count() == 0


def test_pauses_never_meet_whatever_writes(here, three) -> None:
    subscription = take(here, three)
    act(commands.pause, here, subscription, first_day=date(2026, 5, 1), last_day=date(2026, 5, 9))
    with pytest.raises(Refused) as refused:
        act(commands.pause, here, subscription, first_day=date(2026, 5, 9))
    assert why(refused) == ["pause_twice"]
    twin = SubscriptionPause.objects.get()
    twin.pk, twin.first_day, twin.last_day = None, date(2026, 5, 9), None
    with pytest.raises(IntegrityError, match="pauses_never_meet"), transaction.atomic():
        twin.save()


# -- ending and changing -----------------------------------------------------------------------------------------------


def test_a_notice_ends_with_its_month_and_what_was_given_past_it_is_gone(here, three) -> None:
    subscription = take(here, three, included=DAYS, notice_days=0)
    assert act(commands.give_notice, here, subscription) == date(2026, 4, 30)
    assert Allowance.objects.order_by("expires_on").values_list("expires_on", flat=True).last() == date(2026, 4, 30)
    assert charge(here, date(2026, 5, 1)) == (0, 0, [])
    with pytest.raises(Refused) as refused:
        act(commands.give_notice, here, subscription)
    assert why(refused) == ["notice_given_already"]
    with pytest.raises(Refused) as refused:
        act(commands.pause, here, subscription, now=NOW + timedelta(days=30), first_day=date(2026, 6, 1))
    assert why(refused) == ["subscription_over"]


def test_a_notice_is_taken_back_until_its_last_day_and_what_was_withheld_serves_again(here, three) -> None:
    room = Included(Use.ROOM, Unit.HOUR, D(10), rolls_over=True)
    subscription = take(here, three, included=(*DAYS, room), notice_days=0)
    before = list(Allowance.objects.order_by("pk").values_list("balance", "expires_on"))
    act(commands.give_notice, here, subscription)
    assert list(Allowance.objects.order_by("pk").values_list("balance", "expires_on")) != before
    act(commands.keep_subscription, here, subscription, now=NOW + timedelta(days=2))
    assert list(Allowance.objects.order_by("pk").values_list("balance", "expires_on")) == before
    line = queries.find_subscription(here, subscription=subscription)
    assert line is not None
    assert (line.until, line.notice_at) == (None, None)
    assert [each.once.split(":")[0] for each in letters()] == ["plan-end", "plan-kept"]


def test_only_a_notice_is_taken_back_and_not_past_its_last_day(here, three) -> None:
    subscription = take(here, three, notice_days=0)
    with pytest.raises(Refused) as refused:
        act(commands.keep_subscription, here, subscription)
    assert why(refused) == ["notice_not_given"]
    act(commands.give_notice, here, subscription)
    with pytest.raises(Refused) as refused:
        act(commands.keep_subscription, here, subscription, now=NOW + timedelta(days=30))
    assert why(refused) == ["subscription_over"]


def test_one_goes_to_another_plan_with_the_next_month(here, three) -> None:
    subscription = take(here, three)
    other = a_plan(three.place, now=NOW, name_fr="Nomade", cents=5_000, included=())
    made = act(commands.change_plan, here, subscription, plan=other, at_once=False)
    assert charges(here) == [("Résident, avril 2026", 11_333)]
    assert charge(here, date(2026, 5, 1)) == (1, 0, [])
    assert charges(here)[1:] == [("Nomade, mai 2026", 5_000)]
    assert Subscription.objects.get(uuid=made).follows_id == Subscription.objects.get(uuid=subscription).pk


def test_one_goes_to_another_plan_today_by_the_day_and_nothing_is_paid_twice(here, three) -> None:
    subscription = take(here, three, since=APRIL)
    other = a_plan(three.place, now=NOW, name_fr="Équipe", cents=30_000, included=())
    line = queries.find_subscription(here, subscription=subscription)
    change = queries.change_of(line, queries.find_plan(here, code=other), today=NOW.date(), at_once=True)
    assert change is not None
    assert (change.credited_cents, change.owed_cents) == (11_333, 17_000)
    act(commands.change_plan, here, subscription, plan=other, at_once=True)
    assert charges(here) == [("Résident, avril 2026", 20_000 - 11_333), ("Équipe, avril 2026", 17_000)]
    assert Allowance.objects.get().expires_on == date(2026, 4, 13)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_began_today_is_changed_today(here, three, at_once) -> None:
    subscription = take(here, three)
    other = a_plan(three.place, now=NOW, name_fr="Équipe", cents=30_000, included=())
    act(commands.change_plan, here, subscription, plan=other, at_once=at_once)
    assert sum(cents for _name, cents in charges(here)) == (17_000 if at_once else 11_333)


def test_one_does_not_go_to_the_plan_that_one_has_nor_to_none(here, three) -> None:
    subscription = take(here, three)
    for plan, code in (("resident", "plan_same"), ("rien", "plan_unknown")):
        with pytest.raises(Refused) as refused:
            act(commands.change_plan, here, subscription, plan=plan, at_once=True)
        assert why(refused) == [code]


# -- a new price -------------------------------------------------------------------------------------------------------


def test_a_higher_price_waits_for_a_yes_and_a_lower_one_does_not(here, three) -> None:
    subscription = take(here, three, since=APRIL)
    a_plan(three.place, now=NOW, code="resident", cents=22_000, first_day=date(2026, 5, 1))
    charge(here, date(2026, 5, 1))
    assert charges(here)[1:] == [("Résident, mai 2026", 20_000)]
    with pytest.raises(Refused) as refused:
        act(commands.consent_to_price, here, subscription, cents=21_000)
    assert why(refused) == ["price_not_asked"]
    act(commands.consent_to_price, here, subscription, cents=22_000, actor=actor_for(three.member, now=NOW))
    charge(here, date(2026, 6, 1))
    assert charges(here)[2:] == [("Résident, juin 2026", 22_000)]
    a_plan(three.place, now=NOW, code="resident", cents=18_000, first_day=date(2026, 7, 1))
    charge(here, date(2026, 7, 1))
    assert charges(here)[3:] == [("Résident, juillet 2026", 18_000)]


def test_the_team_notes_a_yes_with_how_it_was_said_and_a_letter_says_so(here, three) -> None:
    subscription = take(here, three, since=APRIL)
    a_plan(three.place, now=NOW, code="resident", cents=22_000, first_day=date(2026, 5, 1))
    manager = actor_for(three.manager, now=NOW)
    with pytest.raises(Refused) as refused:
        act(commands.consent_to_price, here, subscription, cents=22_000, actor=manager)
    assert (why(refused), Subscription.objects.get().consented_cents) == (["consent_needs_how"], 20_000)
    act(commands.consent_to_price, here, subscription, cents=22_000, actor=manager, how="Au téléphone, le 3")
    line = queries.find_subscription(here, subscription=subscription)
    assert line is not None
    assert (line.consented_cents, line.consented_how, line.noted_by) == (22_000, "Au téléphone, le 3", "Manager")
    (letter,) = [each for each in letters() if each.once.startswith("plan-yes:")]
    assert (letter.to, "Au téléphone, le 3" in letter.text) == (three.member.email, True)


def test_one_s_own_yes_needs_no_words_and_no_letter(here, three) -> None:
    subscription = take(here, three, since=APRIL)
    a_plan(three.place, now=NOW, code="resident", cents=22_000, first_day=date(2026, 5, 1))
    act(commands.consent_to_price, here, subscription, cents=22_000, actor=actor_for(three.member, now=NOW))
    line = queries.find_subscription(here, subscription=subscription)
    assert line is not None
    assert (line.consented_how, line.noted_by) == ("", "")
    assert not [each for each in letters() if each.once.startswith("plan-yes:")]


# -- who may -----------------------------------------------------------------------------------------------------------


def test_others_touch_nothing_of_a_subscription(here, three) -> None:
    subscription, stranger = take(here, three), actor_for(three.stranger, now=NOW)
    for command, said in (
        (commands.pause, {"first_day": date(2026, 5, 1)}), (commands.resume, {}), (commands.give_notice, {}),
        (commands.change_plan, {"plan": "x", "at_once": True}), (commands.consent_to_price, {"cents": 1}),
    ):  # fmt: skip
        with pytest.raises(Denied):
            act(command, here, subscription, actor=stranger, **said)
    with pytest.raises(Denied):
        commands.charge_month(actor=actor_for(three.member, now=NOW), now=NOW, place=here, month=APRIL)
    with pytest.raises(Denied):
        commands.retire_plan(actor=actor_for(three.member, now=NOW), now=NOW, place=here, code="resident")


def test_a_month_costs_as_many_statements_for_one_as_for_three(here, three, statements) -> None:
    take(here, three)
    counts: list[int] = []
    for person in (three.stranger, three.manager):
        take(here, three, plan="resident", person=person)
        month = date(2026, 5 + len(counts), 1)
        with statements() as said:
            assert charge(here, month)[0] == len(counts) + 2
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_the_ledger_of_a_plan_is_drawn_like_any_other(here, three) -> None:
    from cantine.memberships.commands import Act
    from cantine.memberships.rules import Need

    take(here, three, since=APRIL)
    said = {"actor": ROBOT, "now": NOW, "place": here}
    wish = Act(source="booking.date:1", person_id=three.member.pk, use=Use.ROOM, day=NOW.date(), name="Salle Rouge")
    found = commands.draw(**said, act=wish, need=Need(Unit.HOUR, {Unit.HOUR: D(12)}))
    assert (found.lacking, found.overage and found.overage.overage_cents) == (D(2), 1_500)
    assert AllowanceEntry.objects.order_by("pk").values_list("balance", flat=True).last() == 0


def test_an_erased_person_is_no_longer_charged(here, three) -> None:
    from cantine.core.actor import system

    take(here, three, since=APRIL)
    coming = take(here, three, plan=a_plan(three.place, now=NOW, name_fr="Autre"), since=date(2026, 5, 4))
    commands.forget_person(actor=system("test"), now=NOW, person_id=three.member.pk)
    found = Subscription.objects.order_by("since").values_list("until", flat=True)
    assert list(found) == [date(2026, 4, 14), date(2026, 5, 3)]
    assert Subscription.objects.get(uuid=coming).until == date(2026, 5, 3)
    assert charge(here, date(2026, 5, 1)) == (0, 0, [])
    assert charge(here, APRIL) == (0, 1, [])
    assert charges(here) == [("Résident, avril 2026", 9_333)]


@pytest.mark.django_db(transaction=True)
def test_four_who_charge_at_once_charge_once(three) -> None:
    """Those that come second wait for the subscriptions that the first one locked, then find nothing to do."""
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        take(place, three)

    def run(_number: int) -> int:
        try:
            with scoping.scope([place.organisation_id]):
                return charge(place, date(2026, 5, 1))[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == [0, 0, 0, 1]
    with scoping.scope([place.organisation_id]):
        assert charges(place)[1:] == [("Résident, mai 2026", 20_000)]
