"""Hand-written statements: prepared once, under the same walls, and still there after a refusal."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cantine.core import scoping, sql
from cantine.core.postgresql import wire

PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%FROM places_place%%'"
NAMES = "SELECT name FROM places_place WHERE id = %s"


def test_a_statement_sees_what_the_open_scope_shows(three: Any) -> None:
    place = three.place
    assert sql.rows(NAMES, [place.id]) == []
    with scoping.scope([place.organisation_id]):
        assert sql.rows(NAMES, [place.id]) == [(place.name,)]
    with scoping.scope([place.organisation_id + 1]):
        assert sql.row(NAMES, [place.id]) is None


def test_a_statement_is_planned_once_a_connection(three: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        sql.rows(NAMES, [three.place.id])
        before = sql.row(PREPARED)
        sql.rows(NAMES, [three.place.id])
        assert sql.row(PREPARED) == before != (0,)


def test_a_refused_statement_leaves_the_others_working(three: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        sql.rows(NAMES, [three.place.id])
        with pytest.raises(IntegrityError), transaction.atomic():
            sql.run("UPDATE places_place SET slug = NULL WHERE id = %s", [three.place.id])
        assert sql.run("UPDATE places_place SET tagline = 'x' WHERE id = %s", [three.place.id]) == 1
        assert sql.row(NAMES, [three.place.id]) == (three.place.name,)


def test_a_refusal_forgets_no_plan(three: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        sql.rows(NAMES, [three.place.id])
        before = sql.row(PREPARED)
        with pytest.raises(IntegrityError), transaction.atomic():
            sql.run("UPDATE places_place SET slug = NULL WHERE id = %s", [three.place.id])
        sql.rows(NAMES, [three.place.id])
        assert sql.row(PREPARED) == before
        assert before != (0,)


def test_behind_a_pooler_nothing_is_prepared(three: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another session may answer the next statement: names kept in this one would mean nothing there."""
    connection.ensure_connection()
    with scoping.scope([three.place.organisation_id]):
        before = sql.row(PREPARED)
        monkeypatch.setattr(connection.connection, "prepare_threshold", None)
        assert sql.rows("SELECT tagline FROM places_place WHERE id = %s", [three.place.id]) == [("",)]
        assert sql.row(PREPARED) == before


def test_the_scope_is_closed_behind_a_statement_alone(transactional_db: None) -> None:
    with scoping.scope([7]):
        assert sql.row("SELECT current_setting('cantine.organisations', true)") == ("7",)
        with scoping.own(3):
            assert sql.row("SELECT current_setting('cantine.organisations', true)") == ("",)
        assert sql.row("SELECT current_setting('cantine.organisations', true)") == ("7",)
    assert sql.row("SELECT coalesce(current_setting('cantine.organisations', true), '')") == ("",)


