"""A table of costs, read without writing anything; the days of a grant."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cantine.funding.rules import Spent, read_sheet, used_until
from cantine.funding.rules.costs import check_cost_day
from cantine.kernel import Refusal

NAMES = {"": "", "loyer": "rent", "salaires": "wages"}
ACTIVITIES = {"": "house", "programmation": "programme"}
HEAD = "Date;Libellé;Montant HT;TVA;Catégorie;Fournisseur;Payé le;Activité\n"


def test_a_line_is_read_whole() -> None:
    read = read_sheet(
        HEAD + "01/02/2026;Loyer de février;1 200,50 €;240,10;Loyer;SCI du Passage;2026-02-03;\n", NAMES, ACTIVITIES
    )
    assert read.wrong == ()
    assert read.rows == (
        Spent(
            what="Loyer de février", day=date(2026, 2, 1), net_cents=120_050, vat_cents=24_010, category="rent",
            supplier="SCI du Passage", activity="house", paid_on=date(2026, 2, 3),
        ),
    )  # fmt: skip


def test_a_cost_of_a_day_to_come_is_refused() -> None:
    today = date(2026, 11, 29)
    days = {today: [], date(2026, 11, 30): ["cost_day_to_come"], date(2028, 9, 15): ["cost_day_to_come"]}
    for day, codes in days.items():
        spent = Spent(what="Encre", day=day, net_cents=2_000)
        assert [each.code for each in check_cost_day(spent, today)] == codes


def test_two_wrong_lines_among_five_thousand_are_each_said() -> None:
    lines = [f"01/02/2026;Achat {number};10;;;;;" for number in range(5_000)]
    lines[1_000], lines[4_000] = "31/02/2026;Achat;10;;;;;", "01/02/2026;Achat;dix euros;;;;;"
    read = read_sheet(HEAD + "\n".join(lines), NAMES, ACTIVITIES)
    assert len(read.rows) == 4_998
    assert [(each.number, each.refusal) for each in read.wrong] == [
        (1_002, Refusal("sheet_day_wrong", {"said": "31/02/2026"})),
        (4_002, Refusal("sheet_amount_wrong", {"said": "dix euros"})),
    ]


def test_a_table_without_amounts_says_which_column_is_missing() -> None:
    read = read_sheet("Date;Libellé\n01/02/2026;Loyer\n", NAMES, ACTIVITIES)
    assert [each.refusal for each in read.wrong] == [Refusal("sheet_column_missing", {"column": "amount"})]


def test_a_table_of_english_commas_is_read_too() -> None:
    read = read_sheet("day,what,amount\n2026-02-01,Rent,1200\n", NAMES, ACTIVITIES)
    assert [(each.what, each.net_cents) for each in read.rows] == [("Rent", 120_000)]


@given(st.text(max_size=300))
def test_any_text_is_read_without_falling(text: str) -> None:
    read = read_sheet(text, NAMES, ACTIVITIES)
    assert read.total_cents == sum(each.net_cents for each in read.rows)
    assert [each for each in read.rows if not each.what or each.net_cents <= 0] == []


@given(st.integers(1, 10**9), st.integers(0, 2_000), st.integers(-500, 3_000))
def test_what_a_grant_served_for_grows_from_nothing_to_all(cents: int, days: int, after: int) -> None:
    first = date(2026, 1, 1)
    last, day = date.fromordinal(first.toordinal() + days), date.fromordinal(first.toordinal() + after)
    used = used_until(cents, first, last, day)
    assert 0 <= used <= cents
    assert used_until(cents, first, last, last) == cents
    assert used_until(cents, first, last, date.fromordinal(first.toordinal() - 1)) == 0
