from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from cantine.ui import formats

PARIS = "Europe/Paris"
DAY = date(2026, 4, 14)


@dataclass
class Stay:
    starts_at: datetime
    ends_at: datetime


AFTERNOON = Stay(datetime(2026, 4, 14, 11, 30, tzinfo=UTC), datetime(2026, 4, 14, 13, 0, tzinfo=UTC))
UNTIL_MIDNIGHT = Stay(datetime(2026, 4, 14, 18, 0, tzinfo=UTC), datetime(2026, 4, 14, 22, 0, tzinfo=UTC))
OVERNIGHT = Stay(datetime(2026, 4, 14, 18, 0, tzinfo=UTC), datetime(2026, 4, 15, 7, 0, tzinfo=UTC))


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["13:30", "13 h 30", "mardi 14 avril", "mar. 14", "avril 2026", "mardi 14 avril, 13 h 30 – 15 h"]),
        ("en", ["13:30", "13:30", "Tuesday 14 April", "Tue 14", "April 2026", "Tuesday 14 April, 13:30–15:00"]),
    ],
)
def test_dates_and_hours_are_those_of_the_place(language: str, words: list[str]) -> None:
    with translation.override(language):
        said = [
            formats.clock(AFTERNOON.starts_at, PARIS),
            formats.hour(AFTERNOON.starts_at, PARIS),
            formats.long_day(DAY),
            formats.short_day(DAY),
            formats.month(DAY),
            formats.span(AFTERNOON, PARIS),
        ]

    assert [_plain(word) for word in said] == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            [
                "mardi 1er décembre",
                "mardi 1er décembre 2026",
                "mar. 1er",
                "mar. 1er déc.",
                "1er",
                "décembre 2026",
                "01/12/2026",
            ],
        ),
        (
            "en",
            ["Tuesday 1 December", "Tuesday 1 December 2026", "Tue 1", "Tue 1 Dec", "1", "December 2026", "01/12/2026"],
        ),
    ],
)
def test_french_counts_the_first_of_a_month_as_an_ordinal(language: str, words: list[str]) -> None:
    first = date(2026, 12, 1)
    with translation.override(language):
        said = [
            formats.long_day(first),
            formats.full_day(first),
            formats.short_day(first),
            formats.short_date(first),
            formats.day_number(first),
            formats.month(first),
            formats.plain_day(first),
        ]

    assert [_plain(word) for word in said] == words


def test_only_the_first_is_an_ordinal() -> None:
    with translation.override("fr"):
        assert [formats.long_day(date(2026, 12, day)) for day in (2, 11, 21, 31)] == [
            "mercredi 2 décembre",
            "vendredi 11 décembre",
            "lundi 21 décembre",
            "jeudi 31 décembre",
        ]


def test_a_period_that_ends_at_midnight_ends_on_its_day() -> None:
    with translation.override("fr"):
        assert _plain(formats.span(UNTIL_MIDNIGHT, PARIS)) == "mardi 14 avril, 20 h – 0 h"
        assert _plain(formats.span(OVERNIGHT, PARIS)) == "mardi 14 avril, 20 h – mercredi 15 avril, 9 h"


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    with translation.override("fr"):
        french = [formats.number(1480), formats.percent(0.71), formats.duration(90), formats.duration(45)]
    with translation.override("en"):
        english = [formats.number(1480), formats.percent(0.71), formats.duration(90), formats.duration(120)]

    assert [_plain(word) for word in french] == ["1 480", "71 %", "1 h 30", "45 min"]
    assert [_plain(word) for word in english] == ["1,480", "71%", "1 h 30 min", "2 h"]


@pytest.mark.parametrize(("language", "words"), [("fr", "nov."), ("en", "Nov")])
def test_a_month_is_short_under_a_bar(language: str, words: str) -> None:
    with translation.override(language):
        assert formats.short_month(date(2026, 11, 1)) == words


@pytest.mark.parametrize(("language", "words"), [("fr", "−8 036,12 €"), ("en", "−€8,036.12")])
def test_an_amount_below_nothing_has_the_sign_and_not_a_hyphen(language: str, words: str) -> None:
    with translation.override(language):
        assert _plain(formats.money(-803_612)) == words
