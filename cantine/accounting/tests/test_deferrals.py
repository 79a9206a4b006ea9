"""Income received in advance: each part is of its own time, entered at the end of a period and back on the next day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import commands, queries, rules
from cantine.accounting.queries import deferrals
from cantine.accounting.rules import Deferral, Role
from cantine.accounting.testing import ROBOT, a_legal_entity, an_entry
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.places.testing import actor_for, ref_of

DAY = date(2026, 3, 31)
LATER = [
    Deferral(label="Carnet", why="7 jours sur 10", income=Role.SALES_SERVICES, cents=12_600),
    Deferral(label="Salle Rouge", why="2 avril", income=Role.SALES_LETTING, cents=4_000),
]


@pytest.fixture
def books(three: Any, now: Any, db: Any, at: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    moment = now.replace(year=2026, month=4, day=10)
    at(moment)
    place, entity = ref_of(three.place), a_legal_entity(three.place, now=moment)
    monkeypatch.setattr(deferrals, "_READERS", {"told": lambda _organisation, _entity, _day: list(LATER)})
    with scoping.scope([place.organisation_id]):
        an_entry(entity, now=moment, day=date(2026, 3, 2), cents=100_000)
        yield {"actor": ROBOT, "now": moment, "place": place, "entity": entity.uuid}, entity


def held(entity: Any, number: str) -> int:
    year = rules.year_of(DAY, starts_month=1)
    return sum(each.cents for each in queries.balances_of(entity.id, year) if each.number == number)


def entries(entity: Any, day: date) -> list[int]:
    year = rules.year_of(DAY, starts_month=1)
    lines, _count = queries.journal_page(entity.id, year, code="OD", page=0)
    return [each.total_cents for each in lines if each.day == day]


def test_it_waits_at_the_end_of_the_month_and_comes_back_on_the_next_day(books: Any) -> None:
    said, entity = books
    assert commands.defer_income(**said, day=DAY) == 16_600
    assert (entries(entity, DAY), entries(entity, DAY + timedelta(days=1))) == ([16_600], [16_600])
    assert held(entity, "487") == 0


def test_it_is_entered_once_for_a_day(books: Any) -> None:
    said, _entity = books
    commands.defer_income(**said, day=DAY)
    with pytest.raises(Refused) as why:
        commands.defer_income(**said, day=DAY)
    assert [each.code for each in why.value.refusals] == ["deferred_already"]


def test_undone_with_its_return_it_may_be_entered_again(books: Any) -> None:
    said, entity = books
    commands.defer_income(**said, day=DAY)
    undo = {name: said[name] for name in ("actor", "now", "place")}
    lines, _count = queries.journal_page(entity.id, rules.year_of(DAY, starts_month=1), code="OD", page=0)
    for each in lines:
        commands.reverse_entry(**undo, entry=each.uuid, day=max(DAY, each.day), label="à refaire")
    assert commands.defer_income(**said, day=DAY) == 16_600
    assert held(entity, "487") == 0


def test_a_day_to_come_a_closed_one_and_nothing_to_say_are_refused(books: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    said, entity = books
    with pytest.raises(Refused) as why:
        commands.defer_income(**said, day=date(2026, 4, 30))
    assert [each.code for each in why.value.refusals] == ["day_to_come"]
    close = {name: said[name] for name in ("actor", "now", "place")}
    commands.close_period(**close, entity=entity.uuid, last_day=DAY)
    with pytest.raises(Refused) as why:
        commands.defer_income(**said, day=DAY)
    assert [each.code for each in why.value.refusals] == ["period_closed"]
    monkeypatch.setattr(deferrals, "_READERS", {})
    with pytest.raises(Refused) as why:
        commands.defer_income(**said, day=DAY)
    assert [each.code for each in why.value.refusals] == ["nothing_to_defer"]


def test_a_member_does_not_enter_it(books: Any, three: Any) -> None:
    said, _entity = books
    with pytest.raises(Denied):
        commands.defer_income(**{**said, "actor": actor_for(three.member, now=said["now"])}, day=DAY)


@given(st.lists(st.tuples(st.sampled_from([Role.SALES_LETTING, Role.SALES_GOODS]), st.integers(1, 10**8)), min_size=1))
def test_what_waits_is_what_incomes_give_up(parts: list[tuple[Role, int]]) -> None:
    postings = rules.postings_of_deferrals(
        [Deferral(label="", why="", income=role, cents=cents) for role, cents in parts]
    )
    debit, credit = rules.sums_of(postings)
    assert debit == credit == sum(cents for _role, cents in parts)


@given(st.integers(0, 10**9), st.integers(1, 400), st.integers(-5, 405))
def test_a_part_is_between_nothing_and_all_and_grows_with_what_is_left(cents: int, of: int, left: int) -> None:
    part = rules.part_after(cents, left=Decimal(left), of=Decimal(of))
    assert 0 <= part <= cents
    assert part <= rules.part_after(cents, left=Decimal(left + 1), of=Decimal(of))


@pytest.mark.parametrize(
    ("day", "after"),
    [(date(2025, 12, 31), 365), (date(2026, 6, 30), 184), (date(2026, 12, 31), 0), (date(2027, 2, 1), 0)],
)
def test_days_left_of_a_year(day: date, after: int) -> None:
    assert rules.days_after(date(2026, 1, 1), date(2026, 12, 31), day=day) == (after, 365)
