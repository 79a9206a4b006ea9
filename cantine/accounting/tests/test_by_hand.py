"""Entries by hand: what is refused and why, once however often it is sent, patterns, the page, and the file for Paheko."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import commands, queries, rules
from cantine.accounting.models import EntryPattern
from cantine.accounting.rules import HandLine, JournalKind
from cantine.accounting.testing import ROBOT, a_legal_entity, an_entry
from cantine.core import refusals, scoping
from cantine.kernel import Refused
from cantine.people.testing import a_person
from cantine.places.testing import give_role, ref_of

RENT = (HandLine("613", debit_cents=80_000, row=0), HandLine("401", credit_cents=80_000, row=1))
CHART = {"613", "401", "512"}


def codes(lines: Sequence[HandLine]) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in rules.check_hand_lines(rules.written(lines), CHART)]


def test_what_is_wrong_on_a_line_names_its_row() -> None:
    assert codes(RENT) == []
    assert codes([HandLine(""), HandLine("")]) == [("entry_empty", "")]
    assert codes([HandLine("999", 5, row=2), HandLine("401", 0, 5, row=4)]) == [("account_missing", "account-2")]
    assert codes([HandLine("", 5, row=3), HandLine("401", 0, 5)]) == [("account_needed", "account-3")]
    assert codes([HandLine("613", 5, 5, row=1), HandLine("401", row=2)]) == [
        ("posting_wrong", "debit-1"),
        ("posting_wrong", "debit-2"),
    ]
    assert codes([HandLine("613", 5), HandLine("401", 0, 4)]) == [("entry_unbalanced", "")]
    assert ("entry_too_long", "") in codes([HandLine("613", 1), HandLine("401", 0, 1)] * 21)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=20))
def test_it_is_accepted_exactly_where_both_sides_are_equal(pairs: list[tuple[int, int]]) -> None:
    lines = [line for debit, credit in pairs for line in (HandLine("613", debit), HandLine("401", 0, credit))]
    debit, credit = sum(each for each, _ in pairs), sum(each for _, each in pairs)
    assert rules.sums_by_hand(lines) == (debit, credit)
    assert codes(lines) == ([] if debit == credit else [("entry_unbalanced", "")])


def test_a_day_of_another_century_is_a_slip() -> None:
    today = date(2026, 3, 4)
    far = [
        each
        for each in (date(2015, 12, 31), date(2016, 1, 1), today, date(2026, 3, 5), date(2206, 3, 4))
        if [*rules.check_hand_day(each, today)]
    ]
    assert far == [date(2015, 12, 31), date(2026, 3, 5), date(2206, 3, 4)]


def test_a_day_that_has_not_come_holds_no_entry() -> None:
    said = [*rules.check_hand_day(date(2026, 3, 5), date(2026, 3, 4))]
    assert [(each.code, each.field) for each in said] == [("entry_day_ahead", "day")]


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 2, 9), ["contrary_before_entry"]), (date(2026, 2, 10), []), (date(2026, 3, 5), ["entry_day_ahead"])],
)
def test_a_contrary_comes_after_what_it_undoes_and_never_ahead(day: date, code: list[str]) -> None:
    found = rules.check_contrary_day(day, date(2026, 2, 10), date(2026, 3, 4))
    assert [each.code for each in found] == code


def test_the_contrary_of_an_entry_that_was_dated_ahead_has_its_day() -> None:
    ahead, today = date(2026, 4, 29), date(2026, 3, 29)
    assert [*rules.check_contrary_day(ahead, ahead, today)] == []
    assert [each.code for each in rules.check_contrary_day(today, ahead, today)] == ["contrary_before_entry"]


pytestmark = pytest.mark.django_db


@pytest.fixture
def hand(three: Any, entity: Any, now: Any) -> Any:
    """``hand(*lines)`` → the entry that the treasurer made."""

    def entered(*lines: HandLine, **said: Any) -> Any:
        usual = {
            "actor": ROBOT, "now": now, "place": ref_of(three.place), "entity": entity.uuid, "key": uuid4(),
            "journal": JournalKind.MISC, "day": now.date(), "label": "Loyer de mars", "piece": "Quittance",
        }  # fmt: skip
        return commands.enter_by_hand(**{**usual, **said}, lines=lines or RENT)

    return entered


def test_an_entry_by_hand_stands_with_its_number(hand: Any, now: Any) -> None:
    found = [queries.find_entry(uuid=hand(label=f"Loyer {each}")) for each in (1, 2)]
    assert [(each.journal, each.number, each.label, each.piece, each.total_cents) for each in found if each] == [
        ("OD", 1, "Loyer 1", "Quittance", 80_000), ("OD", 2, "Loyer 2", "Quittance", 80_000),
    ]  # fmt: skip
    assert [(line.number, line.debit_cents, line.credit_cents) for each in found[:1] if each for line in each.lines] == [
        ("613", 80_000, 0), ("401", 0, 80_000),
    ]  # fmt: skip


def test_a_sheet_sent_twice_is_entered_once(hand: Any, entity: Any) -> None:
    key = uuid4()
    assert hand(key=key) == hand(key=key)
    assert hand(key=uuid4()) != hand(key=key)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"label": " "}, "entry_unnamed"), ({"piece": ""}, "entry_unnamed"), ({"day": date(2206, 1, 1)}, "entry_day_ahead"),
        ({"journal": JournalKind.SALES}, "journal_not_by_hand"), ({"entity": uuid4()}, "entity_unknown"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said(hand: Any, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as told:
        hand(**said)
    assert [each.code for each in told.value.refusals] == [code]
    assert refusals.sentence(told.value.refusals[0]) != code.replace("_", " ")


def test_nothing_is_entered_in_a_closed_period(hand: Any, entity: Any, three: Any, now: Any) -> None:
    last = now.date().replace(day=1) - timedelta(days=1)
    hand(day=last)
    commands.close_period(actor=ROBOT, now=now, place=ref_of(three.place), entity=entity.uuid, last_day=last)
    with pytest.raises(Refused) as told:
        hand(day=last)
    assert [(each.code, each.field) for each in told.value.refusals] == [("period_closed", "day")]


def test_it_is_undone_by_its_contrary(hand: Any, three: Any, now: Any) -> None:
    undone = commands.reverse_entry(
        actor=ROBOT, now=now, place=ref_of(three.place), entry=hand(), day=now.date(), label="Erreur"
    )
    found = queries.find_entry(uuid=undone)
    assert found is not None
    assert [(line.number, line.debit_cents, line.credit_cents) for line in found.lines] == [
        ("613", 0, 80_000), ("401", 80_000, 0),
    ]  # fmt: skip


def test_a_pattern_is_kept_written_again_and_forgotten(three: Any, entity: Any, now: Any) -> None:
    said = {"actor": ROBOT, "now": now, "place": ref_of(three.place)}
    told = {"entity": entity.uuid, "journal": JournalKind.PURCHASES, "piece": "Quittance"}
    first = commands.keep_pattern(**said, **told, name="Loyer", lines=RENT)
    again = commands.keep_pattern(**said, **told, name="Loyer", lines=[HandLine("613"), HandLine("401")])
    assert again == first
    (kept,) = queries.writing_desk_of(entity.id).patterns
    assert (kept.name, kept.journal, kept.piece, kept.lines) == (
        "Loyer", JournalKind.PURCHASES, "Quittance", (HandLine("613"), HandLine("401")),
    )  # fmt: skip
    commands.drop_pattern(**said, pattern=first)
    assert EntryPattern.objects.count() == 0
    for wrong, code in (({"name": " "}, "pattern_unnamed"), ({"lines": []}, "pattern_empty")):
        with pytest.raises(Refused) as why:
            commands.keep_pattern(**said, **told, **{"name": "Loyer", "lines": RENT, **wrong})
        assert [each.code for each in why.value.refusals] == [code]
    with pytest.raises(Refused, match="pattern_unknown"):
        commands.drop_pattern(**said, pattern=first)


# The page.


@pytest.fixture
def treasurer(three: Any) -> Client:
    person = a_person("Treasurer")
    give_role(person, three.place, "treasurer")
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


@pytest.fixture
def books(three: Any, now: Any, at: Any) -> Any:
    at(now)
    return a_legal_entity(three.place, now=now)


def sheet(**said: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "rows": "4", "day": "2026-03-02", "journal": "misc", "label": "Loyer", "piece": "Quittance",
        "account-0": "613 Rent", "debit-0": "1 200,50", "account-1": "401", "credit-1": "1200.50", **said,
    }  # fmt: skip


def test_the_treasurer_enters_and_finds_it_in_the_file_of_entries(three: Any, books: Any, treasurer: Client) -> None:
    address = f"/{three.place.slug}/comptes/ecrire/"
    answer = treasurer.post(address, sheet())
    assert answer.status_code == 302
    assert "Loyer" in treasurer.get(answer.headers["Location"]).content.decode()
    fec = treasurer.get(f"/{three.place.slug}/comptes/fec/2026.txt")
    year = rules.year_of(date(2026, 1, 1), starts_month=1)
    name = "999900012FEC20261231.txt"
    assert rules.check_fec(fec.content, name=name, first_day=year.first_day, last_day=year.last_day) == []
    cells = [line.split("\t") for line in fec.content.decode("iso-8859-15").splitlines()[1:]]
    assert [(each[0], each[4], *each[11:13]) for each in cells] == [
        ("OD", "613", "1200,50", "0,00"), ("OD", "401", "0,00", "1200,50"),
    ]  # fmt: skip
    assert Client().post(address, sheet()).status_code in {302, 403}


def test_the_blank_sheet_is_entered_as_it_came_with_numbers_or_whole_names(
    three: Any, books: Any, treasurer: Client
) -> None:
    address = f"/{three.place.slug}/comptes/ecrire/"
    blank = treasurer.get(address).context["form"]
    names = dict(treasurer.get(address).context["accounts"])
    sent = {name: str(blank[name].value() or "") for name in blank.fields}
    sent |= {"day": "2026-03-02", "label": "Loyer", "piece": "Quittance", "debit-0": "800", "credit-1": "800"}
    for typed in (("613", "401"), (names["613"], names["401"].upper()), (f"613 {names['613']}", f"401 {names['401']}")):
        sent |= {"key": str(uuid4()), "account-0": typed[0], "account-1": typed[1]}
        answer = treasurer.post(address, sent)
        assert answer.status_code == 302, answer.context["form"].errors


def test_what_is_missing_is_written_in_a_colour_that_is_read_on_paper() -> None:
    sheet_of_style = (Path(__file__).parents[1] / "static/accounting/accounting.css").read_text()
    assert ".write-gap { color: var(--bad);" in sheet_of_style


def test_the_sheet_comes_back_with_what_is_wrong_beside_it(three: Any, books: Any, treasurer: Client) -> None:
    address = f"/{three.place.slug}/comptes/ecrire/"
    told = treasurer.post(address, sheet(**{"account-1": "999"}))
    assert (told.status_code, told.context["form"].errors) == (
        422, {"account-1": ["There is no account 999 in this chart. Add it first."]},
    )  # fmt: skip
    told = treasurer.post(address, sheet(**{"credit-1": "1000"}))
    assert told.context["form"].non_field_errors() == [
        "Debits (€1,200.50) and credits (€1,000.00) differ. An entry balances: correct one of its lines."
    ]
    assert (told.context["sums"], told.context["gap"]) == ({"debit": "€1,200.50", "credit": "€1,000.00"}, "€200.50")


def test_without_a_script_lines_are_added_and_counted_by_the_server(three: Any, books: Any, treasurer: Client) -> None:
    address = f"/{three.place.slug}/comptes/ecrire/"
    more = treasurer.post(address, sheet(act="more")).context
    assert (len(more["form"].sheet), more["sums"]["debit"], more["balanced"]) == (8, "€1,200.50", True)
    assert more["form"]["account-1"].value() == "401"
    assert len(treasurer.post(address, sheet(act="count", rows="999")).context["form"].sheet) == 40


def test_a_sheet_begins_from_what_was_kept_or_from_what_every_house_has(
    three: Any, books: Any, treasurer: Client
) -> None:
    address = f"/{three.place.slug}/comptes/ecrire/"
    assert treasurer.post(address, sheet(act="keep")).status_code == 302
    page = treasurer.get(address)
    ((uuid, name, begin),) = page.context["patterns"]
    form = treasurer.get(begin).context["form"]
    assert (name, form["label"].value(), form["debit-0"].value(), form["credit-1"].value()) == (
        "Loyer", "Loyer", "1200.50", "1200.50",
    )  # fmt: skip
    wages = treasurer.get(f"{address}?modele=wages").context["form"]
    assert [row["account"].value() for row in wages.sheet] == [
        "641 Wages", "645 Social contributions", "421 Wages due", "431 Social security", None,
    ]  # fmt: skip
    assert treasurer.post(f"{address}{uuid}/oublier/").status_code == 302
    assert treasurer.get(address).context["patterns"] == []
    assert treasurer.post(f"{address}{uuid}/oublier/").status_code == 302


def test_only_who_keeps_the_books_enters(three: Any, books: Any) -> None:
    client = Client()
    client.force_login(three.manager)
    assert client.get(f"/{three.place.slug}/comptes/ecrire/").status_code == 403


def test_the_page_costs_the_same_whatever_was_kept(
    three: Any, books: Any, treasurer: Client, now: Any, statements: Any
) -> None:
    counts = []
    for kept in (1, 3):
        with scoping.scope([three.place.organisation_id]):
            for number in range(kept):
                commands.keep_pattern(
                    actor=ROBOT, now=now, place=ref_of(three.place), entity=books.uuid, name=f"Loyer {number}",
                    journal=JournalKind.MISC, piece="", lines=RENT,
                )  # fmt: skip
        with statements() as said:
            assert treasurer.get(f"/{three.place.slug}/comptes/ecrire/").status_code == 200
        counts.append(len(said))
    assert counts[0] == counts[1]
    assert counts[1] <= 6


def test_paheko_finds_the_columns_of_its_grouped_format(three: Any, books: Any, treasurer: Client, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        an_entry(books, now=now, cents=10_000, day=date(2026, 1, 15), label="Salle Rouge", piece="F1")
    answer = treasurer.get(f"/{three.place.slug}/comptes/paheko/2026.csv")
    rows = [row.split(";") for row in answer.content.decode("utf-8-sig").splitlines()]
    assert rows[0] == [
        "Numéro d'écriture", "Type", "Statut", "Libellé", "Date", "Remarques", "Numéro pièce comptable", "Numéro compte",
        "Libellé compte", "Débit", "Crédit", "Référence ligne", "Libellé ligne", "Rapprochement", "Projet analytique",
        "Membres associés",
    ]  # fmt: skip
    assert rows[1][:11] == [
        "",
        "Avancé",
        "",
        "Salle Rouge",
        "15/01/2026",
        "VE 1",
        "F1",
        "411",
        "Clients et usagers",
        "120,00",
        "0,00",
    ]
    assert [row[:7] for row in rows[2:]] == [[""] * 7] * 2
    assert [(row[7], row[9], row[10]) for row in rows[2:]] == [("7083", "0,00", "100,00"), ("445711", "0,00", "20,00")]
