"""What the bank says, what the books say, and the lines that make the difference."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.rules import HandLine, JournalKind, Role
from cantine.billing import commands
from cantine.billing.commands import Choice
from cantine.billing.commands.bank_ends import confirm_in_books, pay_in
from cantine.billing.models import BankLine
from cantine.billing.queries.bank_against_books import bank_against_books
from cantine.billing.queries.bank_ends import bank_moves
from cantine.billing.rules import Method
from cantine.billing.rules.bank import BankLine as Said
from cantine.billing.rules.bank import Became
from cantine.billing.rules.bank.reconciling import Apart, OneSided, Reconciliation, reconciled
from cantine.billing.tests.bank_files import a_camt, a_table

DAY = date(2026, 11, 20)
CENTS = st.integers(min_value=-(10**9), max_value=10**9)


@given(CENTS, st.lists(st.tuples(st.sampled_from(Apart), CENTS), max_size=12))
def test_lines_of_one_side_explain_all_of_the_difference(both: int, lines: list[tuple[Apart, int]]) -> None:
    """What is on both sides is ``both``; each line is on one side more."""
    told = [OneSided(why, DAY, cents, "", uuid4()) for why, cents in lines]
    bank = both + sum(each.cents for each in told if each.why in {Apart.UNMATCHED, Apart.ASIDE})
    held = both + sum(each.cents for each in told if each.why in {Apart.AWAITED, Apart.BY_HAND})
    found = reconciled(DAY, bank, held, told)
    assert (found.gap_cents, found.unexplained_cents) == (bank - held, 0)


@pytest.fixture
def bring(house: Any) -> Callable[..., UUID]:
    """One line more on the account, which held what the former ones came to."""

    def bring(cents: int, label: str, opening: int = 0) -> UUID:
        day = house.place.today(house.now)
        before = sum(BankLine.objects.values_list("cents", flat=True))
        content = a_camt([Said(day, day, cents, label)], opening=opening + before)
        commands.import_bank_file(**house.said, content=content)
        return BankLine.objects.latest("pk").uuid

    return bring


def told(house: Any) -> Reconciliation:
    found = bank_against_books(house.place)
    assert found is not None
    return found


def whys(found: Reconciliation) -> list[tuple[Apart, int]]:
    return sorted((each.why, each.cents) for each in found.lines)


def pay(house: Any, method: Method = Method.TRANSFER) -> UUID:
    return commands.record_payment(
        **house.said, who=house.member, cents=4800, method=method, received_on=house.place.today(house.now),
        key=str(uuid4()), invoices=[house.issued()],
    )  # fmt: skip


def by_hand(house: Any, cents: int, day: date | None = None) -> UUID:
    numbers = {slot: each.number for each in books.accounts_of(house.entity.id) for slot in each.slots}
    bank, owed = numbers[Role.BANK, ""], numbers[Role.SUPPLIERS, ""]
    return accounting.enter_by_hand(
        **house.said, entity=house.entity.uuid, key=uuid4(), journal=JournalKind.BANK,
        day=day or house.place.today(house.now), label="Loyer", piece="L-1",
        lines=[HandLine(owed, debit_cents=cents), HandLine(bank, credit_cents=cents)],
    )  # fmt: skip


@pytest.mark.django_db
def test_nothing_is_said_where_no_statement_says_what_the_account_held(house: Any) -> None:
    assert bank_against_books(house.place) is None
    day = house.place.today(house.now)
    commands.import_bank_file(**house.said, content=a_table([Said(day, day, 100, "VIR")]))
    assert bank_against_books(house.place) is None


@pytest.mark.django_db
def test_each_line_of_one_side_is_there_until_it_is_of_both(house: Any, bring: Any) -> None:
    pay(house)
    hand = by_hand(house, 90_000)
    came, spent = bring(4_800, "VIR"), bring(-90_000, "LOYER")
    assert whys(told(house)) == [
        (Apart.AWAITED, 4_800), (Apart.BY_HAND, -90_000), (Apart.UNMATCHED, -90_000), (Apart.UNMATCHED, 4_800),
    ]  # fmt: skip
    day = house.place.today(house.now)
    (payment,) = [each for each in bank_moves(house.place, first_day=day, last_day=day) if each.cents > 0]
    confirm_in_books(**house.said, line=spent, entry=hand)
    confirm_in_books(**house.said, line=came, entry=payment.entry)
    assert (told(house).lines, told(house).gap_cents) == ((), 0)


@pytest.mark.django_db
def test_a_matched_transfer_is_of_both_and_undone_it_is_at_the_bank_only(house: Any, bring: Any) -> None:
    line = bring(4_800, "VIR")
    payment = commands.match_line(**house.said, choice=Choice(line, (house.issued(),)))
    assert (told(house).lines, told(house).gap_cents) == ((), 0)
    commands.undo_payment(**house.said, payment=payment)
    found = told(house)
    assert (whys(found), found.unexplained_cents) == ([(Apart.UNMATCHED, 4_800)], 0)
    commands.set_line_aside(**house.said, line=line, note="À rendre")
    assert whys(told(house)) == [(Apart.ASIDE, 4_800)]


@pytest.mark.django_db
def test_card_takings_that_were_paid_in_are_of_both_less_their_fee(house: Any, bring: Any) -> None:
    pay(house, Method.CARD)
    pay_in(**house.said, line=bring(4_760, "REMISE CB"), what=Became.CARDS, gross_cents=4_800)
    assert (told(house).bank_cents, told(house).books_cents, told(house).lines) == (4_760, 4_760, ())


@pytest.mark.django_db
def test_an_entry_that_the_books_hold_a_day_later_is_at_the_bank_only_that_day(house: Any, bring: Any, at: Any) -> None:
    line = bring(-90_000, "LOYER")
    house.now = house.now + timedelta(days=1)
    confirm_in_books(**house.said, line=line, entry=by_hand(house, 90_000))
    assert (whys(told(house)), told(house).unexplained_cents) == ([(Apart.UNMATCHED, -90_000)], 0)


@pytest.mark.django_db
def test_what_the_account_held_before_the_first_statement_is_said_to_be_unexplained(house: Any, bring: Any) -> None:
    bring(4_800, "VIR", opening=70_000)
    assert (told(house).gap_cents, told(house).unexplained_cents) == (74_800, 70_000)


@pytest.mark.django_db
def test_the_page_of_the_bank_says_it_in_a_sentence_the_other_opens_it_and_a_table_takes_it_away(
    house: Any, bring: Any
) -> None:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(house.three.manager)
    address = f"/{house.place.slug}/reglements/banque/"
    assert client.get(f"{address}rapprochement/").context["found"] is None
    assert client.get(f"{address}rapprochement.csv").status_code == 404
    bring(4_800, "VIR ODILE")
    page = client.get(address)
    assert (page.context["books"], page.context["gap"]) == ("0,00\xa0€", "48,00\xa0€")
    opened = client.get(f"{address}rapprochement/")
    assert [[row["label"] for row in group["rows"]] for group in opened.context["groups"]] == [["VIR ODILE"]]
    rows = client.get(f"{address}rapprochement.csv").content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[-1] for row in rows[1:]] == ["48,00", "0,00", "48,00", "48,00", "0,00"]
