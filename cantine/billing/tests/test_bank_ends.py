"""A line of the bank may be what the books hold already, or money that was on its way; undone, it waits again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import queries as books
from cantine.accounting.commands.cheques import Brought, make_slip
from cantine.accounting.queries.cheques import cheques_in_hand, slips_of
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.accounting.testing import an_entry
from cantine.billing import commands, queries
from cantine.billing.commands.bank_ends import confirm_in_books, explain_line, pay_in, pay_in_slip, release_line
from cantine.billing.models import BankLine
from cantine.billing.queries import Heap
from cantine.billing.queries.bank_ends import ends_of, on_their_way
from cantine.billing.rules import Method
from cantine.billing.rules.bank import BankLine as Said
from cantine.billing.rules.bank import Became, Move, Waiting, check_paid_in, paid_in, paired, still_waiting
from cantine.billing.tests.bank_files import a_camt
from cantine.kernel import Refused

MONDAY = date(2026, 11, 2)


def days(*cents: int) -> list[Waiting]:
    return [Waiting(MONDAY + timedelta(days=number), each) for number, each in enumerate(cents)]


def came(cents: int, words: str = "VERSEMENT") -> Said:
    day = MONDAY + timedelta(days=9)
    return Said(day, day, cents, words)


# -- the rules ---------------------------------------------------------------------------------------------------------


def test_a_line_pays_in_days_in_a_row_less_what_the_bank_keeps() -> None:
    (found,) = paid_in(came(24_700, "REMISE CB"), {Became.CARDS: days(10_000, 15_000, 8_000)})
    assert (found.gross_cents, found.fee_cents, found.first, found.last) == (25_000, 300, MONDAY, date(2026, 11, 3))


def test_of_cheques_and_cash_nobody_keeps_anything() -> None:
    waiting = {Became.CHEQUES: days(10_000), Became.CASH: days(5_000, 4_990)}
    assert [(each.what, each.gross_cents) for each in paid_in(came(9_990, "ESPÈCES"), waiting)] == [
        (Became.CASH, 9_990)
    ]
    assert paid_in(came(9_900, "CHQ"), {Became.CHEQUES: days(10_000)}) == []


def test_a_transfer_of_nearly_the_same_amount_is_no_card_takings() -> None:
    waiting = {Became.CARDS: days(6_000, 12_000, 9_000)}
    assert paid_in(came(17_600, "ACOMPTE"), waiting) == []
    assert paid_in(came(9_000, "VIR"), waiting) == []
    assert [each.gross_cents for each in paid_in(came(17_900, "VIR"), waiting)] == [18_000]


@given(st.lists(st.integers(min_value=1, max_value=100_000), min_size=1, max_size=8), st.data())
def test_what_is_left_on_its_way_is_what_came_less_what_was_paid_in(takings: list[int], data: st.DataObject) -> None:
    out = data.draw(st.integers(min_value=0, max_value=sum(takings)))
    moves = [(each.day, each.cents, False) for each in days(*takings)]
    left = still_waiting([*moves, (MONDAY + timedelta(days=30), -out, True)] if out else moves)
    assert sum(each.cents for each in left) == sum(takings) - out
    assert [each.day for each in left] == sorted(each.day for each in left)
    whole = [each.cents for each in left][1:]
    assert whole == takings[len(takings) - len(whole) :]  # only the oldest that is left may be a part


@given(st.lists(st.integers(min_value=-3, max_value=3), max_size=6), st.lists(st.integers(-3, 3), max_size=6))
def test_no_entry_is_two_lines(lines: list[int], entries: list[int]) -> None:
    said = [(uuid4(), came(cents)) for cents in lines]
    moves = [Move(uuid4(), MONDAY + timedelta(days=9), cents, "") for cents in entries]
    found = paired(said, moves)
    assert len({each.entry for each in found.values()}) == len(found)
    assert len(found) == sum(min(lines.count(cents), entries.count(cents)) for cents in set(lines))


def test_an_entry_far_from_the_day_of_the_bank_is_another() -> None:
    line = (uuid4(), came(500))
    assert paired([line], [Move(uuid4(), MONDAY - timedelta(days=2), 500, "")]) == {}


@pytest.mark.parametrize(
    ("what", "net", "gross", "waiting", "code"),
    [
        (Became.CARDS, 100, 99, 500, "transit_below_line"), (Became.CARDS, 10_000, 10_500, 20_000, "transit_fee_wrong"),
        (Became.CHEQUES, 100, 101, 500, "transit_fee_wrong"), (Became.CASH, 100, 100, 99, "transit_not_waiting"),
    ],
)  # fmt: skip
def test_what_is_refused_of_money_on_its_way(what: Became, net: int, gross: int, waiting: int, code: str) -> None:
    found = check_paid_in(what, net_cents=net, gross_cents=gross, waiting_cents=waiting)
    assert [each.code for each in found] == [code]


# -- the commands ------------------------------------------------------------------------------------------------------


@pytest.fixture
def bank(house: Any) -> Callable[..., UUID]:
    def bring(cents: int, label: str = "VIR", day: date | None = None) -> UUID:
        on = day or house.place.today(house.now)
        commands.import_bank_file(**house.said, content=a_camt([Said(on, on, cents, label)]))
        return BankLine.objects.latest("pk").uuid

    return bring


def holds(house: Any) -> dict[Role, int]:
    return books.money_of(house.entity.id, day=house.place.today(house.now))


def pay(house: Any, method: Method) -> None:
    commands.record_payment(
        **house.said, who=house.member, cents=4800, method=method, received_on=house.place.today(house.now),
        key=str(uuid4()), invoices=[house.issued()],
    )  # fmt: skip


def heap(house: Any, line: UUID) -> Heap:
    found = queries.find_bank_line(house.place, line)
    assert found is not None
    return found.heap


def codes(why: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in why.value.refusals]


@pytest.mark.django_db
def test_card_takings_reach_the_bank_less_their_fee_and_go_back_on_their_way(house: Any, bank: Any) -> None:
    pay(house, Method.CARD)
    line = bank(4_760, "REMISE CB")
    shown = queries.find_bank_line(house.place, line)
    assert shown is not None
    (found,) = ends_of(house.place, [shown]).paid_in[line]
    assert (found.what, found.gross_cents, found.fee_cents) == (Became.CARDS, 4_800, 40)
    pay_in(**house.said, line=line, what=Became.CARDS, gross_cents=4_800)
    assert (holds(house)[Role.CARDS], holds(house)[Role.BANK], heap(house, line)) == (0, 4_760, Heap.MATCHED)
    with pytest.raises(Refused) as why:
        pay_in(**house.said, line=line, what=Became.CARDS, gross_cents=4_800)
    assert codes(why) == ["bank_line_matched_already"]
    release_line(**house.said, line=line)
    assert (holds(house)[Role.CARDS], holds(house)[Role.BANK], heap(house, line)) == (4_800, 0, Heap.WAITING)
    pay_in(**house.said, line=line, what=Became.CARDS, gross_cents=4_800)
    assert sum(each.cents for each in on_their_way(house.place, until=house.place.today(house.now))[Became.CARDS]) == 0


@pytest.mark.django_db
def test_more_than_what_is_on_its_way_is_refused(house: Any, bank: Any) -> None:
    pay(house, Method.CHEQUE)
    with pytest.raises(Refused) as why:
        pay_in(**house.said, line=bank(5_000), what=Became.CHEQUES, gross_cents=5_000)
    assert codes(why) == ["transit_not_waiting"]


@pytest.mark.django_db
def test_what_was_entered_before_the_line_came_is_recognised_and_written_once(house: Any, bank: Any) -> None:
    today = house.place.today(house.now)
    rent = [Posting(role=Role.SUPPLIERS, debit_cents=90_000), Posting(role=Role.BANK, credit_cents=90_000)]
    entry = an_entry(house.entity, now=house.now, label="Loyer", journal=JournalKind.BANK, day=today, postings=rent)
    line, other = bank(-90_000, "PRLV LOYER"), bank(-90_000, "PRLV LOYER, ENCORE")
    shown = queries.bank_lines_of(house.place, Heap.OUT)
    assert [each.label for each in ends_of(house.place, shown).entries.values()] == ["Loyer"]
    confirm_in_books(**house.said, line=line, entry=entry)
    assert (heap(house, line), holds(house)[Role.BANK]) == (Heap.MATCHED, -90_000)
    assert ends_of(house.place, queries.bank_lines_of(house.place, Heap.OUT)).entries == {}
    with pytest.raises(Refused) as why:
        confirm_in_books(**house.said, line=other, entry=entry)
    assert codes(why) == ["bank_entry_unknown"]
    with pytest.raises(Refused) as why:
        explain_line(**house.said, line=other, became=Became.ENTRY, entry=entry)
    assert codes(why) == ["bank_entry_taken"]
    release_line(**house.said, line=line)
    assert (heap(house, line), holds(house)[Role.BANK]) == (Heap.OUT, -90_000)


@pytest.mark.django_db
def test_a_refund_that_was_recorded_is_what_its_line_became(house: Any, bank: Any) -> None:
    invoice = house.issued()
    commands.record_payment(
        **house.said, who=house.member, cents=4800, method=Method.TRANSFER, received_on=house.place.today(house.now),
        key="paid", invoices=[invoice],
    )  # fmt: skip
    note = commands.credit_invoice(**house.said, invoice=invoice)
    commands.pay_back(
        **house.said, credit_note=note, method=Method.TRANSFER, received_on=house.place.today(house.now), key="back"
    )
    line = bank(-4800, "RBT")
    (found,) = ends_of(house.place, queries.bank_lines_of(house.place, Heap.OUT)).entries.values()
    confirm_in_books(**house.said, line=line, entry=found.entry)
    assert BankLine.objects.get(uuid=line).became == Became.REFUND


@pytest.mark.django_db
def test_the_database_keeps_one_line_for_an_entry(house: Any, bank: Any) -> None:
    one, other, entry = bank(100, "A"), bank(100, "B"), uuid4()
    BankLine.objects.filter(uuid=one).update(became="entry", entry=entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankLine.objects.filter(uuid=other).update(became="entry", entry=entry)


@pytest.mark.django_db
def test_without_its_key_an_entry_would_be_two_lines(house: Any, bank: Any, as_owner: Any) -> None:
    one, other, entry = bank(100, "A"), bank(100, "B"), uuid4()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_bank_line_an_entry")
    BankLine.objects.filter(uuid__in=[one, other]).update(became="entry", entry=entry)
    assert BankLine.objects.filter(entry=entry).count() == 2


@pytest.mark.django_db
def test_a_slip_of_cheques_is_expected_at_the_bank_and_matched_when_it_comes(house: Any, bank: Any) -> None:
    pay(house, Method.CHEQUE)
    today = house.place.today(house.now)
    held = [Brought(each.key) for each in cheques_in_hand(house.place)]
    slip = make_slip(**house.said, cheques=held, day=today)
    line, other = bank(4_800, "REMISE CHEQUES"), bank(4_700, "REMISE CHEQUES")
    ends = ends_of(house.place, queries.bank_lines_of(house.place, Heap.WAITING))
    assert {key: [each.uuid for each in some] for key, some in ends.slips.items()} == {line: [slip], other: []}
    with pytest.raises(Refused) as why:
        pay_in_slip(**house.said, line=other, slip=slip)
    assert codes(why) == ["slip_is_not_line"]
    with pytest.raises(Refused) as why:
        pay_in(**house.said, line=line, what=Became.CHEQUES, gross_cents=4_800)
    assert codes(why) == ["transit_not_waiting"]  # they wait for their slip
    for _turn in range(2):
        pay_in_slip(**house.said, line=line, slip=slip)
        assert (heap(house, line), holds(house)[Role.CHEQUES], holds(house)[Role.BANK]) == (Heap.MATCHED, 0, 4_800)
        assert slips_of(house.place, expected=True) == []
        release_line(**house.said, line=line)
        assert (heap(house, line), holds(house)[Role.CHEQUES], holds(house)[Role.BANK]) == (Heap.WAITING, 4_800, 0)
        assert [each.uuid for each in slips_of(house.place, expected=True)] == [slip]


# -- the pages ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_press_pays_card_takings_in_and_another_lets_the_line_go(house: Any, bank: Any) -> None:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(house.three.manager)
    pay(house, Method.CARD)
    line = bank(4_760, "REMISE CB")
    address = f"/{house.place.slug}/reglements/banque/"
    (row,) = client.get(address).context["rows"]
    (offer,) = row["offers"]
    client.post(offer.action, dict(offer.fields))
    (row,) = client.get(f"{address}?etat=rapprochees").context["rows"]
    assert row["end"]["label"] == "Encaissements par carte"
    client.post(f"{address}{line}/liberer/")
    assert heap(house, line) is Heap.WAITING
    wrong = client.post(f"{address}{line}/dans-les-livres/", {"what": "cards", "gross": "10"})
    assert (wrong.status_code, list(wrong.context["paid_in"].errors)) == (422, ["gross"])


@pytest.mark.django_db
def test_the_page_of_the_bank_says_which_slip_is_expected_and_one_press_pays_it_in(house: Any, bank: Any) -> None:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(house.three.manager)
    pay(house, Method.CHEQUE)
    make_slip(
        **house.said,
        cheques=[Brought(each.key) for each in cheques_in_hand(house.place)],
        day=house.place.today(house.now),
    )
    bank(4_800, "REMISE CHEQUES")
    page = client.get(f"/{house.place.slug}/reglements/banque/")
    assert [cents for _label, cents, _href in page.context["expected"]] == ["48,00\xa0€"]
    (offer,) = page.context["rows"][0]["offers"]
    client.post(offer.action, dict(offer.fields))
    assert (slips_of(house.place, expected=True), holds(house)[Role.BANK]) == ([], 4_800)
