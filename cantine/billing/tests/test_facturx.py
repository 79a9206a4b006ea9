"""Each case of the trade is an invoice that its schema, Europe and France accept; what is wrong is found and named.

A program that judges and does not answer is a failure of these tests, never a skip.
"""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cantine.billing.documents import (
    PLACEHOLDER,
    CannotCheck,
    Checker,
    Finding,
    Severity,
    check,
    check_schema,
    checks,
    xml_of,
)
from cantine.billing.rules import Adjustment, Document, Kind, Terms, document_from_json, draft
from cantine.billing.tests.facturx_documents import (
    ASSOCIATION,
    BANK,
    COMPANY,
    COOPERATIVE,
    DEPOSIT,
    EXEMPT,
    FRANCHISE,
    MIXED,
    OUTSIDE,
    TEN,
    TERMS,
    TWENTY,
    VALID,
    document,
    line,
)
from cantine.kernel.money import share_of
from cantine.pricing.rules import Unit, Vat

pytestmark = pytest.mark.programs
GOLDEN = Path(__file__).with_name("facturx_golden.xml")
NAMES = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
}


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker() as kept:
        yield kept


def read(xml: bytes, *steps: str) -> list[str]:
    """The text of every element on a path: ``read(xml, "ram:SellerTradeParty", "ram:Name")``."""
    return [each.text or "" for each in etree.fromstring(xml).iterfind(".//" + "/".join(steps), NAMES)]


def broken(found: tuple[Finding, ...]) -> set[str]:
    return {each.rule for each in found if each.severity is Severity.ERROR}


@pytest.mark.parametrize("case", VALID)
def test_every_case_keeps_the_schema_and_the_rules_of_europe_and_of_france(checker: Checker, case: str) -> None:
    assert checker.check(xml_of(VALID[case])) == ()


