"""What a pasted mail says, mail by mail; and that nothing is ever made up."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.desk.rules import Reading, read_mail
from cantine.desk.tests.mails import MAILS, TODAY


def said(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name, "email": reading.email, "phone": reading.phone, "subject": reading.subject,
        "whens": [(each.day, each.starts, each.ends, each.sure) for each in reading.whens],
        "people": (reading.people.count, reading.people.sure) if reading.people else None, "wants": list(reading.wants),
    }  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MAILS, ids=[str(number) for number in range(1, len(MAILS) + 1)])
def test_a_mail_says(text: str, expected: dict[str, Any]) -> None:
    found = said(read_mail(text, today=TODAY))
    assert {name: found[name] for name in expected} == expected


def test_thirty_of_them_are_read() -> None:
    assert len(MAILS) == 30


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read_without_a_fault_and_nothing_is_past(text: str) -> None:
    reading = read_mail(text, today=TODAY)
    assert all(each.day >= TODAY for each in reading.whens)
    assert all(each.starts < each.ends for each in reading.whens if each.starts and each.ends)


@given(st.text(alphabet="abcdefghilmnoprstuv ,.\n", max_size=300))
def test_words_without_a_figure_or_a_day_say_no_number_and_no_date(text: str) -> None:
    reading = read_mail(text, today=TODAY)
    if not any(
        word in text
        for word in ("ine", "dozen", "demain", "tomorrow", "next", "ce ", "this", "on ", "prochain", "huit")
    ):
        assert (reading.whens, reading.people) == ((), None)


@given(st.dates(date(2026, 3, 2), date(2028, 12, 31)), st.integers(7, 20), st.integers(1, 3), st.integers(2, 400))
def test_a_day_written_whole_is_read_whole(day: date, hour: int, length: int, people: int) -> None:
    reading = read_mail(f"Le {day:%d/%m/%Y} de {hour}h à {hour + length}h, {people} personnes.", today=TODAY)
    assert said(reading)["whens"] == [(day, time(hour), time(hour + length), True)]
    assert said(reading)["people"] == (people, True)


def test_a_mail_without_end_is_read_up_to_its_first_pages() -> None:
    assert len(read_mail("a" * 1_000_000, today=TODAY).words) == 20_000


@pytest.mark.parametrize(
    ("signature", "found"),
    [
        ("Claire Morin\nLumen Conseil, SIRET 732 829 320 00074", ("Lumen Conseil", "732829320")),
        ("Claire\nLumen Conseil - SIREN : 732829320", ("Lumen Conseil", "732829320")),
        ("Lumen Conseil\nSIRET 73282932000074\n06 11 22 33 44", ("Lumen Conseil", "732829320")),
        ("Lumen Conseil, SIRET 732 829 320 00075", ("", "")),
        ("12 rue du Port, 44000 Nantes\n06 11 22 33 44", ("", "")),
    ],
)
def test_a_structure_is_read_by_its_number_where_its_key_is_right(signature: str, found: tuple[str, str]) -> None:
    company = read_mail(f"Bonjour, une salle ?\nCordialement,\n{signature}", today=TODAY).company
    assert (company.name, company.siren) == found
