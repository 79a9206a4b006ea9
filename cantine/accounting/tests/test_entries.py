"""Posting entries: once, balanced, on a day that is open, on accounts that are there; undoing them; lettering."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from cantine.accounting import commands, queries
from cantine.accounting.rules import JournalKind, Posting, Role, Year
from cantine.accounting.testing import ROBOT, a_legal_entity, a_sale
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.places.testing import a_place, actor_for, ref_of

pytestmark = pytest.mark.django_db
YEAR = Year(date(2026, 1, 1), date(2026, 12, 31))


def codes(refused: Any) -> list[str]:
    return [each.code for each in refused.value.refusals]


def opened(uuid: UUID) -> queries.EntryView:
    found = queries.find_entry(uuid=uuid)
    assert found is not None
    return found


def test_an_entry_stands_on_the_accounts_of_its_roles(entity: Any, post: Any, now: Any) -> None:
    entry = opened(post(10_000))
    assert (entry.journal, entry.number, entry.day, entry.total_cents, entry.year) == (
        "VE",
        1,
        now.date(),
        12_000,
        YEAR,
    )
    assert [(line.number, line.third, line.label, line.debit_cents, line.credit_cents) for line in entry.lines] == [
        ("411", "C1", "Salle Rouge", 12_000, 0), ("7083", "", "Salle Rouge", 0, 10_000),
        ("445711", "", "Salle Rouge", 0, 2_000),
    ]  # fmt: skip


def test_numbers_follow_each_other_in_each_journal_and_begin_again_with_the_year(post: Any) -> None:
    assert [opened(post()).number for _ in range(3)] == [1, 2, 3]
    assert opened(post(journal=JournalKind.BANK)).number == 1
    assert opened(post(day=date(2027, 1, 5))).number == 1
    assert opened(post()).number == 4


def test_an_entry_is_never_validated_before_the_former_one(entity: Any, post: Any, now: Any) -> None:
    first, second = post(), post(now=now - timedelta(days=2))
    assert opened(first).posted_at == opened(second).posted_at == now


def test_an_act_is_posted_once(entity: Any, post: Any) -> None:
    first = post(source="invoice:1")
    assert post(99_900, source="invoice:1") == first
    assert opened(first).total_cents == 14_400
    assert [line.entries for line in queries.years_of(entity.id)] == [1]


def test_a_posting_of_nothing_is_left_out(post: Any) -> None:
    entry = opened(post(postings=[*a_sale(1_000), Posting(role=Role.ROUNDING)]))
    assert len(entry.lines) == 3


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"postings": []}, ["entry_empty"]),
        ({"postings": [Posting(role=Role.CASH)]}, ["entry_empty"]),
        ({"postings": a_sale(100)[:2]}, ["entry_unbalanced"]),
        ({"label": " ", "postings": a_sale(100)[:1]}, ["entry_unnamed", "entry_unbalanced"]),
        (
            {"postings": [Posting(role=Role.BANK, debit_cents=5), Posting(role=Role.SHARES, credit_cents=5)]},
            ["account_unknown"],
        ),
    ],
)
def test_what_is_wrong_is_refused_and_no_number_is_taken(
    post: Any, changes: dict[str, Any], refused: list[str]
) -> None:
    with pytest.raises(Refused) as why:
        post(**changes)
    assert codes(why) == refused
    assert opened(post()).number == 1


def test_an_entity_that_is_not_there_is_refused(entity: Any, post: Any, now: Any, three: Any) -> None:
    elsewhere = a_legal_entity(a_place("Ailleurs"), now=now)
    with scoping.scope([three.place.organisation_id]), pytest.raises(Refused) as refused:
        commands.post_entry(
            actor=ROBOT, now=now, entity_id=elsewhere.id, journal=JournalKind.SALES, day=now.date(), label="x", piece="x",
            piece_day=now.date(), source="x", postings=a_sale(100),
        )  # fmt: skip
    assert codes(refused) == ["entity_unknown"]


def test_nobody_posts_by_hand(entity: Any, three: Any, now: Any) -> None:
    with pytest.raises(Denied):
        commands.post_entry(
            actor=actor_for(three.manager, now=now), now=now, entity_id=entity.id, journal=JournalKind.SALES,
            day=now.date(), label="x", piece="x", piece_day=now.date(), source="x", postings=a_sale(100),
        )  # fmt: skip


def test_each_role_of_the_chart_of_a_company_may_be_posted(three: Any, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        scic = a_legal_entity(three.place, now=now, code="scic", name="SCIC", nature="company")
        shares = [Posting(role=Role.BANK, debit_cents=500), Posting(role=Role.SHARES, credit_cents=500)]
        entry = commands.post_entry(
            actor=ROBOT, now=now, entity_id=scic.id, journal=JournalKind.BANK, day=now.date(), label="Parts", piece="P1",
            piece_day=now.date(), source="share:1", postings=shares,
        )  # fmt: skip
        assert [line.number for line in opened(entry).lines] == ["512", "1013"]


def test_books_of_two_entities_are_apart(entity: Any, post: Any, three: Any, now: Any) -> None:
    scic = a_legal_entity(three.place, now=now, code="scic", name="SCIC", nature="company", year_starts_month=9)
    with scoping.scope([three.place.organisation_id]):
        post(source="same")
        other = commands.post_entry(
            actor=ROBOT, now=now, entity_id=scic.id, journal=JournalKind.SALES, day=now.date(), label="x", piece="x",
            piece_day=now.date(), source="same", postings=a_sale(100),
        )  # fmt: skip
        assert opened(other).number == 1
        assert opened(other).year == Year(date(2025, 9, 1), date(2026, 8, 31))
        assert [line.entries for each in (entity, scic) for line in queries.years_of(each.id)] == [1, 1]


def test_posting_costs_four_statements_whatever_the_lines(entity: Any, post: Any, statements: Any) -> None:
    post()
    counts = []
    for postings in (a_sale(100), a_sale(100) * 9):
        with statements() as said:
            post(postings=postings)
        counts.append(len(said))
    assert counts[0] == counts[1] <= 4


def test_an_entry_is_undone_by_its_contrary_once(entity: Any, post: Any, three: Any, now: Any) -> None:
    first, place = post(10_000), ref_of(three.place)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place, "day": now.date(), "label": "Erreur de salle"}
    with scoping.scope([place.organisation_id]):
        undone = commands.reverse_entry(**said, entry=first)
        assert commands.reverse_entry(**said, entry=first) == undone
        entry = opened(undone)
        assert [(line.number, line.debit_cents, line.credit_cents) for line in entry.lines] == [
            ("411", 0, 12_000), ("7083", 10_000, 0), ("445711", 2_000, 0),
        ]  # fmt: skip
        assert (entry.journal, entry.number, entry.piece) == ("VE", 2, opened(first).piece)
        assert {each.cents for each in queries.balances_of(entity.id, YEAR)} == {0}
        for wrong, code in ((undone, "entry_reverses_another"), (uuid4(), "entry_unknown")):
            with pytest.raises(Refused) as refused:
                commands.reverse_entry(**said, entry=wrong)
            assert codes(refused) == [code]


def payment(cents: int) -> list[Posting]:
    return [
        Posting(role=Role.BANK, debit_cents=cents),
        Posting(role=Role.CUSTOMERS, credit_cents=cents, third="C1", third_name="Café de la Halle"),
    ]


def test_an_invoice_and_its_payments_bear_one_code_once_they_settle_each_other(
    entity: Any, post: Any, now: Any
) -> None:
    post(10_000, source="invoice:1")
    post(source="payment:1", postings=payment(7_000), journal=JournalKind.BANK)
    letter: dict[str, Any] = {"actor": ROBOT, "now": now, "entity_id": entity.id, "third": "C1"}
    assert commands.letter_entries(**letter, sources=["invoice:1", "payment:1"]) == ""
    post(source="payment:2", postings=payment(5_000), journal=JournalKind.BANK)
    both = ["invoice:1", "payment:1", "payment:2"]
    assert commands.letter_entries(**letter, sources=both) == "A"
    assert commands.letter_entries(**letter, sources=both) == ""
    ledger = queries.ledger_of(entity.id, YEAR, number="411")
    assert ledger is not None
    assert [(line.code, line.balance_cents) for line in ledger.lines] == [("A", 0), ("A", 5_000), ("A", 12_000)]
    assert ledger.count == 3
    post(5_000, source="invoice:2")
    post(source="payment:3", postings=payment(6_000), journal=JournalKind.BANK)
    assert commands.letter_entries(**letter, sources=["invoice:2", "payment:3"]) == "B"


def test_a_rate_without_an_account_of_its_own_has_that_of_the_others(post: Any) -> None:
    postings = [
        Posting(role=Role.CASH, debit_cents=108),
        Posting(role=Role.SALES_GOODS, credit_cents=100),
        Posting(role=Role.VAT_COLLECTED, credit_cents=8, rate=Decimal("8.5")),
    ]
    assert [line.number for line in opened(post(postings=postings)).lines] == ["530", "707", "44571"]


def test_a_role_is_given_another_account_from_the_next_entry_on(entity: Any, post: Any, three: Any, now: Any) -> None:
    place, first = ref_of(three.place), post()
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place, "entity": entity.uuid}
    commands.set_account(**said, number="7083a", name="Locations de salles")
    commands.assign_account(**said, role=Role.SALES_LETTING, variant="", number="7083A")
    assert [opened(each).lines[1].number for each in (first, post())] == ["7083", "7083A"]
    assert queries.roles_among(queries.accounts_of(entity.id))[Role.SALES_LETTING, ""].name == "Locations de salles"
    with pytest.raises(Refused) as refused:
        commands.assign_account(**said, role=Role.SALES_LETTING, variant="", number="999")
    assert codes(refused) == ["account_missing"]
    with pytest.raises(Refused) as refused:
        commands.set_account(**said, number="7", name="")
    assert codes(refused) == ["account_number_wrong", "account_name_missing"]


def test_what_an_entity_is_stays_once_it_has_entries(entity: Any, post: Any, three: Any, now: Any) -> None:
    a_legal_entity(three.place, now=now, year_starts_month=9, nature="company")
    with scoping.scope([three.place.organisation_id]):
        assert "1013" in {each.number for each in queries.accounts_of(entity.id)}
        post()
    with pytest.raises(Refused) as refused:
        a_legal_entity(three.place, now=now, year_starts_month=9)
    assert codes(refused) == ["entity_books_begun"]


# -- closing -----------------------------------------------------------------------------------------------------------


def close(entity: Any, three: Any, now: Any, last_day: date) -> None:
    place = ref_of(three.place)
    commands.close_period(actor=ROBOT, now=now, place=place, entity=entity.uuid, last_day=last_day)


def test_a_closed_period_takes_nothing_any_more_and_says_which_day_is_open(
    entity: Any, post: Any, three: Any, now: Any
) -> None:
    post(day=date(2026, 1, 15))
    close(entity, three, now, date(2026, 1, 31))
    with pytest.raises(Refused) as refused:
        post(day=date(2026, 1, 31))
    assert [(each.code, each.context["first"]) for each in refused.value.refusals] == [
        ("period_closed", date(2026, 2, 1))
    ]  # fmt: skip
    post(day=date(2026, 2, 1))
    assert [(each.first_day, each.last_day) for each in queries.periods_of(entity.id)] == [
        (date(2026, 1, 1), date(2026, 1, 31))
    ]  # fmt: skip


def test_an_entry_of_a_closed_period_is_undone_on_an_open_day_only(
    entity: Any, post: Any, three: Any, now: Any
) -> None:
    entry, place = post(day=date(2026, 1, 15)), ref_of(three.place)
    close(entity, three, now, date(2026, 1, 31))
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place, "entry": entry, "label": "Erreur"}
    with pytest.raises(Refused) as refused:
        commands.reverse_entry(**said, day=date(2026, 1, 20))
    assert codes(refused) == ["period_closed"]
    assert opened(commands.reverse_entry(**said, day=date(2026, 2, 1))).day == date(2026, 2, 1)


def test_empty_books_and_a_month_that_is_not_over_are_not_closed(entity: Any, post: Any, three: Any, now: Any) -> None:
    with pytest.raises(Refused) as refused:
        close(entity, three, now, date(2026, 1, 31))
    assert codes(refused) == ["books_empty"]
    post()
    with pytest.raises(Refused) as refused:
        close(entity, three, now, date(2026, 3, 31))
    assert codes(refused) == ["period_not_over"]


def test_the_last_month_of_a_year_opens_the_next_one(entity: Any, post: Any, three: Any, now: Any) -> None:
    day, bank = date(2025, 6, 1), JournalKind.BANK
    post(10_000, day=day, source="invoice:1")
    post(day=day, journal=bank, postings=payment(7_000))
    rent = [Posting(role=Role.BANK_FEES, debit_cents=1_000), Posting(role=Role.BANK, credit_cents=1_000)]
    post(day=day, journal=bank, postings=rent)
    close(entity, three, now, date(2025, 12, 31))
    sums = {each.number: each.cents for each in queries.balances_of(entity.id, YEAR)}
    assert sums == {"120": -9_000, "411": 5_000, "445711": -2_000, "512": 6_000}
    (opening,), count = queries.journal_page(entity.id, YEAR, code="AN", page=0)
    assert (opening.day, opening.number, count) == (date(2026, 1, 1), 1, 1)
    assert [(line.number, line.third) for line in opened(opening.uuid).lines if line.third] == [("411", "C1")]
    assert [(each.year.name, each.closed) for each in queries.years_of(entity.id)] == [("2026", False), ("2025", True)]


def test_a_year_of_loss_opens_the_next_one_with_it(entity: Any, post: Any, three: Any, now: Any) -> None:
    loss = [Posting(role=Role.BANK_FEES, debit_cents=1_000), Posting(role=Role.BANK, credit_cents=1_000)]
    post(day=date(2025, 6, 1), postings=loss)
    close(entity, three, now, date(2025, 12, 31))
    assert {each.number: each.cents for each in queries.balances_of(entity.id, YEAR)} == {"129": 1_000, "512": -1_000}


def test_a_manager_reads_and_does_not_close(entity: Any, post: Any, three: Any, now: Any) -> None:
    post(day=date(2026, 1, 15))
    with pytest.raises(Denied):
        commands.close_period(
            actor=actor_for(three.manager, now=now), now=now + timedelta(0), place=ref_of(three.place), entity=entity.uuid,
            last_day=date(2026, 1, 31),
        )  # fmt: skip


def test_books_that_began_before_a_role_existed_take_it_with_their_next_entry(entity: Any, post: Any) -> None:
    from cantine.accounting.models import Assignment

    Assignment.objects.filter(entity_id=entity.id, role=Role.EXPENSE).delete()
    rent = Posting(role=Role.EXPENSE, category="rent", debit_cents=1_000)
    made = post(postings=[rent, Posting(role=Role.BANK, credit_cents=1_000)])
    entry = queries.find_entry(uuid=made)
    assert entry is not None
    assert [line.number for line in entry.lines] == ["613", "512"]


def test_what_it_has_is_counted_once_whatever_the_openings(entity: Any, post: Any, now: Any) -> None:
    post(postings=[Posting(role=Role.BANK, debit_cents=7_000), Posting(role=Role.DUES, credit_cents=7_000)])
    post(postings=[Posting(role=Role.CASH, debit_cents=500), Posting(role=Role.BANK, credit_cents=500)], source="till")
    nothing = dict.fromkeys((Role.BANK, Role.CHEQUES, Role.CARDS, Role.INTERNAL_TRANSFER, Role.CASH), 0)
    assert queries.money_of(entity.id, day=now.date()) == nothing | {Role.BANK: 6_500, Role.CASH: 500}
    assert queries.money_of(entity.id, day=now.date() - timedelta(days=400)) == nothing