WRONG = {
    "a SIREN of five digits": (document(seller=replace(COOPERATIVE, siren="12345", siret="")), {"BR-FR-10_BT-30", "BR-FR-32-LEGALID"}),
    "a rate of 21 %": (document(line(vat=Vat(rate=Decimal(21)))), {"BR-FR-16_BT-119", "BR-FR-16_BT-152"}),
    "no word on late payment": (document(terms=Terms()), {"BR-FR-05_BT-22_PMD", "BR-FR-05_BT-22_PMT", "BR-FR-05_BT-22_AAB"}),
    "a credit note of nothing": (document(kind=Kind.CREDIT_NOTE), {"BR-FR-CO-05_BT-3"}),
    "a business without a SIREN": (
        document(buyer=replace(COMPANY, siren="", siret="", email="a@b.example")), {"BR-FR-11_BT-47", "BR-FR-21_BT-49"},
    ),
    "a number with a space": (document(number="FA 42"), {"BR-FR-02_BT-1"}),
    "due before it is issued": (document(due_on=date(2026, 2, 1)), {"BR-FR-CO-07_BT-9"}),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_breaks_a_rule_is_found(checker: Checker, case: str) -> None:
    wrong, rules = WRONG[case]
    assert broken(checker.check(xml_of(wrong))) == rules


def test_a_total_that_does_not_add_up_is_found(checker: Checker) -> None:
    wrong = replace(document(), gross_cents=14401)
    assert broken(checker.check(xml_of(wrong))) == {"BR-CO-15"}


def test_what_is_no_invoice_is_refused_by_the_schema_alone() -> None:
    assert [each.rule for each in check_schema(b"<invoice/>")] == ["XSD"]
    assert [each.rule for each in check_schema(b"not xml")] == ["XML"]
    assert [each.rule for each in check_schema("<été/>".encode("latin-1"))] == ["XML"]


def test_the_invoice_of_a_mixed_document_is_the_one_kept_here() -> None:
    mixed = document(*MIXED, deposits=(DEPOSIT,), user="Odile Martin", reference="Bon 12", note="Merci !")
    made = xml_of(mixed)
    assert made == GOLDEN.read_bytes()
    assert xml_of(document_from_json(mixed.to_json())) == made


@pytest.mark.parametrize(
    ("case", "framework"),
    [("20 %", "S1"), ("on debits", "B1"), ("mixed rates with a member’s discount", "M1"), ("final after a deposit", "S4"),
     ("final with nothing left", "S4"), ("paid at the counter", "S2"), ("deposit", "S1"), ("credit note", "S1")],
)  # fmt: skip
def test_the_framework_says_what_is_sold_and_what_was_paid(case: str, framework: str) -> None:
    assert read(xml_of(VALID[case]), "ram:BusinessProcessSpecifiedDocumentContextParameter", "ram:ID") == [framework]


@pytest.mark.parametrize(
    ("case", "road"),
    [("20 %", "B2B"), ("franchise", "B2B"), ("exempt", "OUTOFSCOPE"), ("outside VAT", "OUTOFSCOPE"), ("to a person", "B2C"),
     ("to an association", "B2C"), ("to a town", "B2B"), ("to a firm of the Union", "B2BINT"), ("to a person abroad", "B2CINT")],
)  # fmt: skip
def test_a_note_says_which_road_an_invoice_takes(case: str, road: str) -> None:
    notes = etree.fromstring(xml_of(VALID[case])).iterfind(".//ram:IncludedNote", NAMES)
    said = {
        each.findtext("ram:SubjectCode", namespaces=NAMES): each.findtext("ram:Content", namespaces=NAMES)
        for each in notes
    }
    assert said["BAR"] == road


@pytest.mark.parametrize(
    ("case", "category", "code"),
    [("franchise", "E", "VATEX-FR-FRANCHISE"), ("exempt", "E", "VATEX-FR-CGI261-7"), ("outside VAT", "O", "VATEX-EU-O"),
     ("to a firm of the Union", "AE", "VATEX-EU-AE")],
)  # fmt: skip
def test_what_bears_no_vat_says_why(case: str, category: str, code: str) -> None:
    made = xml_of(VALID[case])
    assert read(made, "ram:ApplicableHeaderTradeSettlement", "ram:ApplicableTradeTax", "ram:CategoryCode") == [category]
    assert read(made, "ram:ExemptionReasonCode") == [code]


def test_a_member_sees_what_moved_a_line() -> None:
    moves = (Adjustment("Membre −30 %", -3600), Adjustment("Nuit", 250))
    made = xml_of(document(line(adjustments=moves)))
    assert read(made, "ram:SpecifiedTradeAllowanceCharge", "ram:Reason") == ["Membre −30 %", "Nuit"]
    assert read(made, "ram:SpecifiedTradeAllowanceCharge", "ram:ActualAmount") == ["36.00", "2.50"]
    assert read(made, "ram:SpecifiedTradeSettlementLineMonetarySummation", "ram:LineTotalAmount") == ["86.50"]


def test_a_payer_finds_its_own_words_where_it_looks_for_them() -> None:
    town = xml_of(VALID["to a town"])
    assert read(town, "ram:BuyerReference") == ["SERV-01"]
    assert read(town, "ram:BuyerOrderReferencedDocument", "ram:IssuerAssignedID") == ["EJ2026-77"]
    assert read(town, "ram:ShipToTradeParty", "ram:Name") == ["École Jules-Verne"]
    assert "Bon 12" in read(town, "ram:IncludedNote", "ram:Content")


@pytest.mark.parametrize("nameless", [document(line("\x00 ")), document(buyer=replace(COMPANY, name=""))])
def test_what_has_no_name_can_not_be_written(nameless: Document) -> None:
    with pytest.raises(ValueError, match="names its seller, its buyer and each of its lines"):
        xml_of(nameless)


def test_a_draft_has_a_placeholder_for_a_number() -> None:
    assert read(xml_of(VALID["draft"]), "rsm:ExchangedDocument", "ram:ID") == [PLACEHOLDER]


amounts = st.integers(-(10**5), 10**6)
lines = st.builds(
    line,
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(lambda text: f"Café {text}"),
    st.decimals(-5000, 10**6, places=2).map(str),
    quantity=st.decimals("0.01", 500, places=2).map(str),
    unit=st.sampled_from(Unit),
    vat=st.sampled_from([TWENTY, TEN, Vat(rate=Decimal("5.5")), FRANCHISE, EXEMPT, OUTSIDE]),
    adjustments=st.lists(st.builds(Adjustment, st.just("Remise"), amounts), max_size=2).map(tuple),
    first_day=st.none() | st.dates(date(2026, 1, 1), date(2026, 2, 28)),
)
documents = st.builds(
    draft,
    kind=st.sampled_from([Kind.INVOICE, Kind.DEPOSIT]),
    seller=st.sampled_from([COOPERATIVE, ASSOCIATION]),
    buyer=st.just(COMPANY),
    lines=st.lists(lines, min_size=1, max_size=5),
    number=st.just("FA2026-000042"),
    issued_on=st.just(date(2026, 3, 1)),
    due_on=st.none() | st.just(date(2026, 3, 31)),
    bank=st.none() | st.just(BANK),
    terms=st.just(TERMS),
    deposits=st.just(()) | st.just((DEPOSIT,)),
)


@settings(max_examples=40, deadline=None)
@given(made=documents)
def test_any_document_has_its_schema_and_its_totals(made: Document) -> None:
    xml = xml_of(made)
    assert check_schema(xml) == ()
    assert cents(xml, "ram:TaxBasisTotalAmount") == [made.net_cents]
    assert cents(xml, "ram:GrandTotalAmount") == [made.gross_cents]
    assert cents(xml, "ram:DuePayableAmount") == [made.due_cents]
    assert sum(cents(xml, "ram:ApplicableTradeTax", "ram:BasisAmount")) == made.net_cents
    assert sum(cents(xml, "ram:ApplicableTradeTax", "ram:CalculatedAmount")) == made.vat_cents
    assert all(group.vat_cents == share_of(group.net_cents, group.vat.rate) for group in made.groups)


@settings(max_examples=15, deadline=None, database=None)
@given(made=documents)
def test_any_document_keeps_the_rules(checker: Checker, made: Document) -> None:
    assert checker.check(xml_of(made)) == ()


def cents(xml: bytes, *steps: str) -> list[int]:
    return [int(Decimal(text) * 100) for text in read(xml, *steps)]


def test_a_document_is_checked_in_one_call() -> None:
    assert check(document()) == ()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program that finds nothing wrong, at once."""
    program = tmp_path / "quick.py"
    program.write_text("import sys\nfor line in sys.stdin:\n    print('[]', flush=True)\n")
    monkeypatch.setattr(checks, "PROGRAM", program)


@pytest.mark.usefixtures("quick")
def test_a_new_program_is_started_after_so_many() -> None:
    with Checker(many=2) as checker:
        started = []
        for _time in range(4):
            checker.check(xml_of(document()))
            started.append(checker.pid)
        assert started[0] == started[1] != started[2] == started[3]
    assert checker.pid is None


@pytest.mark.usefixtures("quick")
def test_a_program_that_died_is_started_again() -> None:
    with Checker() as checker:
        checker.check(xml_of(document()))
        assert checker.pid
        os.kill(checker.pid, signal.SIGKILL)
        os.waitid(os.P_PID, checker.pid, os.WEXITED | os.WNOWAIT)
        assert checker.check(xml_of(document())) == ()


def test_a_program_that_can_not_run_is_a_failure_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "PROGRAM", Path("/nowhere/schematron.py"))
    with Checker() as checker, pytest.raises(CannotCheck, match="Install the dependencies anew"):
        checker.check(xml_of(document()))


def test_a_program_that_never_answers_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    deaf = tmp_path / "deaf.py"
    deaf.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(checks, "PROGRAM", deaf)
    with Checker(patience_seconds=0.2) as checker, pytest.raises(CannotCheck):
        checker.check(xml_of(document()))
