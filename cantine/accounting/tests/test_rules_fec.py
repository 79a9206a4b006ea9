"""What is written passes the checker, whatever it is; and each way to spoil the file is caught."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.rules import FecLine, check_fec, fec_bytes, fec_name

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NAME = "999900012FEC20261231.txt"
days = st.dates(FIRST, LAST)
words = st.text(min_size=1, max_size=30).filter(str.strip)
accounts = st.from_regex(r"[1-9][0-9]{2}[0-9]{0,5}", fullmatch=True)


@st.composite
def entries(draw: Any) -> list[FecLine]:
    """A year: an opening, then entries of two journals in the order in which they were validated."""
    counts = {"AN": 0, "VE": 0, "BQ": 0}
    valid = FIRST
    lines: list[FecLine] = []
    journals = [
        *draw(st.sampled_from([[], ["AN"]])),
        *draw(st.lists(st.sampled_from(["VE", "BQ"]), min_size=1, max_size=6)),
    ]
    for journal in journals:
        counts[journal] += 1
        valid += timedelta(days=draw(st.integers(0, 20)))
        amounts = draw(st.lists(st.integers(1, 10**8), min_size=1, max_size=3))
        third = draw(st.sampled_from(["", "C42"]))
        head = FecLine(
            journal=journal, journal_name=draw(words), number=counts[journal], day=draw(days), account=draw(accounts),
            account_name=draw(words), third=third, third_name=draw(words) if third else "", piece=draw(words),
            piece_day=draw(days), label=draw(words), debit_cents=sum(amounts), credit_cents=0,
            lettering=draw(st.sampled_from(["", "A"])), valid_on=valid,
        )  # fmt: skip
        head = replace(head, lettered_on=LAST if head.lettering else None)
        plain = replace(head, third="", third_name="", lettering="", lettered_on=None, debit_cents=0)
        lines += [head, *(replace(plain, account=draw(accounts), credit_cents=amount) for amount in amounts)]
    return lines


def findings(content: bytes, name: str = NAME) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in check_fec(content, name=name, first_day=FIRST, last_day=LAST)]


@given(entries())
def test_what_the_writer_writes_passes(lines: list[FecLine]) -> None:
    content = fec_bytes(lines)
    assert findings(content, fec_name("999900012", LAST)) == []
    assert content.count(b"\r\n") == len(lines) + 1


def test_a_line_is_written_as_the_law_says() -> None:
    assert fec_bytes([SALE[0]]).decode("iso-8859-15").split("\r\n")[1].split("\t") == [
        "VE", "Ventes", "VE000001", "20260301", "411", "Clients", "C1", "Café de l'Œuvre - Été", "F1", "20260228",
        "Salle \"Rouge\", 3 h", "1234,50", "0,00", "A", "20260401", "20260302", "", "",
    ]  # fmt: skip


def test_a_letter_that_the_encoding_lacks_is_said_otherwise() -> None:
    told = fec_bytes([replace(SALE[0], label="Ðuro Ā 東京 ő")]).decode("iso-8859-15").split("\t")
    assert told[-8] == "Ðuro A ?? o"


COMMON = {
    "journal": "VE", "journal_name": "Ventes", "piece": "F1", "piece_day": date(2026, 2, 28), "day": date(2026, 3, 1),
    "label": "Salle “Rouge”, 3\u00a0h", "valid_on": date(2026, 3, 2),
}  # fmt: skip


def line(number: int, account: str, debit: int, credit: int, **changes: Any) -> FecLine:
    values: dict[str, Any] = {**COMMON, "number": number, "account": account, "account_name": "Clients", **changes}
    return FecLine(debit_cents=debit, credit_cents=credit, **values)


SALE = [
    line(
        1, "411", 123450, 0, third="C1", third_name="Café de l’Œuvre – Été", lettering="A", lettered_on=date(2026, 4, 1)
    ),
    line(1, "706", 0, 123450),
]
YEAR = [
    line(1, "512", 100, 0, journal="AN", journal_name="À-nouveaux", day=FIRST),
    line(1, "102", 0, 100, journal="AN", journal_name="À-nouveaux", day=FIRST),
    *SALE,
    line(2, "411", 50, 0, valid_on=date(2026, 3, 5)),
    line(2, "706", 0, 50, valid_on=date(2026, 3, 5)),
]


def test_the_year_that_is_spoiled_below_is_right() -> None:
    assert findings(fec_bytes(YEAR)) == []


# The second line of the first sale after the second sale.
IN_PIECES = [
    (4, "entry_unbalanced"), (7, "entry_in_pieces"), (7, "entry_unbalanced"), (7, "number_does_not_follow"),
    (7, "not_as_validated"),
]  # fmt: skip


def cell(row: int, column: int, value: str) -> Callable[[bytes], bytes]:
    """Write ``value`` in a cell of the file, whose first line is 1."""

    def spoil(content: bytes) -> bytes:
        rows = [each.split("\t") for each in content.decode("iso-8859-15").split("\r\n")]
        rows[row - 1][column] = value
        return "\r\n".join("\t".join(cells) for cells in rows).encode("iso-8859-15")

    return spoil


def moved(order: list[int]) -> Callable[[bytes], bytes]:
    """The lines of the year in another order; one that is left out is gone."""
    return lambda _content: fec_bytes([YEAR[each] for each in order])


@pytest.mark.parametrize(
    ("spoil", "caught"),
    [
        (cell(1, 0, "Journal"), [(1, "head_wrong")]),
        (lambda content: content.replace(b"\tA\t", b"\t", 1), [(4, "columns_wrong"), (5, "entry_unbalanced")]),
        *((cell(4, column, ""), [(4, "field_empty")]) for column in (1, 4, 5, 8, 9, 10)),
        (cell(4, 11, ""), [(4, "field_empty"), (4, "one_side_only"), (4, "entry_unbalanced")]),
        (cell(4, 6, ""), [(4, "third_half_said")]),
        (cell(4, 7, ""), [(4, "third_half_said")]),
        (cell(4, 13, ""), [(4, "lettering_half_said")]),
        (cell(4, 14, ""), [(4, "lettering_half_said")]),
        (cell(4, 9, "28/02/2026"), [(4, "day_wrong")]),
        (cell(4, 9, "20260230"), [(4, "day_wrong")]),
        (cell(4, 14, "2026041"), [(4, "day_wrong")]),
        (cell(4, 4, "41"), [(4, "account_wrong")]),
        (cell(4, 11, "1234.50"), [(4, "amount_wrong"), (4, "entry_unbalanced")]),
        (cell(4, 11, "1 234,50"), [(4, "amount_wrong"), (4, "entry_unbalanced")]),
        (cell(4, 11, "1234,51"), [(4, "entry_unbalanced")]),
        (cell(4, 12, "1,00"), [(4, "one_side_only"), (4, "entry_unbalanced")]),
        (cell(4, 3, "20260302"), [(4, "entry_on_two_days")]),
        (moved([0, 1, 2, 4, 5, 3]), IN_PIECES),
        (moved([2, 3, 0, 1, 4, 5]), [(4, "opening_not_first")]),
        (moved([0, 1, 4, 5, 2, 3]), [(4, "number_does_not_follow"), (6, "number_does_not_follow"), (6, "not_as_validated")]),
        (moved([0, 1, 4, 5]), [(4, "number_does_not_follow")]),
        (moved([2, 3, 4]), [(4, "entry_unbalanced")]),
    ],
)  # fmt: skip
def test_each_way_to_spoil_the_file_is_caught(spoil: Callable[[bytes], bytes], caught: list[tuple[int, str]]) -> None:
    assert findings(spoil(fec_bytes(YEAR))) == caught


def test_a_day_outside_the_year_and_a_wrong_name_are_caught() -> None:
    early = [replace(each, day=date(2025, 12, 31)) for each in SALE]
    assert findings(fec_bytes(early)) == [(2, "day_outside_the_year"), (3, "day_outside_the_year")]
    for name in ("FEC20261231.txt", "999900012FEC20251231.txt", "999900012FEC20261231.csv"):
        assert findings(fec_bytes(SALE), name) == [(0, "name_wrong")]


@given(entries(), st.data())
def test_an_amount_changed_or_a_line_lost_is_always_caught(lines: list[FecLine], data: Any) -> None:
    which = data.draw(st.integers(0, len(lines) - 1))
    touched = lines[which]
    changed = replace(
        touched,
        debit_cents=touched.debit_cents + (touched.debit_cents > 0),
        credit_cents=touched.credit_cents + (touched.credit_cents > 0),
    )
    assert "entry_unbalanced" in {
        code for _line, code in findings(fec_bytes([*lines[:which], changed, *lines[which + 1 :]]))
    }
    assert findings(fec_bytes([*lines[:which], *lines[which + 1 :]])) != []
