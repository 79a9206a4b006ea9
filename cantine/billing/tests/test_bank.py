"""A bank file comes in once; a person says whose money each line is, and it is a payment like any other."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.billing import commands, queries
from cantine.billing.commands import Choice
from cantine.billing.models import BankFile, BankLine, PayerIban, Payment
from cantine.billing.queries import Heap
from cantine.billing.queries.bank_files import bank_files_of
from cantine.billing.rules import Where
from cantine.billing.rules.bank import BankLine as Said
from cantine.billing.tests.bank_files import a_camt, a_table
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db
PAYER_IBAN = "FR1420041010050500013M02606"


@pytest.fixture
def bank(house: Any) -> Callable[..., UUID]:
    """``bank(4800, "FA2026-1")`` → the line of the file that was imported."""

    def bring(cents: int, label: str = "VIR", **more: Any) -> UUID:
        day = house.place.today(house.now)
        commands.import_bank_file(**house.said, content=a_camt([Said(day, day, cents, label, **more)]))
        return BankLine.objects.latest("pk").uuid

    return bring


def match(house: Any, line: UUID, *invoices: UUID, keep_for: UUID | None = None) -> UUID:
    return commands.match_line(**house.said, choice=Choice(line, invoices, keep_for))


def codes(why: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in why.value.refusals]


def heap(house: Any, line: UUID) -> Heap:
    found = queries.find_bank_line(house.place, line)
    assert found is not None
    return found.heap


def test_the_same_file_twice_and_a_longer_one_bring_each_line_once(house: Any) -> None:
    day = house.place.today(house.now)
    lines = [Said(day, day, 4800, "A"), Said(day, day, 4800, "A"), Said(day, day, -900, "B")]
    brought = [commands.import_bank_file(**house.said, content=a_camt(lines[:end])) for end in (2, 2, 3)]
    assert brought == [2, 0, 1]
    assert (BankLine.objects.count(), BankFile.objects.count()) == (3, 2)


def test_two_bad_lines_among_five_thousand_write_nothing(house: Any) -> None:
    day = house.place.today(house.now)
    rows = a_table([Said(day, day, 4800, f"VIR {number}") for number in range(5000)]).split(b"\n")
    for at in (10, 4000):
        rows[at] = rows[at].replace(b"48,00", b"abc")
    with pytest.raises(Refused) as why:
        commands.import_bank_file(**house.said, content=b"\n".join(rows))
    assert [(each.code, each.context["line"]) for each in why.value.refusals] == [
        ("bank_amount_wrong", 11), ("bank_amount_wrong", 4001),
    ]  # fmt: skip
    assert not BankLine.objects.exists()


def test_a_confirmed_line_is_one_payment_and_its_account_is_remembered_sealed(house: Any, bank: Any) -> None:
    invoice = house.issued()
    line = bank(4800, iban=PAYER_IBAN)
    payment = match(house, line, invoice)
    assert house.find(invoice).card.where(house.place.today(house.now)) is Where.PAID
    assert (Payment.objects.get().uuid, heap(house, line)) == (payment, Heap.MATCHED)
    known = PayerIban.objects.get()
    assert (known.person_id, PAYER_IBAN in known.iban_sealed) == (house.three.member.pk, False)
    later = queries.find_bank_line(house.place, bank(100, "ENCORE", iban=PAYER_IBAN))
    assert later is not None
    assert later.known is not None
    assert (later.known.who, later.iban) == (house.member, "FR14 •••• 2606")
    with pytest.raises(Refused) as why:
        match(house, line, invoice)
    assert codes(why) == ["bank_line_matched_already"]


def test_a_person_takes_their_accounts_away_masked_and_they_go_when_they_are_erased(house: Any, bank: Any) -> None:
    from cantine.billing.words.portability import sections

    match(house, bank(4800, iban=PAYER_IBAN), house.issued())
    (told,) = [each for each in sections(house.three.member.pk) if each.code == "billing.accounts"]
    assert [row[1] for row in told.rows] == ["FR14 •••• 2606"]
    commands.forget_person(actor=house.robot, now=house.now, person_id=house.three.member.pk)
    assert not PayerIban.objects.exists()


def test_a_payment_that_is_undone_lets_the_line_wait_and_be_matched_again(house: Any, bank: Any) -> None:
    first, second = house.issued(), house.issued()
    line = bank(4800)
    commands.undo_payment(**house.said, payment=match(house, line, first))
    assert heap(house, line) is Heap.WAITING
    match(house, line, second)
    today = house.place.today(house.now)
    assert [house.find(each).card.where(today) for each in (first, second)] == [Where.TO_PAY, Where.PAID]


def test_what_is_paid_twice_stays_with_the_payer(house: Any, bank: Any) -> None:
    invoice = house.issued()
    match(house, bank(4800, "A"), invoice)
    twice = bank(4800, "B")
    (proposal,) = queries.proposals_for(
        [queries.find_bank_line(house.place, bank(4800, house.find(invoice).card.reference))],  # type: ignore[list-item]
        queries.candidates_of(house.place, today=house.place.today(house.now)),
    ).values()
    assert [str(each.fit) for each in proposal] == ["double"]
    match(house, twice, keep_for=invoice)
    assert Payment.objects.get(bank_line__uuid=twice).settlements.count() == 0


def test_a_line_pays_the_invoices_of_one_payer(house: Any, bank: Any) -> None:
    from cantine.billing.rules import Nature
    from cantine.billing.testing import a_customer, a_payer, an_invoice

    acme = ("organisation", a_customer(house.three.place, now=house.now))
    a_payer(house.three.place, acme, now=house.now, name="Acme", nature=Nature.NON_TAXABLE)
    house.charge(customer_id=acme[1])
    theirs, mine = an_invoice(house.three.place, acme, now=house.now), house.issued()
    line = bank(9600)
    for invoices in ((theirs, mine), ()):
        with pytest.raises(Refused) as why:
            match(house, line, *invoices)
        assert codes(why) == ["invoice_unknown"]


def test_a_line_that_is_no_customers_is_set_aside_with_a_note_and_taken_back(house: Any, bank: Any) -> None:
    line = bank(4800)
    with pytest.raises(Refused) as why:
        commands.set_line_aside(**house.said, line=line, note=" ")
    assert codes(why) == ["bank_note_missing"]
    commands.set_line_aside(**house.said, line=line, note="Subvention de la ville")
    assert heap(house, line) is Heap.ASIDE
    with pytest.raises(Refused) as why:
        match(house, line, house.issued())
    assert codes(why) == ["bank_line_unknown"]
    commands.take_line_back(**house.said, line=line)
    assert heap(house, line) is Heap.WAITING


def test_what_cannot_be_matched_leaves_the_others_alone(house: Any, bank: Any) -> None:
    invoice = house.issued()
    good, bad = bank(4800, "A"), bank(-4800, "B")
    choices = [Choice(bad, (invoice,)), Choice(good, (invoice,))]
    done, wrong = commands.match_lines(**house.said, choices=choices)
    assert (done, [each.code for each in wrong]) == (1, ["bank_line_unknown"])


# -- what SQL by hand cannot do ----------------------------------------------------------------------------------------

AGAIN = """
INSERT INTO billing_bankline (uuid, organisation_id, place_id, file_id, account, key, day, cents, label, counterparty, reference,
  reversal, iban_sealed, iban_print, turn, reason, note)
