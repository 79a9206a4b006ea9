"""Letters before a grant's dates: thirty days before and seven, to who keeps the books, once each."""

from datetime import timedelta
from typing import Any

import pytest

from cantine.core.testing import letters
from cantine.funding import commands
from cantine.funding.queries.due import due_of
from cantine.people.testing import a_person
from cantine.places.testing import give_role

pytestmark = pytest.mark.django_db


def told(economy: Any, days: int = 0) -> int:
    return commands.tell_due(actor=economy.actor, now=economy.now + timedelta(days=days), place=economy.place)


@pytest.fixture
def due(economy: Any) -> Any:
    """A part and a report, in thirty days."""
    grant, day = economy.grant(5_000_000), economy.today + timedelta(days=30)
    economy.part = commands.plan_instalment(
        **economy.said, grant=grant, cents=2_000_000, due_on=day, condition="Sur bilan"
    )
    economy.report = commands.plan_report(**economy.said, grant=grant, what="Bilan", due_on=day)
    economy.made = grant
    return economy


def test_each_is_told_thirty_days_before_and_seven_once_each(due: Any) -> None:
    assert [told(due), told(due), told(due, 5), told(due, 22), told(due, 23), told(due, 24)] == [2, 0, 0, 0, 2, 0]
    assert {each.to for each in letters()} == {due.three.manager.email}


def test_a_night_that_was_missed_is_caught_up_with(due: Any) -> None:
    assert [told(due, 27), told(due, 28)] == [2, 0]


def test_what_came_and_what_was_sent_is_told_no_more(due: Any) -> None:
    commands.receive_instalment(**due.said, grant=due.made, instalment=due.part, day=due.today)
    commands.send_report(**due.said, grant=due.made, report=due.report)
    assert (told(due), due_of(due.place, today=due.today)) == (0, [])


def test_who_keeps_the_books_is_written_to_before_who_runs_the_place(due: Any) -> None:
    keeper = a_person("Tresa", email="tresa@cantine.example")
    give_role(keeper, due.three.place, "treasurer")
    told(due)
    assert {each.to for each in letters()} == {"tresa@cantine.example"}


def test_the_letter_says_how_much_from_whom_by_when(due: Any) -> None:
    told(due)
    text = "\n".join(each.text for each in letters()).replace("\u202f", " ").replace("\xa0", " ")
    for said in ("20 000,00 €", "Région", "Bilan", "Sur bilan", f"/economie/subventions/{due.made}/"):
        assert said in text
