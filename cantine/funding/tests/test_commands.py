"""Costs and grants through their commands: what the books hold, once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cantine.core.actor import system
from cantine.core.authorization import Denied
from cantine.funding import commands, queries
from cantine.funding.rules import LA_CANTINE, Entered, Spent, State
from cantine.kernel import Refused
from cantine.places.testing import actor_for
from cantine.pricing import commands as prices
from cantine.pricing.rules import Vat, VatKind

pytestmark = pytest.mark.django_db


def codes(caught: Any) -> list[str]:
    return [each.code for each in caught.value.refusals]


def test_a_cost_is_in_the_books_at_once(economy: Any) -> None:
    economy.cost(category="rent", vat_cents=18_000, supplier="SCI du Passage")
    assert economy.entries() == [("613", 90_000, 0), ("44566", 18_000, 0), ("401", 0, 108_000)]


def test_a_cost_that_is_paid_leaves_the_bank(economy: Any) -> None:
    economy.cost(paid_on=economy.today)
    assert economy.entries() == [("613", 90_000, 0), ("401", 0, 90_000), ("401", 90_000, 0), ("512", 0, 90_000)]


@pytest.mark.parametrize(("category", "owed"), [("wages", "421"), ("social", "431"), ("goods", "401"), ("", "401")])
def test_staff_and_social_bodies_are_owed_on_their_own_accounts(economy: Any, category: str, owed: str) -> None:
    economy.cost(category=category)
    assert economy.entries()[1] == (owed, 0, 90_000)


def test_who_pays_no_vat_deducts_none(economy: Any) -> None:
    prices.set_vat_regime(**economy.said, vat=Vat(VatKind.FRANCHISE))
    economy.cost(vat_cents=18_000)
    assert economy.entries() == [("613", 108_000, 0), ("401", 0, 108_000)]


def test_a_form_that_is_pressed_twice_enters_one_cost(economy: Any) -> None:
    assert economy.cost(key="pressed") == economy.cost(key="pressed")
    assert len(economy.entries()) == 2


def test_a_cost_is_paid_once(economy: Any) -> None:
    made = economy.cost()
    commands.pay_cost(**economy.said, cost=made, day=economy.today)
    with pytest.raises(Refused) as caught:
        commands.pay_cost(**economy.said, cost=made, day=economy.today)
    assert codes(caught) == ["cost_paid_already"]
    assert len(economy.entries()) == 4


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"what": ""}, "cost_unnamed"),
        ({"cents": 0}, "cost_amount_wrong"),
        ({"vat_cents": 100_000}, "cost_vat_wrong"),
        ({"category": "yacht"}, "cost_category_unknown"),
        ({"activity": "yacht"}, "cost_activity_unknown"),
        ({"paid_on": date(2999, 1, 1)}, "cost_paid_early"),
        ({"category": "deprec", "paid_on": date(2020, 1, 1)}, "wear_is_not_paid"),
    ],
)
def test_what_is_wrong_in_a_cost_is_refused(economy: Any, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        economy.cost(**more)
    assert codes(caught) == [code]
    assert economy.entries() == []


def test_a_table_comes_in_once(economy: Any) -> None:
    rows = [Spent(what=f"Achat {number}", day=economy.today, net_cents=100 + number) for number in range(3)]
    assert commands.import_costs(**economy.said, rows=rows, file_key="print") == 3
    assert commands.import_costs(**economy.said, rows=rows, file_key="print") == 0
    assert queries.costs_of(economy.place, year=economy.today.year).total_cents == 303


def test_one_wrong_line_and_nothing_of_a_table_is_written(economy: Any) -> None:
    rows = [Spent(what="Achat", day=economy.today, net_cents=100), Spent(what="", day=economy.today, net_cents=100)]
    with pytest.raises(Refused) as caught:
        commands.import_costs(**economy.said, rows=rows, file_key="print")
    assert codes(caught) == ["cost_unnamed"]
    assert queries.costs_of(economy.place, year=economy.today.year).count == 0


def test_a_table_is_told_to_the_books_line_by_line_as_costs_entered_by_hand_are(economy: Any) -> None:
    rows = [
        Spent(what="Loyer", day=economy.today, net_cents=90_000, vat_cents=18_000, category="rent", supplier="SCI"),
        Spent(what="Café", day=economy.today, net_cents=1_000, category="goods", paid_on=economy.today),
    ]
    for spent in rows:
        commands.note_cost(**economy.said, spent=spent)
    by_hand = economy.entries()
    commands.import_costs(**economy.said, rows=rows, file_key="print")
    both = economy.entries()[len(by_hand) :]
    assert sorted(both) == sorted(by_hand)
    assert economy.read().year(economy.today.year).mix.costs_cents == 2 * 91_000


def test_a_table_costs_as_many_statements_at_three_lines_and_at_three_hundred(economy: Any, statements: Any) -> None:
    counted = []
    for size in (3, 300):
        rows = [Spent(what=f"Achat {number}", day=economy.today, net_cents=100) for number in range(size)]
        with statements() as said:
            commands.import_costs(**economy.said, rows=rows, file_key=f"print {size}")
        counted.append(len(said))
    assert counted[0] - counted[1] in {0, 1, 2, 3}  # the first writes the year and its books
    assert counted[1] < 25


def test_the_numbers_of_a_table_follow_those_that_were_there(economy: Any) -> None:
    from cantine.core import sql

    economy.cost()
    rows = [Spent(what=f"Achat {number}", day=economy.today, net_cents=100) for number in range(5)]
    commands.import_costs(**economy.said, rows=rows, file_key="print")
    economy.cost()
    found = sql.rows("SELECT number, label FROM accounting_entry ORDER BY number")
    names = ["Loyer", *(f"Achat {number}" for number in range(5)), "Loyer"]
    assert found == list(zip(range(1, 8), names, strict=True))


def test_a_table_of_a_closed_period_brings_nothing(economy: Any) -> None:
    from cantine.accounting import commands as accounting

    past = economy.today.replace(day=1) - timedelta(days=40)
    economy.cost(day=past)
    last = (past.replace(day=28) + timedelta(days=10)).replace(day=1) - timedelta(days=1)
    accounting.close_period(**{**economy.said, "actor": system("test")}, entity=economy.entity.uuid, last_day=last)
    rows = [Spent(what=f"Achat {number}", day=past, net_cents=100) for number in range(3)]
    with pytest.raises(Refused) as caught:
        commands.import_costs(**economy.said, rows=rows, file_key="print")
    assert (codes(caught), queries.costs_of(economy.place, year=past.year).count) == (["period_closed"], 1)


def test_a_grant_is_owed_and_income_once_it_is_notified(economy: Any) -> None:
    economy.grant(5_000_000)
    assert economy.entries() == [("441", 5_000_000, 0), ("740", 0, 5_000_000)]


def test_a_grant_is_never_granted_twice(economy: Any) -> None:
    made = economy.grant(5_000_000)
    with pytest.raises(Refused) as caught:
        commands.move_grant(**economy.said, grant=made, to=State.GRANTED, day=economy.today, cents=1)
    assert codes(caught) == ["grant_step_wrong"]
    commands.move_grant(**economy.said, grant=made, to=State.CLOSED, day=economy.today)
    assert len(economy.entries()) == 2


def test_a_refused_grant_is_in_no_book(economy: Any) -> None:
    made = economy.grant()
    commands.move_grant(**economy.said, grant=made, to=State.ASKED, day=economy.today)
    commands.move_grant(**economy.said, grant=made, to=State.REFUSED, day=economy.today)
    assert economy.entries() == []
    with pytest.raises(Refused) as caught:
        commands.plan_instalment(**economy.said, grant=made, cents=1, due_on=economy.today)
    assert codes(caught) == ["grant_not_given"]


def test_each_part_comes_to_the_bank_once(economy: Any) -> None:
    made = economy.grant(5_000_000)
    part = commands.plan_instalment(**economy.said, grant=made, cents=2_000_000, due_on=economy.today)
    commands.receive_instalment(**economy.said, grant=made, instalment=part, day=economy.today)
    assert economy.entries()[2:] == [("512", 2_000_000, 0), ("441", 0, 2_000_000)]
    with pytest.raises(Refused) as caught:
        commands.receive_instalment(**economy.said, grant=made, instalment=part, day=economy.today)
    assert codes(caught) == ["instalment_received_already"]
    card = economy.found(made)
    assert (card.received_cents, card.unplanned_cents) == (2_000_000, 3_000_000)


def test_parts_never_add_up_to_more_than_was_granted(economy: Any) -> None:
    made = economy.grant(5_000_000)
    commands.plan_instalment(**economy.said, grant=made, cents=4_000_000, due_on=economy.today)
    with pytest.raises(Refused) as caught:
        commands.plan_instalment(**economy.said, grant=made, cents=1_000_001, due_on=economy.today)
    assert codes(caught) == ["instalments_above_grant"]


def test_what_a_year_did_not_use_waits_and_comes_back_once_a_year(economy: Any) -> None:
    made, year = economy.grant(5_000_000), economy.today.year
    commands.set_aside(**economy.said, grant=made, year=year, cents=2_000_000)
    assert economy.entries()[2:] == [("6894", 2_000_000, 0), ("194", 0, 2_000_000)]
    with pytest.raises(Refused) as caught:
        commands.set_aside(**economy.said, grant=made, year=year, cents=1)
    assert codes(caught) == ["set_aside_already"]
    with pytest.raises(Refused) as caught:
        commands.take_back(**economy.said, grant=made, year=year + 1, cents=2_000_001)
    assert codes(caught) == ["set_aside_above_grant"]
    commands.take_back(**economy.said, grant=made, year=year, cents=500_000)
    assert economy.entries()[4:] == [("194", 500_000, 0), ("7894", 0, 500_000)]
    assert economy.found(made).waiting_cents == 1_500_000


def test_a_report_is_due_until_it_is_sent(economy: Any) -> None:
    made = economy.grant()
    due = economy.today + timedelta(days=30)
    report = commands.plan_report(**economy.said, grant=made, what="Bilan", due_on=due)
    assert [(each.what, each.due_on, each.sent_on) for each in economy.found(made).reports] == [("Bilan", due, None)]
    commands.send_report(**economy.said, grant=made, report=report)
    assert economy.found(made).reports[0].sent_on == economy.today


def test_a_member_reads_and_writes_nothing_of_it(economy: Any) -> None:
    actor = actor_for(economy.three.member, now=economy.now)
    with pytest.raises(Denied):
        commands.enter_year(**{**economy.said, "actor": actor}, year=2009, entered=LA_CANTINE)


def test_a_year_entered_by_hand_stands_in_the_place_of_the_books(economy: Any) -> None:
    economy.cost()
    commands.enter_year(**economy.said, year=economy.today.year, entered=Entered(1_00, 2_00, 3_00, 4_00))
    year = economy.read().year(economy.today.year)
    assert (year.mix.self_cents, year.mix.costs_cents) == (3_00, 4_00)
    commands.forget_year(**economy.said, year=economy.today.year)
    assert economy.read().year(economy.today.year).mix.costs_cents == 90_000


@pytest.mark.parametrize(
    ("year", "entered", "code"),
    [
        (2999, LA_CANTINE, "year_wrong"),
        (2009, Entered(0, 0, 0, 0), "year_empty"),
        (2009, Entered(10**15, 0, 0, 0), "funding_amount_wrong"),
    ],
)
def test_a_year_that_cannot_be_is_refused(economy: Any, year: int, entered: Entered, code: str) -> None:
    with pytest.raises(Refused) as caught:
        commands.enter_year(**economy.said, year=year, entered=entered)
    assert codes(caught) == [code]


def test_the_mix_is_read_from_what_was_really_done(economy: Any) -> None:
    """A letting that is done and not billed, a grant of which a part waits, costs of the house and of the programme."""
    from cantine.billing.testing import a_charge

    a_charge(
        economy.three.place, now=economy.now, room=economy.three.room.slug, hours=2, person_id=economy.three.member.pk
    )
    made = economy.grant(100_000)
    commands.set_aside(**economy.said, grant=made, year=economy.today.year, cents=40_000)
    economy.cost(20_000)
    economy.cost(10_000, category="program", activity="programme")
    year = economy.read().year(economy.today.year)
    assert (year.mix.own_cents, year.mix.unbilled_cents) == (8_000, 8_000)
    assert (year.mix.public_cents, year.mix.costs_cents) == (60_000, 30_000)
    assert [(each.activity, each.revenue_cents, each.costs_cents) for each in year.margins] == [
        ("letting", 8_000, 0), ("programme", 0, 10_000),
    ]  # fmt: skip


def test_an_invoice_moves_what_was_unbilled_into_the_books_and_changes_no_share(economy: Any) -> None:
    from cantine.billing.testing import a_charge, a_payer, an_invoice

    member = ("person", economy.three.member.pk)
    a_payer(economy.three.place, member, now=economy.now)
    a_charge(
        economy.three.place, now=economy.now, room=economy.three.room.slug, hours=2, person_id=economy.three.member.pk
    )
    before = economy.read().year(economy.today.year).mix
    an_invoice(economy.three.place, member, now=economy.now)
    after = economy.read().year(economy.today.year).mix
    assert (before.own_cents, after.own_cents) == (8_000, 8_000)
    assert (before.unbilled_cents, after.unbilled_cents) == (8_000, 0)


def test_the_economy_costs_as_many_statements_at_one_row_and_at_three(economy: Any, statements: Any) -> None:
    counted = []
    for _ in range(2):
        economy.cost()
        economy.grant(1_000)
        with statements() as said:
            economy.read()
            queries.costs_of(economy.place, year=economy.today.year)
            queries.grants_of(economy.place)
        counted.append(len(said))
        economy.cost(1)
    assert counted == [7, 7]


BREACHES = {
    "UPDATE funding_cost SET net_cents = 1": "cost_stays",
    "INSERT INTO funding_instalment (uuid, organisation_id, grant_id, condition, due_on, cents) "
    "SELECT gen_random_uuid(), organisation_id, id, '', '2026-01-01', granted_cents + 1 FROM funding_grant": "instalments_below_grant",
}  # fmt: skip


@pytest.mark.parametrize("statement", BREACHES)
def test_the_database_keeps_what_the_books_hold(economy: Any, as_owner: Any, statement: str) -> None:
    """With its trigger it refuses; without, the same statement passes."""
    economy.cost()
    economy.grant(1_000)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.split()[2]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {BREACHES[statement]}")
        cursor.execute(statement)
        assert cursor.rowcount == 1


def test_the_cash_to_come_begins_at_the_bank_and_counts_grants_at_their_chances(economy: Any) -> None:
    from cantine.funding.queries.cash import plan_of
    from cantine.funding.rules.cash import Kind

    made = economy.grant(5_000_000)
    for cents in (2_000_000, 3_000_000):
        part = commands.plan_instalment(
            **economy.said, grant=made, cents=cents, due_on=economy.today + timedelta(days=31)
        )
        if cents == 2_000_000:
            commands.receive_instalment(**economy.said, grant=made, instalment=part, day=economy.today)
    economy.grant(likely_percent=40, asked_cents=1_000_000, probably_on=economy.today + timedelta(days=62))
    economy.cost(90_000)
    plan = plan_of(economy.place, today=economy.today)
    assert plan is not None
    assert plan.opening_cents == 2_000_000
    sums = {kind: sum(dict(each.flows)[kind] for each in plan.months) for kind in Kind}
    assert (sums[Kind.GRANTS], sums[Kind.HOPED], sums[Kind.TO_PAY]) == (3_000_000, 400_000, -90_000)


def _worth(economy: Any, **more: Any) -> Any:
    from decimal import Decimal

    from cantine.funding.rules.kind import Sort, Worth

    said = {
        "what": "Bénévoles",
        "sort": Sort.VOLUNTEERS,
        "day": economy.today,
        "quantity": Decimal("12.5"),
        "unit_cents": 1_500,
    }
    return commands.note_in_kind(**economy.said, worth=Worth(**{**said, **more}))


@pytest.mark.parametrize(
    ("sort", "served", "gave"),
    [("volunteers", "864", "875"), ("premises", "861", "871"), ("services", "862", "871"), ("goods", "860", "870")],
)
def test_what_is_received_in_kind_stands_on_both_sides(economy: Any, sort: str, served: str, gave: str) -> None:
    from cantine.funding.rules.kind import Sort

    _worth(economy, sort=Sort(sort))
    assert economy.entries() == [(served, 18_750, 0), (gave, 0, 18_750)]
    year = economy.read().year(economy.today.year)
    assert (year.given_cents, year.mix.resources_cents, year.mix.costs_cents) == (18_750, 0, 0)


def test_what_is_given_in_kind_is_told_beside_the_books(economy: Any) -> None:
    _worth(economy, given=True)
    assert economy.entries() == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"what": ""}, "kind_unnamed"),
        ({"unit_cents": 0}, "kind_worth_nothing"),
        ({"day": date(2999, 1, 1)}, "grant_day_to_come"),
    ],
)
def test_what_is_worth_nothing_is_refused(economy: Any, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        _worth(economy, **more)
    assert codes(caught) == [code]


def test_a_budget_stands_beside_what_was_done_and_is_written_anew_whole(economy: Any) -> None:
    from cantine.funding.queries.budget import budget_of
    from cantine.funding.rules.budget import COSTS, Line, lines_of

    year = economy.today.year
    economy.cost(90_000)
    commands.set_budget(**economy.said, year=year, amounts={"cost:rent": 100_000, "cost:fees": 5_000, "public": 0})
    commands.set_budget(**economy.said, year=year, amounts={"cost:rent": 120_000})
    known = budget_of(economy.place, year=year)
    assert known == {"cost:rent": 120_000}
    [line] = lines_of(known, economy.read().year(year).mix, codes=COSTS)
    assert line == Line("cost:rent", 120_000, 90_000)
    assert line.left_cents == 30_000
    with pytest.raises(Refused) as caught:
        commands.set_budget(**economy.said, year=year, amounts={"cost:yacht": 1})
    assert codes(caught) == ["funding_amount_wrong"]