SELECT gen_random_uuid(), organisation_id, place_id, file_id, account, key, day, cents, label, counterparty, reference, reversal,
  iban_sealed, iban_print, 0, '', '' FROM billing_bankline
"""
MORE = "UPDATE billing_bankline SET cents = cents + 1"


def by_hand(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", [AGAIN, MORE])
def test_by_hand_no_line_comes_twice_and_none_changes(bank: Any, statement: str) -> None:
    bank(4800)
    with pytest.raises(IntegrityError):
        by_hand(statement)


def test_by_hand_a_line_of_which_something_was_made_does_not_go(house: Any, bank: Any) -> None:
    invoice, line = house.issued(), bank(4800)
    commands.match_line(**house.said, choice=Choice(line, (invoice,)))
    with pytest.raises(IntegrityError, match="goes only while"):
        by_hand("DELETE FROM billing_bankline")


def test_a_statement_that_came_in_by_mistake_goes_again_while_nothing_was_made_of_it(house: Any, bank: Any) -> None:
    bank(4800)
    [file] = bank_files_of(house.place)
    assert (file.lines, file.in_cents, file.made) == (1, 4800, 0)
    assert commands.take_bank_file_back(**house.said, file=file.uuid) == 1
    assert (BankLine.objects.count(), bank_files_of(house.place)) == (0, [])
    bank(4800)
    assert BankLine.objects.count() == 1


def test_a_statement_whose_lines_are_set_aside_or_matched_stays(house: Any, bank: Any) -> None:
    line = bank(4800)
    commands.set_line_aside(**house.said, line=line, note="essai")
    [file] = bank_files_of(house.place)
    with pytest.raises(Refused) as why:
        commands.take_bank_file_back(**house.said, file=file.uuid)
    assert [each.code for each in why.value.refusals] == ["bank_statement_used"]
    assert file.made == 1


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("ALTER TABLE billing_bankline DROP CONSTRAINT one_bank_line_a_key", AGAIN),
        ("DROP TRIGGER said ON billing_bankline", MORE),
    ],
)
def test_without_their_guards_it_would_be_done(bank: Any, as_owner: Any, guard: str, statement: str) -> None:
    bank(4800)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(guard)
    by_hand(statement)
    assert sum(BankLine.objects.values_list("cents", flat=True)) in {9600, 4801}
