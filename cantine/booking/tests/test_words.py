"""Every sentence of booking and of places can be said in both languages, with the context that its rule gives."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from cantine.booking.rules import Busy, State
from cantine.booking.words import SENTENCES
from cantine.core.refusals import sentence
from cantine.kernel import Interval, Refusal
from cantine.places import rules as place_rules

NOON = datetime(2026, 4, 14, 11, 30, tzinfo=UTC)
SPAN = Interval(NOON, NOON + timedelta(hours=2))
DAY = date(2026, 4, 14)
CONTEXT = {
    "starts_at": NOON, "ends_at": NOON + timedelta(hours=2), "earliest": NOON, "until": NOON,
    "days": 31, "found": 600, "certification": "laser",
    "valid_until": DAY, "day": DAY, "closed_day": None, "first_year": 1970, "last_year": 2199, "left": 2, "seats": 12,
    "asked": timedelta(minutes=45), "longest": timedelta(hours=8), "shortest": timedelta(hours=1), "ask": "public",
    "book": "member", "standing": "public", "hours": (SPAN,), "grid_minutes": 30, "notice": timedelta(days=2),
    "horizon_days": 60, "last_day": DAY, "part": "FREQ=SECONDLY", "years": 10, "most": 366, "first_day": DAY,
    "next": datetime(2026, 4, 16, 9, 0), "state": State.CANCELLED,
    "place": "La Cantine", "contact": "01 02 03 04 05", "conflicts": (Busy(interval=SPAN),),
}  # fmt: skip

SEATS: dict[str, dict[str, object]] = {"not_enough_seats": {"asked": 3}}  # elsewhere what is asked is a length


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_says_what_to_do(code: str, language: str) -> None:
    with translation.override(language), timezone.override("Europe/Paris"):
        said = sentence(Refusal(code, CONTEXT | SEATS.get(code, {})))
    assert len(re.findall(r"[.?!](?:\s|$)", said)) >= 1, said
    assert "%(" not in said
    assert said[0] == said[0].upper()


def said(code: str, language: str = "en", **context: object) -> str:
    with translation.override(language), timezone.override("Europe/Paris"):
        return sentence(Refusal(code, {**CONTEXT, **SEATS.get(code, {}), **context}))


def test_hours_are_said_on_the_clock_of_the_place() -> None:
    assert said("taken", "fr").startswith(
        "C’est déjà pris\u202f: mardi 14 avril, 13\u00a0h\u00a030\u00a0– 15\u00a0h30"[:30]
    )
    assert "Tuesday 14 April, 13:30" in said("taken")


def test_a_closed_day_gives_its_reason() -> None:
    closed = place_rules.ClosedDay(day=DAY, why=place_rules.WhyClosed.CLOSURE, reason="travaux")
    assert said("closed", closed_day=closed) == "It is closed on Tuesday 14 April 2026: travaux. Choose another day."
    feast = place_rules.ClosedDay(day=DAY, why=place_rules.WhyClosed.HOLIDAY)
    assert "public holiday" in said("closed", closed_day=feast)


def test_what_only_the_team_books_is_said_so() -> None:
    assert "team" in said("not_allowed", ask="staff", book="staff")
    assert "residents" in said("not_allowed", ask="resident", book="resident")


def test_the_last_seat_is_one_seat() -> None:
    assert said("not_enough_seats", left=1).startswith("Only 1 seat is left")
    assert said("not_enough_seats", left=0).startswith("No seat is left")
    assert said("not_enough_seats", "fr", left=2).startswith("Il ne reste que 2 postes")
    assert said("not_enough_seats", left=2, asked=13).startswith("There are only 12 seats here at any time")


def test_a_race_lost_in_the_database_is_said_too() -> None:
    assert said("taken", conflicts=()).startswith("Somebody took this time")
