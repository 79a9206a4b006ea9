"""Rows poured without indexes are the rows that the guards would have let in, and the guards are awake afterwards."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from bench.bare import Connection, without_indexes
from bench.dates import TABLES, monday, pour_dates, write_days
from bench.ground import Ground, ground, manage
from bench.rows import write_person, write_place

ROOMS, BOOKINGS = 6, 600
GUARDS = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), i.indisvalid AND i.indisready AND NOT i.indisclustered
FROM pg_index i WHERE i.indrelid = ANY(%(tables)s::regclass[])
UNION ALL SELECT c.conname, pg_get_constraintdef(c.oid), c.convalidated FROM pg_constraint c WHERE c.conrelid = ANY(%(tables)s::regclass[])
UNION ALL SELECT t.tgname, t.tgfoid::regproc::text, t.tgenabled = 'O' FROM pg_trigger t WHERE t.tgrelid = ANY(%(tables)s::regclass[])
ORDER BY 1, 2
"""
ROWS = """
SELECT r.slug, o.starts_at, o.ends_at, o.state, o.quantity, o.person_id, b.person_id, b.made_at, b.title = 'Réunion ' || b.id,
  c.starts_at, c.ends_at, c.live, u.resource_id = r.id, o.organisation_id = r.organisation_id AND c.organisation_id = r.organisation_id
FROM booking_occurrence o JOIN booking_booking b ON b.id = o.booking_id AND b.resource_id = o.resource_id
JOIN booking_claim c ON c.occurrence_id = o.id JOIN places_resourceunit u ON u.unit_id = c.unit_id
JOIN places_resource r ON r.id = o.resource_id JOIN places_place p ON p.id = o.place_id AND b.place_id = p.id
WHERE p.slug = %s ORDER BY r.slug, o.starts_at
"""
FREE = """
SELECT r.slug FROM places_resource r JOIN places_place p ON p.id = r.place_id JOIN places_resourceunit u ON u.resource_id = r.id
WHERE p.slug = %s AND NOT EXISTS (SELECT FROM booking_claim c WHERE c.organisation_id = r.organisation_id AND c.unit_id = u.unit_id
  AND c.live AND c.starts_at < %s AND c.ends_at > %s) ORDER BY r.position
"""
DAYS = """
SELECT resource_id, day, open, taken, free, longest_free, open_minutes, taken_minutes FROM booking_occupancyday ORDER BY resource_id, day
"""


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("bench"), port=18_990) as made:
        yield made


@pytest.fixture(scope="module")
def sql(on: Ground) -> Iterator[Connection]:
    with on.admin() as connection:
        yield connection


@pytest.fixture(scope="module")
def places(sql: Connection) -> dict[str, int]:
    """The same bookings twice: poured, and written while every guard is awake."""
    person = write_person(sql, "bench@cantine.example")
    made = {"plain": write_place(sql, slug="plain", rooms=ROOMS, bookings=0, person=person)}
    with sql.transaction():
        pour_dates(sql, place=made["plain"], rooms=ROOMS, bookings=BOOKINGS, person=person)
    before = _all(sql, GUARDS, tables=list(TABLES))
    made["poured"] = write_place(sql, slug="poured", rooms=ROOMS, bookings=BOOKINGS, person=person)
    assert _all(sql, GUARDS, tables=list(TABLES)) == before
    return made


def test_the_same_rows_come_of_both(sql: Connection, places: dict[str, int]) -> None:
    plain, poured = (sql.execute(ROWS, [slug]).fetchall() for slug in ("plain", "poured"))
    assert len(plain) == BOOKINGS
    assert poured == plain


def test_every_guard_is_there_and_awake_after(sql: Connection, places: dict[str, int]) -> None:
    guards = _all(sql, GUARDS, tables=list(TABLES))
    assert len(guards) > 60
    assert [name for name, _, awake in guards if not awake] == []
    for statement, refusal in (
        ("INSERT INTO booking_claim (organisation_id, unit_id, starts_at, ends_at, live, occurrence_id) SELECT organisation_id, "
         "unit_id, starts_at + interval '1 hour', ends_at, live, occurrence_id FROM booking_claim ORDER BY id DESC LIMIT 1",
         psycopg.errors.ExclusionViolation),
        ("UPDATE booking_booking SET uuid = (SELECT uuid FROM booking_booking ORDER BY id LIMIT 1)", psycopg.errors.UniqueViolation),
        ("UPDATE booking_occurrence SET booking_id = 0", psycopg.errors.ForeignKeyViolation),
    ):  # fmt: skip
        with pytest.raises(refusal), sql.transaction():
            sql.execute(statement)


def test_the_next_booking_takes_the_next_number(sql: Connection, places: dict[str, int]) -> None:
    for table in ("booking_booking", "booking_occurrence"):
        [(next_one, most)] = sql.execute(
            f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')), max(id) FROM {table}"
        ).fetchall()
        assert next_one == int(str(most)) + 1


def test_sampled_questions_have_the_same_answer(sql: Connection, places: dict[str, int]) -> None:
    rng, some = Random(10), 0
    for _ in range(200):
        start = monday() + timedelta(hours=rng.randrange(-24 * 14, 24 * 7))
        asked = [start + timedelta(hours=rng.randint(1, 4)), start]
        free = sql.execute(FREE, ["plain", *asked]).fetchall()
        assert sql.execute(FREE, ["poured", *asked]).fetchall() == free
        some += 0 < len(free) < ROOMS
    assert some > 40


def test_the_days_are_those_that_the_product_keeps(on: Ground, sql: Connection, places: dict[str, int]) -> None:
    today = monday().date()
    for place in places.values():
        write_days(sql, place=place, first=today - timedelta(days=1), last=today + timedelta(days=99))
    ours = sql.execute(DAYS).fetchall()
    assert len(ours) >= 2 * ROOMS * 93
    sql.execute("DELETE FROM booking_occupancyday")
    for place in places.values():
        rebuild = f"from cantine.booking.tasks import rebuild_occupancy; rebuild_occupancy(place_id={place})"
        manage(on.environment, "shell", "--command", rebuild)
    theirs = sql.execute(DAYS).fetchall()
    days = {row[:2] for row in theirs}
    assert [row for row in ours if row[:2] in days] == theirs


def test_rows_that_overlap_are_refused_and_nothing_changes(sql: Connection, places: dict[str, int]) -> None:
    before = _all(sql, GUARDS, tables=list(TABLES)), sql.execute("SELECT count(*) FROM booking_claim").fetchone()
    with pytest.raises(ValueError, match="overlap another: 1"), without_indexes(sql, TABLES):
        sql.execute(
            "INSERT INTO booking_claim (organisation_id, unit_id, starts_at, ends_at, live, occurrence_id) "
            "SELECT organisation_id, unit_id, starts_at + interval '1 hour', ends_at, live, occurrence_id FROM booking_claim LIMIT 1"
        )
    assert (
        _all(sql, GUARDS, tables=list(TABLES)),
        sql.execute("SELECT count(*) FROM booking_claim").fetchone(),
    ) == before


def _all(sql: Connection, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    return list(sql.execute(statement, values).fetchall())
