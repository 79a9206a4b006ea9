"""Many at once: numbers without a gap, an act posted once, a closing that nobody passes. Each guard off, it fails."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Event, Thread
from time import sleep
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.accounting import commands, queries
from cantine.accounting.commands import writing
from cantine.accounting.models import Entry, Period
from cantine.accounting.rules import Method, Sold, VatGroup
from cantine.accounting.testing import ROBOT, a_legal_entity, an_entry
from cantine.core import scoping
from cantine.kernel import Refused
from cantine.places.testing import ref_of

pytestmark = pytest.mark.django_db(transaction=True)
UNLOCKED = writing._WRITE.replace(
    """INSERT INTO accounting_counter AS c (organisation_id, entity_id, journal_id, year_id, last) VALUES (%s, %s, %s, %s, 1)
  ON CONFLICT (journal_id, year_id) DO UPDATE SET last = c.last + 1 RETURNING organisation_id, entity_id, last""",
    """SELECT v.o AS organisation_id, v.e AS entity_id, coalesce((SELECT max(number) FROM accounting_entry
      WHERE journal_id = v.j AND year_id = v.y), 0) + 1 AS last FROM (VALUES (%s, %s, %s, %s)) AS v (o, e, j, y)""",
)


class Undone(Exception):
    """The act failed after its entry: nothing of it is left."""


@pytest.fixture
def books(three: Any, now: Any) -> Any:
    entity = a_legal_entity(three.place, now=now)
    with scoping.scope([entity.organisation_id]):
        an_entry(entity, now=now)  # the year is there
    return entity


def at_once(count: int, act: Callable[[int], None]) -> list[BaseException]:
    """``act`` by so many threads together; what they raised."""
    barrier = Barrier(count)
    raised: list[BaseException] = []

    def run(which: int) -> None:
        barrier.wait()
        try:
            act(which)
        except (IntegrityError, Refused) as why:
            raised.append(why)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[which]) for which in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def ten_entries(books: Any, now: Any, which: int) -> None:
    """One in five is given up once posted, as when the invoice around it fails."""
    for turn in range(10):
        try:
            with scoping.scope([books.organisation_id]):
                an_entry(books, now=now, source=f"race:{which}:{turn}")
                if turn % 5 == 4:
                    raise Undone
        except Undone:
            pass


def test_numbers_have_no_gap_and_no_double(books: Any, now: Any) -> None:
    assert at_once(6, lambda which: ten_entries(books, now, which)) == []
    with scoping.scope([books.organisation_id]):
        numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
        by_id = list(Entry.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == list(range(1, 50))
    assert by_id == numbers


def test_without_the_lock_of_the_counter_they_collide(books: Any, now: Any, monkeypatch: Any) -> None:
    assert UNLOCKED != writing._WRITE
    monkeypatch.setattr(writing, "_WRITE", UNLOCKED)
    raised = at_once(6, lambda which: ten_entries(books, now, which))
    assert {type(why) for why in raised} == {IntegrityError}


def same_act(books: Any, now: Any) -> tuple[set[Any], list[BaseException]]:
    seen: set[Any] = set()

    def post(_which: int) -> None:
        with scoping.scope([books.organisation_id]):
            entry = an_entry(books, now=now, source="invoice:1")
            sleep(0.05)
        seen.add(entry)

    raised = at_once(6, post)
    return seen, raised


def test_an_act_that_many_post_at_once_is_one_entry(books: Any, now: Any) -> None:
    seen, raised = same_act(books, now)
    assert (len(seen), raised) == (1, [])
    with scoping.scope([books.organisation_id]):
        assert queries.years_of(books.id)[0].entries == 2


def test_without_the_lock_of_the_act_the_second_fails(books: Any, now: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(writing, "_ALONE", "SELECT %s::text, %s::bigint")
    _seen, raised = same_act(books, now)
    assert {type(why) for why in raised} == {IntegrityError}


def while_closing(books: Any, three: Any, now: Any) -> list[BaseException]:
    """Somebody enters a sale of January while January is being closed."""
    closing = Event()

    def close() -> None:
        with scoping.scope([books.organisation_id]):
            commands.close_period(
                actor=ROBOT, now=now, place=ref_of(three.place), entity=books.uuid, last_day=date(2026, 1, 31)
            )
            closing.set()
            sleep(0.3)
        connection.close()

    raised: list[BaseException] = []

    def enter() -> None:
        closing.wait()
        try:
            with scoping.scope([books.organisation_id]):
                an_entry(books, now=now, day=date(2026, 1, 15))
        except (IntegrityError, Refused) as why:
            raised.append(why)
        finally:
            connection.close()

    threads = [Thread(target=close), Thread(target=enter)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_nobody_enters_what_is_being_closed(books: Any, three: Any, now: Any) -> None:
    (why,) = while_closing(books, three, now)
    assert isinstance(why, Refused)
    assert [each.code for each in why.refusals] == ["period_closed"]


def test_where_the_command_does_not_wait_the_trigger_does(books: Any, three: Any, now: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(writing, "_ALONE", "SELECT %s::text, %s::bigint")
    (why,) = while_closing(books, three, now)
    assert isinstance(why, IntegrityError)
    assert "closed until" in str(why)


def test_without_either_lock_the_entry_slips_in(
    books: Any, three: Any, now: Any, monkeypatch: Any, as_owner: Any
) -> None:
    monkeypatch.setattr(writing, "_ALONE", "SELECT %s::text, %s::bigint")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('accounting_entry_enters'::regproc)")
        guard = cursor.fetchone()[0]
        cursor.execute(guard.replace("FOR SHARE", ""))
    try:
        assert while_closing(books, three, now) == []
        with scoping.scope([books.organisation_id]):
            assert Period.objects.count() == 1
            assert Entry.objects.filter(day=date(2026, 1, 15)).count() == 1
    finally:
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(guard)


# -- the cash drawer ---------------------------------------------------------------------------------------------------


def five_takings(three: Any, now: Any, which: int) -> None:
    for turn in range(5):
        with scoping.scope([three.place.organisation_id]):
            commands.take(
                actor=ROBOT, now=now, place=ref_of(three.place), source=f"race:{which}:{turn}", method=Method.CASH,
                amount_cents=100, what=[Sold("Café", 100)], vat=[VatGroup("10", 91, 9)],
            )  # fmt: skip


@pytest.fixture
def drawer(books: Any, three: Any, now: Any) -> None:
    with scoping.scope([books.organisation_id]):
        commands.open_drawer(actor=ROBOT, now=now, place=ref_of(three.place), name="Comptoir", float_cents=0)


def test_takings_of_many_at_once_are_one_chain(drawer: None, books: Any, three: Any, now: Any) -> None:
    assert at_once(6, lambda which: five_takings(three, now, which)) == []
    with scoping.scope([books.organisation_id]):
        verdict = queries.verify_chain(queries.drawers_of(ref_of(three.place))[0].id)
    assert (verdict.takings, verdict.whole) == (30, True)


def test_without_the_lock_of_the_drawer_they_collide(
    drawer: None, books: Any, three: Any, now: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "lock_drawer", lambda _drawer_id: None)
    raised = at_once(6, lambda which: five_takings(three, now, which))
    assert {type(why) for why in raised} == {IntegrityError}
