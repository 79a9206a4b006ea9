"""Places of any size, written in SQL: rooms, pools, hours and a manager; their bookings are of ``bench.dates``."""

from bench.bare import Connection
from bench.columns import with_defaults
from bench.dates import write_dates

_ROOM = {
    "organisation_id": "p.organisation_id", "place_id": "p.id", "uuid": "gen_random_uuid()",
    "kind_id": "(SELECT id FROM places_kind k WHERE k.organisation_id = p.organisation_id LIMIT 1)", "see": "'public'",
    "ask": "'public'", "book": "'member'", "grid_minutes": "30", "shortest_minutes": "30", "longest_minutes": "720",
    "horizon_days": "400", "needs_house_rules": "true",
}  # fmt: skip


def write_place(sql: Connection, *, slug: str, rooms: int, bookings: int, person: int) -> int:
    """A published place open every day from 7 to 22, ``rooms`` rooms and about ``bookings`` bookings (none, unless ``sql``
    is the superuser's); returns its id.

    Written once: the same slug again is left as it is. Bookings fill the past, the present and the coming months.
    """
    found = sql.execute("SELECT id FROM places_place WHERE slug = %s", [slug]).fetchone()
    if found:
        return int(str(found[0]))
    with sql.transaction():
        place = _place(sql, slug, person)
        _rooms(sql, slug, rooms)
    if bookings:
        write_dates(sql, place=place, rooms=rooms, bookings=bookings, person=person)
        sql.execute("VACUUM ANALYZE")
    return place


def write_person(sql: Connection, email: str) -> int:
    """Somebody who may sign in by token only; the same address again is left as it is."""
    found = sql.execute("SELECT id FROM people_person WHERE email = %s", [email]).fetchone()
    if found:
        return int(str(found[0]))
    said = {
        "uuid": "gen_random_uuid()", "email": "%(email)s", "name": "'Bench'", "password": "'!'", "language": "'fr'",
        "is_active": "true",
    }  # fmt: skip
    return _one(sql, "people_person", said, {"email": email})


def write_pools(sql: Connection, *, slug: str, pools: int, seats: int) -> None:
    """Pools of interchangeable seats beside the rooms; written once."""
    said = {**_ROOM, "slug": "'postes-' || n", "name": "'Postes ' || n", "position": "1000 + n", "seats": "%(seats)s"}
    columns = with_defaults(sql, "places_resource", said, select=True)
    with sql.transaction():
        sql.execute("SELECT set_config('cantine.unscoped', 'on', true)")
        sql.execute(
            f"INSERT INTO places_resource {columns} FROM places_place p, generate_series(1, %(pools)s) AS n "
            "WHERE p.slug = %(slug)s ON CONFLICT DO NOTHING",
            {"slug": slug, "pools": pools, "seats": seats},
        )


def _place(sql: Connection, slug: str, person: int) -> int:
    sql.execute("SELECT set_config('cantine.unscoped', 'on', true)")
    bearer = {
        "uuid": "gen_random_uuid()", "name": "%(slug)s", "sort_name": "%(slug)s", "kind": "'association'", "founded_at": "now()",
    }  # fmt: skip
    values: dict[str, object] = {"slug": slug, "person": person}
    values["organisation"] = _one(sql, "people_organisation", bearer, values)
    place = {
        "uuid": "gen_random_uuid()", "organisation_id": "%(organisation)s", "slug": "%(slug)s", "name": "%(slug)s",
        "timezone": "'Europe/Paris'", "holiday_territory": "'metropole'", "country": "'FR'", "accent": "'#b33a23'",
        "published_at": "now()", "opened_at": "now()", "holiday_open": "true",
    }  # fmt: skip
    values["place"] = _one(sql, "places_place", place, values)
    kind = {
        "organisation_id": "%(organisation)s", "code": "'room'", "name_fr": "'Salle'", "name_en": "'Room'", "icon": "'room'",
    }  # fmt: skip
    _one(sql, "places_kind", kind, values)
    role = {
        "organisation_id": "%(organisation)s", "place_id": "%(place)s", "person_id": "%(person)s", "role": "'manager'",
        "since": "'2020-01-01'",
    }  # fmt: skip
    _one(sql, "places_role", role, values)
    _hours(sql, values)
    return int(str(values["place"]))


def _hours(sql: Connection, values: dict[str, object]) -> None:
    said = {
        "organisation_id": "%(organisation)s", "place_id": "%(place)s", "weekday": "day", "opens": "'07:00'", "closes": "'22:00'",
    }  # fmt: skip
    hours = with_defaults(sql, "places_openinghours", said, select=True)
    sql.execute(f"INSERT INTO places_openinghours {hours} FROM generate_series(0, 6) AS day", values)


def _rooms(sql: Connection, slug: str, rooms: int) -> None:
    said = {**_ROOM, "slug": "'salle-' || n", "name": "'Salle ' || n", "position": "n", "capacity": "8 + n %% 40"}
    columns = with_defaults(sql, "places_resource", said, select=True)
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


def _one(sql: Connection, table: str, said: dict[str, str], values: dict[str, object]) -> int:
    row = sql.execute(f"INSERT INTO {table} {with_defaults(sql, table, said)} RETURNING id", values).fetchone()
    assert row is not None
    return int(str(row[0]))
