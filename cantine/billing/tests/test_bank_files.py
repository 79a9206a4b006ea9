"""What a bank writes is read back the same, in each of its formats; what is wrong is said with its line, and nothing is taken."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.billing.documents.bank import read_file
from cantine.billing.rules.bank import BankLine, Columns, Reading, keyed, table_of
from cantine.billing.rules.bank.cfonb import _account
from cantine.billing.rules.bank.table import COMMA, POINT, amount_of, decimal_mark
from cantine.billing.tests.bank_files import IBAN, V02, V08, a_camt, a_cfonb, a_table
from cantine.core import refusals

WORDS = (
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789é", min_size=1, max_size=28)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
PAYER_IBAN = "FR1420041010050500013M02606"
LINES = st.lists(
    st.builds(
        BankLine, day=st.dates(date(2001, 1, 1), date(2090, 1, 1)), value_day=st.dates(date(2001, 1, 1), date(2090, 1, 1)),
        cents=st.integers(-(10**9), 10**9).filter(bool), label=WORDS, counterparty=WORDS,
        iban=st.sampled_from(["", PAYER_IBAN]), reference=st.sampled_from(["", "FA2026-000042", "Loyer été"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def lines_of(reading: Reading) -> list[BankLine]:
    assert reading.wrong == ()
    return [replace(line, bank_key="") for each in reading.statements for line in each.lines]


@given(lines=LINES, version=st.sampled_from([V02, V08]), opening=st.integers(-(10**9), 10**9))
def test_what_is_written_as_camt_is_read_back_the_same(lines: list[BankLine], version: str, opening: int) -> None:
    reading = read_file(a_camt(lines, version=version, opening=opening))
    assert lines_of(reading) == lines
    assert (reading.statements[0].account, reading.statements[0].opening_cents) == (IBAN, opening)


@given(lines=LINES, opening=st.integers(-(10**9), 10**9))
def test_what_is_written_as_cfonb_is_read_back_the_same(lines: list[BankLine], opening: int) -> None:
    assert lines_of(read_file(a_cfonb(lines, opening=opening))) == lines


@given(
    lines=LINES,
    delimiter=st.sampled_from(";,"),
    encoding=st.sampled_from(["utf-8-sig", "iso-8859-15"]),
    split=st.booleans(),
)
def test_what_is_written_as_a_table_is_read_back_the_same(
    lines: list[BankLine], delimiter: str, encoding: str, split: bool
) -> None:
    assert lines_of(read_file(a_table(lines, delimiter=delimiter, encoding=encoding, split=split))) == lines


def a_line(cents: int = 4800, label: str = "VIR ODILE", day: date = date(2026, 11, 3)) -> BankLine:
    return BankLine(day, day, cents, label, "ODILE MARTIN")


def test_every_format_names_the_same_french_account() -> None:
    record = a_cfonb([a_line()]).decode("iso-8859-15").splitlines()[0]
    assert _account(record) == IBAN


def test_lines_that_are_alike_have_their_rank_and_the_same_file_the_same_keys() -> None:
    (once,) = read_file(a_camt([a_line(), a_line(), a_line(100)])).statements
    (longer,) = read_file(a_camt([a_line(day=date(2026, 11, 2)), a_line(), a_line(), a_line(100)])).statements
    assert len({line.bank_key for line in once.lines}) == 3
    assert longer.lines[1:] == once.lines


def test_a_bank_that_uses_its_reference_again_loses_no_line() -> None:
    lines = tuple(replace(a_line(day=date(2026, 11, day)), bank_key="REF1") for day in (3, 4))
    from cantine.billing.rules.bank import Statement

    assert len({line.bank_key for line in keyed(Statement("", None, None, lines)).lines}) == 2


@pytest.mark.parametrize("write", [a_camt, a_cfonb])
def test_lines_that_do_not_lead_to_the_closing_balance_are_refused(write: object) -> None:
    reading = read_file(write([a_line()], opening=100, closing=100))  # type: ignore[operator]
    assert [each.code for each in reading.wrong] == ["bank_balance_wrong"]
    assert reading.statements == ()


BATCH = """<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-03</Dt></BookgDt><NtryDtls>
<TxDtls><Amt Ccy="EUR">10.00</Amt><RltdPties><Dbtr><Nm>Ana</Nm></Dbtr></RltdPties></TxDtls>
<TxDtls><Amt Ccy="EUR">20.00</Amt><RltdPties><Dbtr><Nm>Bo</Nm></Dbtr></RltdPties></TxDtls></NtryDtls></Ntry>"""
BACK = """<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>
<Sts>BOOK</Sts><BookgDt><Dt>2026-11-03</Dt></BookgDt></Ntry>"""
PENDING = BACK.replace("BOOK", "PDNG")


def with_entries(*entries: str) -> bytes:
    return a_camt([], opening=0, closing=0).replace(b"</Stmt>", "".join(entries).encode() + b"</Stmt>")


def test_a_batch_is_opened_a_reversal_keeps_its_direction_and_what_is_pending_waits() -> None:
    lines = lines_of(read_file(with_entries(BATCH, BACK, PENDING)))
    assert [(line.cents, line.counterparty, line.reversal) for line in lines] == [
        (1000, "Ana", False), (2000, "Bo", False), (-3000, "", True),
    ]  # fmt: skip


def test_a_batch_that_does_not_add_up_stays_one_line() -> None:
    lines = lines_of(read_file(with_entries(BATCH.replace("20.00", "19.00"), BACK)))
    assert [line.cents for line in lines] == [3000, -3000]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_declares_entities_is_refused_before_it_is_read(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert [each.code for each in read_file(bomb.encode(encoding)).wrong] == ["bank_xml_unsafe"]


@pytest.mark.parametrize("write", [a_camt, a_cfonb, a_table])
def test_two_bad_lines_among_five_thousand_are_told_with_their_number(write: object) -> None:
    content = write([a_line(label=f"VIR {number}") for number in range(5000)])  # type: ignore[operator]
    rows = content.split(b"\n")
    for at in (10, 4000):
        rows[at] = rows[at].replace(b"48,00", b"abc").replace(b"48.00", b"abc").replace(b"0000480{", b"00004X0{")
    if write is a_cfonb:  # every other record is about who paid
        for at in (9, 3999):
            rows[at] = rows[at].replace(b"0000480{", b"00004X0{")
    wrong = read_file(b"\n".join(rows)).wrong
    assert [each.code for each in wrong] == ["bank_amount_wrong"] * 2
    assert len({each.context["line"] for each in wrong}) == 2
    assert all(int(str(each.context["line"])) in {10, 11, 4000, 4001} for each in wrong)


@pytest.mark.parametrize("write", [a_camt, a_cfonb, a_table])
def test_five_thousand_lines_are_read_within_two_seconds(write: object) -> None:
    content = write([a_line(label=f"VIR {number}") for number in range(5000)])  # type: ignore[operator]
    began = time.process_time()
    assert len(lines_of(read_file(content))) == 5000
    assert time.process_time() - began < 2


def test_a_table_whose_titles_are_not_known_asks_and_takes_what_a_person_chose() -> None:
    content = b"Compte;FR76\n\nJour;Quoi;Combien\n03/11/2026;VIR ODILE;48,00\n"
    reading = read_file(content)
    assert [(each.code, each.context["missing"]) for each in reading.wrong] == [
        ("bank_columns_unsure", ("day", "label", "amount"))
    ]
    (line,) = lines_of(read_file(content, columns=Columns(day=0, label=1, amount=2)))
    assert (line.day, line.cents, line.label) == (date(2026, 11, 3), 4800, "VIR ODILE")


def test_two_columns_that_claim_the_same_are_asked_about() -> None:
    table = table_of("Date;Date operation;Libellé;Montant\n03/11/2026;03/11/2026;A;1,00\n")
    assert table is not None
    assert table.columns == Columns(label=2, amount=3)


@pytest.mark.parametrize(
    ("said", "mark", "cents"),
    [
        ("1 234,56", COMMA, 123456), ("1\u202f234,56 €", COMMA, 123456), ("-12.50", POINT, -1250), ("1,234.56", POINT, 123456),
        ("1.234,56", COMMA, 123456), ("12,345", POINT, 1234500), ("12.345", COMMA, 1234500), ("12,345", COMMA, None),
        ("12.345", POINT, None), ("+45", COMMA, 4500), ("12,345,6", COMMA, None), ("1e5", COMMA, None), ("", COMMA, None),
        ("douze", COMMA, None),
    ],
)  # fmt: skip
def test_amounts_are_read_as_french_and_english_banks_write_them(said: str, mark: str, cents: int | None) -> None:
    assert amount_of(said, mark=mark) == cents


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ([], COMMA), (["12,345"], COMMA), (["12,345", "7,50"], COMMA), (["12,345", "7.50"], POINT), (["1,234.567"], POINT),
        (["-12.50", "1,234"], POINT), (["1.234,5"], COMMA), (["7.50", "7,50"], COMMA), (["1.234"], COMMA),
    ],
)  # fmt: skip
def test_the_decimal_mark_is_of_the_whole_file_and_the_comma_unless_it_says_so(said: list[str], mark: str) -> None:
    assert decimal_mark(said) == mark


def test_three_decimals_are_refused_with_a_sentence_and_never_read_as_thousands() -> None:
    content = "Date;Libellé;Montant\n03/11/2026;A;7,50\n03/11/2026;B;12,345\n".encode()
    (wrong,) = read_file(content).wrong
    assert (wrong.code, wrong.context["line"], wrong.context["said"]) == ("bank_decimals_wrong", 3, "12,345")
    assert refusals.sentence(wrong) != "bank decimals wrong"


def test_what_is_no_bank_file_is_said_to_be_none() -> None:
    assert [each.code for each in read_file(b"hello").wrong] == ["bank_file_unknown"]
    assert [each.code for each in read_file(b"<a><b></a>").wrong] == ["bank_xml_wrong"]
    assert [each.code for each in read_file(b"<a/>").wrong] == ["bank_file_unknown"]
