"""Files of a period are those that the schemas and the rules of the Ministry accept, and say what was sold."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cantine.billing.documents.checks import Checker, judged
from cantine.billing.documents.reporting import SCHEMA, Head, file_name, report_checker, report_xml, shipped
from cantine.billing.rules import Kind, Reference, deposit_lines
from cantine.billing.rules import reporting as rules
from cantine.billing.rules.reporting import PaidPart, Payments, Period, Sales
from cantine.billing.tests.facturx_documents import FIRM, INVOICE, MAX, ODILE, OUTSIDE, TEN, document, line

GOLDEN = Path(__file__).parent / "reporting_golden"
FIRST, LAST, MADE = date(2026, 9, 1), date(2026, 9, 30), datetime(2026, 10, 2, 9, 30, tzinfo=UTC)
DAY = date(2026, 9, 3)

TWO_RATES = document(line(), line("Déjeuner", "1650", vat=TEN, activity="catering"), buyer=ODILE, issued_on=DAY)
BACK = document(kind=Kind.CREDIT_NOTE, buyer=ODILE, number="AV2026-000001", issued_on=DAY, corrects=INVOICE)
ABROAD = document(line(vat=OUTSIDE), buyer=FIRM, issued_on=DAY)
TRADER = document(line(), buyer=replace(MAX, legal_form="Sàrl"), number="FA2026-000043", issued_on=DAY)
DEPOSIT = document(
    *deposit_lines(TWO_RATES, percent=30, name="Acompte"),
    kind=Kind.DEPOSIT,
    buyer=ODILE,
    number="FA2026-000041",
    issued_on=FIRST,
)
FINAL = replace(TWO_RATES, deposits=(Reference(DEPOSIT.number, FIRST, DEPOSIT.gross_cents, DEPOSIT.groups),))
FILES = {
    "two-rates": rules.sales_of([TWO_RATES]),
    "credit-note": rules.sales_of([TWO_RATES, BACK]),
    "abroad": rules.sales_of([ABROAD, TRADER]),
    "deposit": rules.sales_of([DEPOSIT, FINAL]),
    "payments": rules.payments_of(
        [PaidPart(TWO_RATES, DAY, 0, 5_000), PaidPart(TWO_RATES, LAST, 5_000, 7_000), PaidPart(TRADER, DAY, 0, 14_400)]
    ),
    "nothing": rules.sales_of([]),
}


def head_of(told: Sales | Payments, *, turn: int = 0) -> Head:
    kind = rules.Kind.SALES if isinstance(told, Sales) else rules.Kind.PAYMENTS
    return Head("RAPPORT-1", "732829320", "La Cantine des Écuries", Period(kind, FIRST, LAST), MADE, turn)


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with report_checker() as ready:
        yield ready


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_valid_and_the_same_bytes_again(name: str, checker: Checker) -> None:
    xml = report_xml(head_of(FILES[name]), FILES[name])
    assert judged(xml, schema=shipped(SCHEMA), checker=checker) == ()
    assert xml.decode() == (GOLDEN / f"{name}.xml").read_text()


def test_a_rectifying_file_says_so(checker: Checker) -> None:
    xml = report_xml(head_of(FILES["two-rates"], turn=1), FILES["two-rates"])
    assert judged(xml, schema=shipped(SCHEMA), checker=checker) == ()
    assert b"<TypeCode>RE</TypeCode>" in xml
    assert file_name(head_of(FILES["two-rates"], turn=1)) == "732829320-ventes-20260901-20260930-R1.xml"


def test_a_wrong_file_is_refused(checker: Checker) -> None:
    head = replace(head_of(FILES["two-rates"]), siren="73282932")
    found = judged(report_xml(head, FILES["two-rates"]), schema=shipped(SCHEMA), checker=checker)
    assert [each.message.partition("]")[0] for each in found] == ["[G6.26"]
    broken = judged(b"<Report/>", schema=shipped(SCHEMA), checker=checker)
    assert [each.rule for each in broken] == ["XSD"]
