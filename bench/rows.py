"""Rows by the hundred thousand, written by the owner in SQL: a place whose rooms are booked two hours out of three."""

from datetime import UTC, datetime, timedelta

import psycopg

HOURS_A_DAY = 6  # bookings of two hours, at 8, 10, 12, 14, 16 and 18 UTC


def monday(now: datetime | None = None) -> datetime:
    """The Monday at midnight around which the rows are spread."""
    today = (now or datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def write_place(
    sql: "psycopg.Connection[tuple[object, ...]]", *, slug: str, rooms: int, bookings: int, person: int
) -> int:
    """A published place open every day from 7 to 22, ``rooms`` rooms and about ``bookings`` bookings; returns its id.

    Written once: the same slug again is left as it is. Bookings fill the past, the present and the coming months.
    """
    found = sql.execute("SELECT id FROM places_place WHERE slug = %s", [slug]).fetchone()
    if found:
        return int(str(found[0]))
    with sql.transaction():
        sql.execute("SELECT set_config('cantine.unscoped', 'on', true)")
        place = _place(sql, slug, person)
        _rooms(sql, slug, rooms)
        if bookings:
            _bookings(sql, place, rooms, bookings, person)
    sql.execute("ANALYZE")
    return place


def _place(sql: "psycopg.Connection[tuple[object, ...]]", slug: str, person: int) -> int:
    bearer = _with_defaults(
        sql,
        "people_organisation",
        {
            "uuid": "gen_random_uuid()",
            "name": "%(slug)s",
            "sort_name": "%(slug)s",
            "kind": "'association'",
            "founded_at": "now()",
        },
    )
    sql.execute(f"INSERT INTO people_organisation {bearer}", {"slug": slug})
    columns = _with_defaults(sql, "places_place", {
        "uuid": "gen_random_uuid()", "organisation_id": "(SELECT max(id) FROM people_organisation)", "slug": "%(slug)s",
        "name": "%(slug)s", "timezone": "'Europe/Paris'", "holiday_territory": "'metropole'", "country": "'FR'",
        "accent": "'#b33a23'", "published_at": "now()", "opened_at": "now()", "holiday_open": "true",
    })  # fmt: skip
    row = sql.execute(f"INSERT INTO places_place {columns} RETURNING id, organisation_id", {"slug": slug}).fetchone()
    assert row is not None
    place, organisation = int(str(row[0])), int(str(row[1]))
    values = {"organisation": organisation, "place": place, "person": person}
    kind = _with_defaults(
        sql,
        "places_kind",
        {
            "organisation_id": "%(organisation)s",
            "code": "'room'",
            "name_fr": "'Salle'",
            "name_en": "'Room'",
            "icon": "'room'",
        },
    )
    sql.execute(f"INSERT INTO places_kind {kind}", values)
    hours = _with_defaults(
        sql,
        "places_openinghours",
        {
            "organisation_id": "%(organisation)s",
            "place_id": "%(place)s",
            "weekday": "day",
            "opens": "'07:00'",
            "closes": "'22:00'",
        },
        select=True,
    )
    sql.execute(f"INSERT INTO places_openinghours {hours} FROM generate_series(0, 6) AS day", values)
    role = _with_defaults(
        sql,
        "places_role",
        {
            "organisation_id": "%(organisation)s",
            "place_id": "%(place)s",
            "person_id": "%(person)s",
            "role": "'manager'",
            "since": "'2020-01-01'",
        },
    )
    sql.execute(f"INSERT INTO places_role {role}", values)
    return place


def _rooms(sql: "psycopg.Connection[tuple[object, ...]]", slug: str, rooms: int) -> None:
    columns = _with_defaults(sql, "places_resource", {
        "uuid": "gen_random_uuid()", "organisation_id": "p.organisation_id", "place_id": "p.id",
        "kind_id": "(SELECT id FROM places_kind k WHERE k.organisation_id = p.organisation_id LIMIT 1)",
        "slug": "'salle-' || n", "name": "'Salle ' || n", "position": "n", "capacity": "8 + n %% 40", "see": "'public'",
        "ask": "'public'", "book": "'member'", "grid_minutes": "30", "shortest_minutes": "30", "longest_minutes": "720",
        "horizon_days": "400", "needs_house_rules": "true",
    }, select=True)  # fmt: skip
    sql.execute(
        f"INSERT INTO places_resource {columns} FROM places_place p, generate_series(1, %(rooms)s) AS n WHERE p.slug = %(slug)s",
        {"slug": slug, "rooms": rooms},
    )
    sql.execute(
        "WITH u AS (INSERT INTO places_unit (organisation_id, place_id) SELECT p.organisation_id, p.id FROM places_place p, "
        "generate_series(1, %(rooms)s) WHERE p.slug = %(slug)s RETURNING id, organisation_id), "
        "numbered AS (SELECT id, organisation_id, row_number() OVER (ORDER BY id) AS n FROM u), "
        "r AS (SELECT r.id, row_number() OVER (ORDER BY r.position) AS n FROM places_resource r JOIN places_place p "
        "ON p.id = r.place_id WHERE p.slug = %(slug)s) "
        "INSERT INTO places_resourceunit (organisation_id, resource_id, unit_id) "
        "SELECT numbered.organisation_id, r.id, numbered.id FROM numbered JOIN r USING (n)",
        {"slug": slug, "rooms": rooms},
    )


def write_pools(sql: "psycopg.Connection[tuple[object, ...]]", *, slug: str, pools: int, seats: int) -> None:
    """Pools of interchangeable seats beside the rooms; written once."""
    columns = _with_defaults(sql, "places_resource", {
        "uuid": "gen_random_uuid()", "organisation_id": "p.organisation_id", "place_id": "p.id",
        "kind_id": "(SELECT id FROM places_kind k WHERE k.organisation_id = p.organisation_id LIMIT 1)",
        "slug": "'postes-' || n", "name": "'Postes ' || n", "position": "1000 + n", "seats": "%(seats)s", "see": "'public'",
        "ask": "'public'", "book": "'member'", "grid_minutes": "30", "shortest_minutes": "30", "longest_minutes": "720",
        "horizon_days": "400", "needs_house_rules": "true",
    }, select=True)  # fmt: skip
    with sql.transaction():
        sql.execute("SELECT set_config('cantine.unscoped', 'on', true)")
        sql.execute(
            f"INSERT INTO places_resource {columns} FROM places_place p, generate_series(1, %(pools)s) AS n "
            "WHERE p.slug = %(slug)s ON CONFLICT DO NOTHING",
            {"slug": slug, "pools": pools, "seats": seats},
        )


def _bookings(
    sql: "psycopg.Connection[tuple[object, ...]]", place: int, rooms: int, bookings: int, person: int
) -> None:
    """Day by day around this Monday, four of the six slots of a room, so that a third of the day stays free."""
    days = max(1, round(bookings / rooms / 4))
    values = {"place": place, "person": person, "first": monday() - timedelta(days=days * 2 // 3), "days": days}
    sql.execute(
        "CREATE TEMP TABLE wanted ON COMMIT DROP AS SELECT nextval('booking_booking_id_seq') AS booking, "
        "nextval('booking_occurrence_id_seq') AS occurrence, r.organisation_id, r.id AS resource, ru.unit_id AS unit, "
        "%(first)s::timestamptz + day * interval '1 day' + (8 + 2 * slot) * interval '1 hour' AS starts_at "
        "FROM places_resource r JOIN places_resourceunit ru ON ru.resource_id = r.id, "
        "generate_series(0, %(days)s - 1) AS day, generate_series(0, 5) AS slot "
        "WHERE r.place_id = %(place)s AND (slot + day + r.position) %% 3 <> 0",
        values,
    )
    booking = _with_defaults(sql, "booking_booking", {
        "id": "booking", "uuid": "gen_random_uuid()", "organisation_id": "organisation_id", "place_id": "%(place)s",
        "resource_id": "resource", "person_id": "%(person)s", "made_by_id": "%(person)s",
        "made_at": "starts_at - interval '3 days'", "title": "'Réunion ' || booking", "title_hidden": "false",
        "overridden": "'[]'::jsonb",
    }, select=True)  # fmt: skip
    sql.execute(f"INSERT INTO booking_booking {booking} FROM wanted", values)
    occurrence = _with_defaults(sql, "booking_occurrence", {
        "id": "occurrence", "uuid": "gen_random_uuid()", "organisation_id": "organisation_id", "place_id": "%(place)s",
        "booking_id": "booking", "resource_id": "resource", "person_id": "%(person)s", "starts_at": "starts_at",
        "ends_at": "starts_at + interval '2 hours'", "quantity": "1", "state": "'confirmed'",
        "changed_at": "starts_at - interval '3 days'",
    }, select=True)  # fmt: skip
    sql.execute(f"INSERT INTO booking_occurrence {occurrence} FROM wanted", values)
    sql.execute(
        "INSERT INTO booking_claim (organisation_id, unit_id, starts_at, ends_at, live, occurrence_id) "
        "SELECT organisation_id, unit, starts_at, starts_at + interval '2 hours', true, occurrence FROM wanted"
    )


def write_person(sql: "psycopg.Connection[tuple[object, ...]]", email: str) -> int:
    """Somebody who may sign in by token only; the same address again is left as it is."""
    found = sql.execute("SELECT id FROM people_person WHERE email = %s", [email]).fetchone()
    if found is None:
        columns = _with_defaults(
            sql,
            "people_person",
            {
                "uuid": "gen_random_uuid()",
                "email": "%(email)s",
                "name": "'Bench'",
                "password": "'!'",
                "language": "'fr'",
                "is_active": "true",
            },
        )
        found = sql.execute(f"INSERT INTO people_person {columns} RETURNING id", {"email": email}).fetchone()
    assert found is not None
    return int(str(found[0]))


def _with_defaults(
    sql: "psycopg.Connection[tuple[object, ...]]", table: str, said: dict[str, str], *, select: bool = False
) -> str:
    """``(columns) VALUES (…)`` (or ``SELECT …``): the columns that must not be null get zero, '' or false when not said."""
    rows = sql.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
        "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
        [table],
    ).fetchall()
    blanks = {
        "boolean": "false",
        "smallint": "0",
        "integer": "0",
        "bigint": "0",
        "jsonb": "'[]'::jsonb",
        "ARRAY": "'{}'",
    }
    every = {str(name): blanks.get(str(kind), "''") for name, kind in rows} | said
    values = ", ".join(every.values())
    return f"({', '.join(every)}) " + (f"SELECT {values}" if select else f"VALUES ({values})")
