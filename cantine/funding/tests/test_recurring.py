"""Costs that come back: each date once, whoever enters it; and what the cash to come reads of them, of VAT and of the rest."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.testing import an_entry
from cantine.funding import commands, queries
from cantine.funding.models import Cost
from cantine.funding.queries.cash import plan_of
from cantine.funding.queries.recurring import recurring_of
from cantine.funding.rules import Spent
from cantine.funding.rules.cash import Flow, Kind, later, usually, vat_flows, with_pending
from cantine.funding.rules.recurring import Every, Recurring, dates_of, next_date
from cantine.funding.tests.test_support import codes
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db


def rent(day: date, every: Every = Every.MONTH, **more: Any) -> Recurring:
    spent = Spent(what="Loyer", day=day, net_cents=90_000, category="rent", supplier="SCI")
    return Recurring(spent=spent, every=every, **more)


def note(economy: Any, recurring: Recurring, **more: Any) -> Any:
    return commands.note_recurring(**economy.said, recurring=recurring, **more)


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    found = dates_of(rent(date(2026, 12, 31)), until=date(2027, 4, 1))
    assert found == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


@given(
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    st.sampled_from(Every),
    st.integers(0, 2000),
    st.integers(0, 2000),
)
def test_dates_cut_anywhere_are_the_same_dates(first: date, every: Every, cut: int, more: int) -> None:
    made, middle = rent(first, every), first + timedelta(days=cut)
    until = middle + timedelta(days=more)
    whole = dates_of(made, until=until)
    assert whole == dates_of(made, until=middle) + dates_of(made, until=until, after=middle)
    assert len(set(whole)) == len(whole)


@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.sampled_from(Every), st.integers(0, 20))
def test_the_next_date_is_the_first_after_what_is_entered(first: date, every: Every, count: int) -> None:
    made = rent(first, every)
    dates = dates_of(made, until=date(2060, 1, 1))
    assert next_date(made, after=dates[count]) == dates[count + 1]
    assert next_date(made, after=None) == first


def test_dates_that_are_due_become_costs_one_by_one_and_once(economy: Any) -> None:
    first = (economy.today.replace(day=1) - timedelta(days=40)).replace(day=1)
    made = note(economy, rent(first))
    expected = len(dates_of(rent(first), until=economy.today))
    assert commands.enter_recurring(**economy.said, recurring=made) == expected
    assert commands.enter_recurring(**economy.said, recurring=made) == 0
    assert Cost.objects.count() == expected
    assert economy.entries()[:2] == [("613", 90_000, 0), ("401", 0, 90_000)]


def test_the_constraint_keeps_a_date_from_coming_twice_though_the_count_was_lost(economy: Any) -> None:
    """The night and a press read the same: without the mark of what is entered, the key still holds."""
    from cantine.funding.models import RecurringCost

    made = note(economy, rent(economy.today))
    commands.enter_recurring(**economy.said, recurring=made)
    RecurringCost.objects.update(entered_until=None)
    commands.enter_recurring(**economy.said, recurring=made)
    assert Cost.objects.count() == 1


def test_at_night_only_those_that_enter_by_themselves_do(economy: Any) -> None:
    note(economy, rent(economy.today))
    note(economy, rent(economy.today, alone=True))
    assert commands.enter_alone(**economy.said) == 1
    assert commands.enter_alone(**economy.said) == 0


def test_one_that_stops_keeps_what_is_entered(economy: Any) -> None:
    made = note(economy, rent(economy.today))
    commands.enter_recurring(**economy.said, recurring=made)
    commands.stop_recurring(**economy.said, recurring=made, last_day=economy.today)
    (card,) = recurring_of(economy.place)
    assert (card.next_day, card.recurring.last_day) == (None, economy.today)


@pytest.mark.parametrize(
    ("recurring", "code"),
    [
        (rent(date(2026, 1, 2), last_day=date(2026, 1, 1)), "recurring_ends_before"),
        (Recurring(spent=Spent(what="", day=date(2026, 1, 1), net_cents=1), every=Every.YEAR), "cost_unnamed"),
    ],
)
def test_one_that_cannot_be_is_refused(economy: Any, recurring: Recurring, code: str) -> None:
    with pytest.raises(Refused) as caught:
        note(economy, recurring)
    assert codes(caught) == [code]


def test_one_that_nobody_wrote_is_refused(economy: Any) -> None:
    from uuid import uuid4

    with pytest.raises(Refused) as caught:
        commands.enter_recurring(**economy.said, recurring=uuid4())
    assert codes(caught) == ["recurring_unknown"]


def test_a_form_that_is_pressed_twice_writes_one(economy: Any) -> None:
    assert note(economy, rent(economy.today), key="pressed") == note(economy, rent(economy.today), key="pressed")


def sums(economy: Any) -> dict[Kind, list[int]]:
    plan = plan_of(economy.place, today=economy.today)
    assert plan is not None
    return {kind: [dict(each.flows)[kind] for each in plan.months] for kind in Kind}


def test_the_cash_to_come_reads_dates_in_the_place_of_the_pace(economy: Any) -> None:
    first = date(economy.today.year, economy.today.month, 1)
    for number in range(1, 4):
        economy.cost(90_000, day=(first - timedelta(days=30 * number)))
        economy.cost(10_000, day=(first - timedelta(days=30 * number)), category="fees")
    before = sums(economy)[Kind.USUAL_OUT][1]
    note(economy, rent(economy.today + timedelta(days=1)))
    after = sums(economy)
    assert after[Kind.RECURRING].count(-90_000) in {11, 12}
    assert before <= after[Kind.USUAL_OUT][1] <= 0
    assert after[Kind.USUAL_OUT][1] * 10 - before in range(-10, 11)


def test_what_is_known_of_a_month_takes_the_place_of_its_usual_revenue() -> None:
    today = date(2026, 11, 28)
    found = usually(
        1_000, 500, [Flow(date(2026, 12, 3), Kind.QUOTES, 400), Flow(date(2027, 1, 3), Kind.QUOTES, 4_000)], today=today
    )
    said = {each.day: each.cents for each in found if each.kind is Kind.USUAL_IN}
    assert [said[date(2026, 12, 1)], said[date(2027, 1, 1)], said[date(2027, 2, 1)]] == [600, 0, 1_000]


@pytest.mark.parametrize(
    ("open_cents", "running", "months", "expected"),
    [
        (500, 200, 1, [(date(2026, 11, 20), -500), (date(2026, 12, 20), -200)]),
        (-300, 200, 1, []),
        (-300, 1_000, 1, [(date(2026, 12, 20), -700)]),
        (500, 200, 3, [(date(2026, 10, 20), -500), (date(2027, 1, 20), -200)]),
    ],
)
def test_vat_is_paid_in_the_month_after_its_period_and_a_credit_is_kept(
    open_cents: int, running: int, months: int, expected: list[tuple[date, int]]
) -> None:
    found = vat_flows(open_cents, running, today=date(2026, 11, 28), months=months)
    assert [(each.day, each.cents) for each in found] == expected


def test_a_usual_month_comes_with_its_vat_which_is_paid_month_after_month(economy: Any) -> None:
    an_entry(economy.entity, now=economy.now, cents=200_000, day=date(2026, 1, 15))
    found = sums(economy)
    assert found[Kind.USUAL_IN][1:] == [120_000] * 11
    assert found[Kind.VAT] == [-40_000, 0, *[-20_000] * 10]


def test_the_vat_of_what_is_to_come_is_paid_by_quarters_all_along_the_plan() -> None:
    months = [later(date(2026, 12, 1), number) for number in range(11)]
    said = [Flow(day, Kind.SUBSCRIPTIONS, 1_200, 200) for day in months]
    said += [Flow(day, Kind.RECURRING, -600, -100) for day in months]
    found = vat_flows(500, 200, said, today=date(2026, 11, 28), months=3)
    assert [(each.day, each.cents) for each in found] == [
        (date(2026, 10, 20), -500), (date(2027, 1, 20), -300), (date(2027, 4, 20), -300), (date(2027, 7, 20), -300),
        (date(2027, 10, 20), -300), (date(2028, 1, 20), -100),
    ]  # fmt: skip


@given(
    st.integers(-(10**6), 10**6), st.lists(st.tuples(st.integers(0, 340), st.integers(-(10**6), 10**6))), st.sampled_from([1, 3])
)  # fmt: skip
def test_no_vat_of_what_is_to_come_is_lost(open_cents: int, said: list[tuple[int, int]], months: int) -> None:
    """What was paid, less what fell due, is the credit that is kept: never below nothing."""
    today = date(2026, 11, 1)
    flows = [Flow(today + timedelta(days=each), Kind.USUAL_IN, cents * 6, cents) for each, cents in said]
    found = vat_flows(open_cents, 0, flows, today=today, months=months)
    assert all(each.cents < 0 for each in found)
    assert -sum(each.cents for each in found) >= open_cents + sum(each.vat_cents for each in flows)


@given(st.lists(st.integers(1, 10**6), min_size=1), st.integers(-(10**6), 10**8))
def test_the_vat_that_waits_is_shared_among_invoices_to_the_cent(lefts: list[int], pending: int) -> None:
    flows = [Flow(date(2026, 12, 1), Kind.INVOICES, cents) for cents in lefts]
    found = with_pending(flows, pending)
    assert sum(each.vat_cents for each in found) == min(max(pending, 0), sum(lefts))
    assert all(0 <= each.vat_cents <= each.cents for each in found)


@given(st.integers(-(10**8), 10**8), st.integers(-(10**8), 10**8), st.sampled_from([1, 3]))
def test_vat_never_comes_in_and_pays_what_is_owed_in_all(open_cents: int, running: int, months: int) -> None:
    found = vat_flows(open_cents, running, today=date(2026, 11, 28), months=months)
    assert all(each.cents < 0 for each in found)
    assert -sum(each.cents for each in found) >= open_cents + running


def test_the_vat_of_the_books_is_in_the_cash_to_come(economy: Any) -> None:
    from cantine.accounting.testing import an_entry  # noqa: F401  the books are there

    economy.cost(100_000, vat_cents=20_000)
    assert sum(sums(economy)[Kind.VAT]) == 0
    from cantine.accounting.queries import VatDue, vat_to_pay

    due = vat_to_pay(economy.entity.id, days=(economy.today - timedelta(days=400), economy.today))
    assert due == VatDue(before=0, now=-20_000, pending=0)


def test_plans_that_run_are_in_the_cash_to_come(economy: Any) -> None:
    from cantine.memberships import commands as memberships
    from cantine.memberships.testing import a_plan

    plan = a_plan(economy.three.place, now=economy.now, cents=20_000)
    memberships.subscribe(**economy.said, plan=plan, since=economy.today, person_id=economy.three.member.pk)
    found = sums(economy)[Kind.SUBSCRIPTIONS]
    assert (found[0], len(set(found[1:]))) == (0, 1)
    assert found[1] in {20_000, 24_000}


def test_the_page_writes_enters_and_stops(economy: Any, client: Any) -> None:
    client.force_login(economy.three.manager)
    url = f"/{economy.place.slug}/economie/charges/recurrentes/"
    said = {"what": "Loyer", "amount": "900", "every": "month", "first_day": str(economy.today), "category": "rent"}
    client.post(url, {**said, "key": "1"})
    (card,) = recurring_of(economy.place)
    client.post(f"{url}{card.uuid}/saisir/")
    assert queries.costs_of(economy.place, year=economy.today.year).total_cents == 90_000
    client.post(f"{url}{card.uuid}/arreter/")
    assert "Loyer" in client.get(url).content.decode()
    assert recurring_of(economy.place)[0].next_day is None
    assert "D’où vient chaque ligne" in client.get(f"/{economy.place.slug}/economie/tresorerie/").content.decode()


def test_recurring_costs_cost_one_statement_at_one_row_and_at_three(economy: Any, statements: Any) -> None:
    counted = []
    for _ in range(2):
        note(economy, rent(economy.today))
        with statements() as said:
            recurring_of(economy.place)
            plan_of(economy.place, today=economy.today)
        counted.append(len(said))
        note(economy, rent(economy.today))
    assert counted[0] == counted[1]
