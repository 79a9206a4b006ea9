"""How files are read: whoever saved them, with whatever program, and however broken."""

from contextlib import suppress
from datetime import UTC, date, datetime
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cantine.kernel import Refused
from cantine.kernel.formulas import RISKY, neutral, plain
from cantine.web.rules import (
    MAPPINGS,
    KnownHouse,
    plan_bookings,
    plan_members,
    plan_resources,
    read_table,
)
from cantine.web.rules.cells import day_in, decimal_in, moment_in, whole_in, yes_in

PARIS = ZoneInfo("Europe/Paris")
HOUSE = KnownHouse(zone=PARIS, rooms={}, people={}, names={})


def refusal_of(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        list(read_table(data).rows())
    return caught.value.refusals[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_the_same_however_it_was_saved(encoding: str, delimiter: str, end: str) -> None:
    lines = [f"Prénom{delimiter}Œuvre", f'Élodie{delimiter}"deux{end}lignes"', "", f"Zoé{delimiter}"]
    table = read_table(end.join(lines).encode(encoding))
    assert table.header == ("Prénom", "Œuvre")
    assert [(row.line, row.cells) for row in table.rows()] == [(2, ("Élodie", "deux\nlignes")), (5, ("Zoé", ""))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b" \r\n\t ", "file.empty"),
        (b"\xef\xbb\xbf", "file.empty"),
        (b"name,email\n", "file.no_line"),
        (b"-;!\n1;2\n", "file.no_heading"),
        (b"E-mail;email\na;b\n", "file.heading_twice"),
        (b"a;b\n1\x00;2\n", "file.nul"),
        (b"\xff\xfea\x00;\x00", "file.encoding"),
        (b"a;b\n\xe9;\x81\n", "file.encoding"),
        (b"PK\x03\x04rest", "file.spreadsheet"),
        (b'a;b\n"never closed;2\n', "file.unreadable"),
        (b'a;b\n"x"y;2\n', "file.unreadable"),
        (b"a;b\n1;2;3\n", "file.too_many_cells"),
        (b"x" * (20 * 1024 * 1024 + 1), "file.too_large"),
        (b"a\n" + b"1\n" * 100_001, "file.too_many_lines"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, code: str) -> None:
    assert refusal_of(data) == code


@pytest.mark.parametrize(
    "text", ["14/04/2026", "14/4/2026", "14.04.2026", "14-04-2026", "2026-04-14", "2026/04/14", "14/04/2026 09:30"]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_in(text) == date(2026, 4, 14)


@pytest.mark.parametrize(
    "text", ["", "demain", "31/02/2026", "14/04/26", "04/2026", "14/04/20261", "00/00/0000", "14/04/9999"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        day_in(text)


@pytest.mark.parametrize(
    "text",
    ["14/04/2026 09:30", "14/04/2026 9h30", "14/04/2026 à 09h30", "2026-04-14T09:30:00", "2026-04-14 07:30:00 +0000",
     "2026-04-14T07:30:00Z", "2026-04-14 09:30:00.000+02:00", "2026/04/14 09:30:00 +0200"],
)  # fmt: skip
def test_a_moment_is_on_the_clock_of_the_place_unless_it_says_otherwise(text: str) -> None:
    assert moment_in(text, zone=PARIS) == datetime(2026, 4, 14, 7, 30, tzinfo=UTC)


def test_the_hour_that_spring_leaves_out_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        moment_in("29/03/2026 02:30", zone=PARIS)
    assert caught.value.refusals[0].code == "cell.moment_skipped"


@pytest.mark.parametrize(
    "text", ["14/04/2026", "14/04/2026 25:00", "14/04/2026 09:75", "14/04/2026 midi", "14/04/2026 09:30 +99:00"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        moment_in(text, zone=PARIS)


def test_numbers_are_french_or_not() -> None:
    assert [str(decimal_in(text)) for text in ("12,5", "1 234,50", "1\u202f234.5", "-3")] == [
        "12.5",
        "1234.50",
        "1234.5",
        "-3",
    ]
    assert whole_in("1 200") == 1200
    assert [yes_in(text) for text in ("Oui", "NON", "yes", "Faux")] == [True, False, True, False]


@given(st.text())
def test_the_mark_against_formulas_comes_off(text: str) -> None:
    marked = neutral(text)
    assert plain(marked) == text
    assert not marked or marked[0] not in RISKY


@given(st.text(min_size=1))
def test_a_cell_without_the_mark_is_itself(text: str) -> None:
    if text[0] != "'":
        assert plain(text) == text


CELLS = st.sampled_from(
    [
        "a@b.fr",
        "Salle",
        "14/04/2026 09:30",
        "2026-04-14",
        "",
        "=1+1",
        "é",
        '"',
        "\n",
        "'",
        ";",
        ",",
        "\t",
        "\x81",
        "0",
        "-",
        "x" * 300,
    ]
)
LINES = st.lists(st.lists(CELLS, max_size=6).map(";".join), max_size=30).map("\n".join)
HEADS = st.sampled_from(["email;name;role;depuis;siren", "nom;sorte;postes", "ressource;début;fin;courriel", "", "a"])


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=3000),
        st.text(max_size=2000).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.tuples(HEADS, LINES).map(lambda pair: "\n".join(pair).encode("cp1252", "replace")),
        st.tuples(HEADS, LINES, st.binary(max_size=20)).map(lambda three: "\n".join(three[:2]).encode() + three[2]),
    ),
    st.sampled_from(sorted(MAPPINGS)),
)
def test_any_bytes_are_read_or_refused_cleanly_and_quickly(data: bytes, mapping: str) -> None:
    began = monotonic()
    for plan in (
        lambda table: plan_members(table, mapping=mapping, known={}, today=date(2026, 3, 10)),
        lambda table: plan_resources(table, mapping=mapping, known={}, kinds={"salle": "room", "desk": "desk"}),
        lambda table: plan_bookings(table, mapping=mapping, house=HOUSE),
    ):
        with suppress(Refused):
            plan(read_table(data))
    assert monotonic() - began < 1


@pytest.mark.parametrize(
    "data",
    [
        b'email\n"' + b"a\n" * 200_000,
        b"email\n" + b'""' * 300_000,
        b"email;" * 100_000 + b"\nx",
        b"email\n" + b"," * 1_000_000,
    ],
)
def test_a_hostile_file_is_refused_within_a_second(data: bytes) -> None:
    began = monotonic()
    with pytest.raises(Refused):
        plan_members(read_table(data), mapping="cantine", known={}, today=date(2026, 3, 10))
    assert monotonic() - began < 1