def test_an_instant_is_read_in_utc_whoever_reads_it(three: Any) -> None:
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    raw = connection.connection.adapters.get_loader(1184, 0)  # timestamptz, text
    assert raw is sql.Instant
    assert sql.row("SELECT %s::timestamptz, '0099-01-01 00:00:00.25+00'::timestamptz", [noon]) == (
        noon, datetime(99, 1, 1, 0, 0, 0, 250_000, tzinfo=UTC),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Europe/Paris'")
        cursor.execute("SELECT %s::timestamptz", [noon])
        (found,) = cursor.fetchone()
    assert (found, found.tzinfo) == (noon, UTC)


def test_a_scope_alone_opens_in_one_message(transactional_db: None) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        sql.begin("SELECT no_such_column")
    assert sql.row("SELECT 1") == (1,)


def test_a_connection_that_the_server_ended_is_opened_again_without_being_asked(transactional_db: None) -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    connection.close_if_unusable_or_obsolete()
    deadline = time.monotonic() + 5
    while connection.is_usable() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sql.row("SELECT 1") == (1,)


INTO_NOTED = "INSERT INTO noted VALUES (%s)"


@pytest.fixture
def noted(transactional_db: None) -> Iterator[Callable[[], list[str]]]:
    """A table of words, and what it holds."""
    sql.run("CREATE TEMPORARY TABLE noted (word text NOT NULL)")
    yield lambda: [word for (word,) in sql.rows("SELECT word FROM noted")]
    sql.run("DROP TABLE noted")


def messages() -> int:
    connection.ensure_connection()
    return int(connection.wire.messages)  # type: ignore[attr-defined]  # the house's own wrapper


def note(*words: str | None) -> list[sql.Soon]:
    return [sql.soon(INTO_NOTED, [word]) for word in words]


def test_what_waits_leaves_with_the_next_question_in_its_order(three: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        sql.rows(NAMES, [three.place.id])
        before = messages()
        changed = sql.soon("UPDATE places_place SET name = 'Ailleurs' WHERE id = %s", [three.place.id])
        named = sql.soon("SELECT name FROM places_place WHERE id = %(id)s", {"id": three.place.id})
        assert messages() == before
        assert sql.rows(NAMES, [three.place.id]) == [("Ailleurs",)] == named.rows
        assert (changed.touched, messages() - before) == (1, 1)


def test_the_orm_overtakes_nothing(three: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        sql.soon("UPDATE places_place SET name = 'Ailleurs' WHERE id = %s", [three.place.id])
        three.place.refresh_from_db()
        assert three.place.name == "Ailleurs"
        with connection.cursor() as cursor:
            sql.soon("UPDATE places_place SET name = 'Encore ailleurs' WHERE id = %s", [three.place.id])
            cursor.execute("SELECT name FROM places_place WHERE id = %s", [three.place.id])
            assert cursor.fetchone() == ("Encore ailleurs",)


def test_a_transaction_without_a_question_is_one_message(noted: Callable[[], list[str]]) -> None:
    before = messages()
    with transaction.atomic(), transaction.atomic():
        note("one", "two")
    assert messages() - before == 1
    assert noted() == ["one", "two"]


def test_what_waits_is_given_up_with_its_transaction(noted: Callable[[], list[str]]) -> None:
    with transaction.atomic():
        (lost,) = note("lost")
        transaction.set_rollback(True)
    with pytest.raises(psycopg.InterfaceError):
        _ = lost.rows
    assert noted() == []


@pytest.mark.parametrize("said", [False, True])  # the savepoint still waits, or it was said
def test_what_waits_is_given_up_with_its_savepoint(noted: Callable[[], list[str]], said: bool) -> None:
    with transaction.atomic():
        note("kept")
        with transaction.atomic():
            note("undone")
            _ = said and sql.row("SELECT 1")
            note("undone")
            transaction.set_rollback(True)
        note("kept too")
    assert noted() == ["kept", "kept too"]


def test_what_is_refused_late_is_refused_all_the_same_and_undoes_the_rest(noted: Callable[[], list[str]]) -> None:
    def refused_at_the_end() -> None:
        with transaction.atomic():
            note("one", None, "two")

    with pytest.raises(IntegrityError):
        refused_at_the_end()
    assert noted() == []


def test_outside_a_transaction_only_a_read_asked_ahead_waits(noted: Callable[[], list[str]]) -> None:
    note("one")
    before = messages()
    asked = sql.ahead("SELECT word FROM noted")
    assert sql.row("SELECT count(*) FROM noted") == (1,)
    assert (asked.rows, messages() - before) == ([("one",)], 1)


def test_a_connection_prepares_so_many_statements_and_no_more(three: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MOST_PREPARED", 0)
    with scoping.scope([three.place.organisation_id]):
        before = sql.row("SELECT count(*) FROM pg_prepared_statements")
        assert sql.rows("SELECT slug FROM places_place WHERE id = %s", [three.place.id]) == [(three.place.slug,)]
        assert sql.row("SELECT count(*) FROM pg_prepared_statements") == before
