"""What another tool issued: it is here with its number, paid and reminded as ours, and its VAT falls due with the money."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting import rules as accounts
from cantine.accounting.rules import OldBalance
from cantine.billing import commands, queries, rules
from cantine.billing.models import Invoice, Series
from cantine.billing.rules import Address, Kind, Method, Nature, OldInvoice, OldPart, Party, Terms, Where
from cantine.core.testing import letters
from cantine.kernel import Refused
from cantine.kernel.money import share_of
from cantine.pricing.rules import Unit, Vat

TWENTY = Vat(rate=Decimal(20))
SOMEBODY = Party("Odile Martin", Address("2 rue de l’Essai", "", "44000", "Nantes"), Nature.PERSON)


def codes(why: Any) -> list[str]:
    return [refusal.code for refusal in why.value.refusals]


def old(
    number: str = "F-2026-31", *, left: int = 12_000, kind: Kind = Kind.INVOICE, day: date, **said: Any
) -> OldInvoice:
    usual: dict[str, Any] = {
        "due_on": day + timedelta(days=30),
        "subject": "Salle Rouge",
        "parts": (OldPart(TWENTY, 10_000, 2_000),),
    }
    return OldInvoice(number=number, kind=kind, day=day, left_cents=left, **{**usual, **said})


@pytest.fixture
def taken(house: Any) -> Any:
    """The books of the house, taken over yesterday with 120 € owed by customers and 100 € of deposits."""
    day = house.place.today(house.now) - timedelta(days=1)
    balances = [
        OldBalance(number="411", name="Clients", debit_cents=12_000),
        OldBalance(number="512", name="Banque", debit_cents=12_000),
        OldBalance(number="44587", name="TVA en attente", credit_cents=2_000),
        OldBalance(number="4191", name="Acomptes", credit_cents=10_000),
        OldBalance(number="44571", name="TVA", credit_cents=2_000),
        OldBalance(number="106", name="Réserves", credit_cents=10_000),
    ]
    accounting.take_over_balances(**house.said, entity=house.entity.uuid, day=day, balances=balances)
    house.day = day
    return house


def bring(house: Any, *invoices: OldInvoice) -> list[str]:
    return commands.take_over_invoices(
        **house.said, day=house.day, invoices=[(house.member, each) for each in invoices]
    )


def held(house: Any) -> dict[str, int]:
    year = accounts.year_of(house.day, starts_month=1)
    return {each.number: each.cents for each in books.balances_of(house.entity.id, year)}


def by_customer(house: Any) -> dict[str, int]:
    year = accounts.year_of(house.day, starts_month=1)
    return {each.third: each.cents for each in books.balances_by_third(house.entity.id, year) if each.number == "411"}


def test_an_old_invoice_keeps_its_number_and_is_paid_as_ours_are(taken: Any) -> None:
    assert bring(taken, old(day=taken.day)) == ["F-2026-31"]
    row = Invoice.objects.get(reference="F-2026-31")
    found = taken.find(row.uuid)
    assert (found.card.left_cents, found.card.taken_over, found.card.where(taken.day)) == (12_000, True, Where.TO_PAY)
    assert by_customer(taken) == {"": 0, f"P{taken.member[1]}": 12_000}
    commands.record_payment(
        **taken.said, who=taken.member, cents=12_000, method=Method.TRANSFER, received_on=taken.day, key="a"
    )
    assert taken.find(row.uuid).card.left_cents == 0
    after = held(taken)
    assert {number: after.get(number, 0) for number in ("411", "44587", "512")} == {"411": 0, "44587": 0, "512": 24_000}


def test_what_was_paid_before_leaves_its_own_part_of_the_vat(taken: Any) -> None:
    bring(taken, old(day=taken.day, left=3_000))
    document = taken.find(Invoice.objects.get(reference="F-2026-31").uuid).document
    assert (document.gross_cents, document.prepaid_cents, document.due_cents) == (12_000, 9_000, 3_000)
    commands.record_payment(
        **taken.said, who=taken.member, cents=3_000, method=Method.TRANSFER, received_on=taken.day, key="a"
    )
    assert held(taken)["44587"] == -2_000 + 500


def test_a_deposit_that_is_held_is_taken_off_the_invoice_once(taken: Any) -> None:
    bring(taken, old("AC-7", day=taken.day, left=0, kind=Kind.DEPOSIT))
    deposit = Invoice.objects.get(reference="AC-7")
    assert taken.find(deposit.uuid).card.where(taken.day) is Where.PAID
    taken.charge(hours=5)  # a half-day and an hour: 170 € and 34 € of VAT
    draft = taken.prepared()
    commands.take_off_deposit(**taken.said, invoice=draft, deposit=deposit.uuid)
    commands.issue_invoice(**taken.said, invoice=draft)
    assert taken.find(draft).card.due_cents == 8_400
    assert held(taken).get("4191", 0) == 0
    taken.charge(hours=5)
    other = taken.prepared()
    with pytest.raises(Refused) as why:
        commands.take_off_deposit(**taken.said, invoice=other, deposit=deposit.uuid)
    assert codes(why) == ["deposit_unknown"]


def test_a_deposit_taken_off_by_mistake_is_held_again(taken: Any) -> None:
    bring(taken, old("AC-7", day=taken.day, left=0, kind=Kind.DEPOSIT))
    deposit = Invoice.objects.get(reference="AC-7").uuid
    taken.charge(hours=5)
    draft = taken.prepared()
    for prepaid in (12_000, 0):
        commands.take_off_deposit(**taken.said, invoice=draft, deposit=deposit)
        found = queries.find_draft(taken.place, invoice=draft, today=taken.day)
        assert found is not None
        assert found.document.prepaid_cents == prepaid


def test_the_same_file_twice_brings_nothing_twice(taken: Any) -> None:
    first, second = old(day=taken.day), old("F-2026-32", day=taken.day - timedelta(days=40), left=2_000)
    assert bring(taken, first) == ["F-2026-31"]
    assert bring(taken, first, second) == ["F-2026-32"]
    sums = queries.taken_sums(taken.place, entity_id=taken.entity.id)
    assert (sums.invoices, sums.left_cents, sums.deposits) == (2, 14_000, 0)


def test_nothing_comes_before_the_balances_of_which_it_is_a_part(house: Any) -> None:
    house.day = house.place.today(house.now)
    with pytest.raises(Refused) as why:
        bring(house, old(day=house.day))
    assert codes(why) == ["books_not_taken_over"]
    assert not Invoice.objects.exists()


def test_an_old_number_that_one_of_ours_would_have_waits_for_the_series_to_begin_after_it(taken: Any) -> None:
    year = taken.place.today(taken.now).year
    number = f"FA{year}-000087"
    with pytest.raises(Refused) as why:
        bring(taken, old(number, day=taken.day))
    assert codes(why) == ["old_number_to_come"]
    commands.begin_series(**taken.said, code="FA", number=88)
    assert bring(taken, old(number, day=taken.day)) == [number]
    assert taken.find(taken.issued()).card.reference == f"FA{year}-000088"


def test_a_series_begins_where_it_is_told_until_a_document_has_its_number(house: Any) -> None:
    year = house.place.today(house.now).year
    for number in (88, 42):  # a slip is put right
        commands.begin_series(**house.said, code="FA", number=number)
    assert house.find(house.issued()).card.reference == f"FA{year}-000042"
    with pytest.raises(Refused) as why:
        commands.begin_series(**house.said, code="FA", number=50)
    assert codes(why) == ["series_begun_already"]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM billing_series")


@pytest.mark.parametrize(
    ("code", "number", "refused"), [("FA", 0, "next_number_out_of_range"), ("XX", 3, "series_unknown")]
)
def test_a_number_or_a_series_that_cannot_be_is_refused(house: Any, code: str, number: int, refused: str) -> None:
    with pytest.raises(Refused) as why:
        commands.begin_series(**house.said, code=code, number=number)
    assert codes(why) == [refused]
    assert not Series.objects.exists()


def test_another_tool_keeps_its_pages_and_a_reminder_leaves_without_them(taken: Any) -> None:
    bring(taken, old(day=taken.day - timedelta(days=60)))
    row = Invoice.objects.get(reference="F-2026-31")
    with pytest.raises(Refused) as why:
        commands.send_invoice(**taken.said, invoice=row.uuid, to="odile@example.org")
    assert codes(why) == ["invoice_of_another_tool"]
    late = queries.late_invoices(taken.place, today=taken.place.today(taken.now))
    assert [(each.reference, each.left_cents) for each in late] == [("F-2026-31", 12_000)]
    commands.remind(**taken.said, invoices=[row.uuid])
    assert [letter.attachment for letter in letters()] == [""]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"left": 12_001}, "old_left_wrong"),
        ({"left": -1}, "old_left_wrong"),
        ({"left": 0}, "old_paid_already"),
        ({"number": ""}, "old_number_wrong"),
        ({"number": "F" * 36}, "old_number_wrong"),
        ({"day": date(2026, 4, 1), "due_on": date(2026, 4, 1)}, "old_day_after"),
        ({"due_on": date(2026, 3, 1)}, "due_before_issued"),
        ({"parts": (OldPart(Vat(rate=Decimal(21)), 10_000, 2_100),), "left": 1}, "vat_rate_unknown"),
        ({"parts": (OldPart(TWENTY, 10_000, 1_000),), "left": 1}, "old_vat_differs"),
        ({"parts": (OldPart(TWENTY, -5, -1),), "left": 0, "kind": Kind.DEPOSIT}, "old_amount_wrong"),
    ],
)
def test_a_wrong_line_says_what_to_do(changes: dict[str, Any], code: str) -> None:
    said = {"day": date(2026, 3, 31), **changes}
    found = [each.code for each in rules.check_old_invoice(old(**said), last_day=date(2026, 3, 31))]
    assert code in found[:1] or found == [code, "old_left_wrong"]


rates = st.sampled_from([Decimal(20), Decimal(10), Decimal("5.5"), Decimal("2.1")])


@given(st.lists(st.tuples(rates, st.integers(1, 10**7)), min_size=1, max_size=4), st.integers(0, 1000))
def test_what_was_paid_and_what_is_left_make_the_whole_by_rate(amounts: list[tuple[Decimal, int]], left: int) -> None:
    parts = tuple(OldPart(Vat(rate=rate), net, share_of(net, rate)) for rate, net in amounts)
    gross = sum(each.net_cents + each.vat_cents for each in parts)
    asked = old(day=date(2026, 3, 31), left=gross * left // 1000, parts=parts)
    document = rules.old_document(asked, seller=SOMEBODY, buyer=SOMEBODY, terms=Terms(), language="fr")
    assert (document.gross_cents, document.due_cents) == (gross, asked.left_cents)
    paid = rules.deposited(document)
    assert paid.gross_cents == gross - asked.left_cents
    left_vat = sum(each.vat_cents for each in rules.left_groups(document))
    assert left_vat + sum(each.vat_cents for each in paid.groups) == document.vat_cents
    assert document.lines[0].unit is Unit.PIECE
