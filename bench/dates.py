"""Bookings by the million, one date each: four of the six two-hour slots of every room and day, so that a third stays free.

They cannot overlap, for each (room, day, slot) is written once. PostgreSQL makes them of ``generate_series``, day after day
as they come in life, and the days that the search reads of the same rows, in one statement.
"""

from datetime import UTC, date, datetime, timedelta

from bench.bare import Connection, without_indexes
from bench.columns import with_defaults

TABLES = ("booking_booking", "booking_occurrence", "booking_claim")
A_DAY = 4  # bookings of one room
_PLANNED = """
CREATE TEMP TABLE planned ON COMMIT DROP AS
SELECT booking.first + day * %(a_day)s + one.n AS booking, occurrence.first + day * %(a_day)s + one.n AS occurrence,
  one.organisation, one.resource, one.unit, %(first)s::timestamptz + make_interval(days => day, hours => 8 + 2 * one.slot) AS starts_at
FROM (SELECT coalesce(max(id), 0) AS first FROM booking_booking) booking,
  (SELECT coalesce(max(id), 0) AS first FROM booking_occurrence) occurrence,
  generate_series(0, %(days)s - 1) AS day CROSS JOIN LATERAL (
    SELECT r.organisation_id AS organisation, r.id AS resource, u.unit_id AS unit, slot, row_number() OVER (ORDER BY u.unit_id, slot) AS n
    FROM places_resource r JOIN places_resourceunit u ON u.resource_id = r.id CROSS JOIN generate_series(0, 5) AS slot
    WHERE r.place_id = %(place)s AND (slot + day + r.position) %% 3 <> 0 ORDER BY n) one
"""
_CLAIMS = """
INSERT INTO booking_claim (organisation_id, unit_id, starts_at, ends_at, live, occurrence_id)
SELECT organisation, unit, starts_at, starts_at + interval '2 hours', true, occurrence FROM planned
"""
_BOOKING = {
    "id": "booking", "uuid": "gen_random_uuid()", "organisation_id": "organisation", "place_id": "%(place)s",
    "resource_id": "resource", "person_id": "%(person)s", "made_by_id": "%(person)s",
    "made_at": "starts_at - interval '3 days'", "title": "'Réunion ' || booking", "title_hidden": "false",
    "overridden": "'[]'::jsonb",
}  # fmt: skip
_OCCURRENCE = {
    "id": "occurrence", "uuid": "gen_random_uuid()", "organisation_id": "organisation", "place_id": "%(place)s",
    "booking_id": "booking", "resource_id": "resource", "person_id": "%(person)s", "starts_at": "starts_at",
    "ends_at": "starts_at + interval '2 hours'", "quantity": "1", "state": "'confirmed'",
    "changed_at": "starts_at - interval '3 days'",
}  # fmt: skip
# Rooms open from 7 to 22, without buffers nor parts, whose bookings begin and end on one local day.
_DAYS = """
INSERT INTO booking_occupancyday AS kept
  (organisation_id, resource_id, day, open, taken, longest_free, open_minutes, taken_minutes)
SELECT organisation, resource, day, open, taken, (SELECT max(length(run)) FROM regexp_split_to_table((open & ~taken)::text, '0+') AS run),
  900, minutes
FROM (
  SELECT r.organisation_id AS organisation, r.id AS resource, day::date, (repeat('1', 60) || repeat('0', 36))::bit(96) >> 28 AS open,
    coalesce(bit_or((repeat('1', til - since) || repeat('0', 96 - til + since))::bit(96) >> since), repeat('0', 96)::bit(96)) AS taken,
    15 * coalesce(sum(til - since), 0) AS minutes
  FROM places_resource r
  CROSS JOIN generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS day
  LEFT JOIN (
    SELECT resource_id, starts_at::date AS on_day, extract(epoch FROM starts_at::time)::int / 900 AS since,
      extract(epoch FROM ends_at::time)::int / 900 AS til
    FROM (SELECT o.resource_id, o.starts_at AT TIME ZONE 'Europe/Paris' AS starts_at, o.ends_at AT TIME ZONE 'Europe/Paris' AS ends_at
      FROM booking_occurrence o WHERE o.organisation_id = %(organisation)s AND o.place_id = %(place)s AND o.state = 'confirmed'
        AND o.starts_at BETWEEN %(first)s::date - 1 AND %(last)s::date + 2) local
  ) taken ON taken.resource_id = r.id AND taken.on_day = day::date
  WHERE r.place_id = %(place)s GROUP BY r.organisation_id, r.id, day
) counted
ON CONFLICT (organisation_id, day, resource_id) DO UPDATE SET open = excluded.open, taken = excluded.taken,
  longest_free = excluded.longest_free, open_minutes = excluded.open_minutes, taken_minutes = excluded.taken_minutes
WHERE (kept.open, kept.taken, kept.taken_minutes) IS DISTINCT FROM (excluded.open, excluded.taken, excluded.taken_minutes)
"""


def monday(now: datetime | None = None) -> datetime:
    """The Monday at midnight around which the rows are spread."""
    today = (now or datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def write_dates(sql: Connection, *, place: int, rooms: int, bookings: int, person: int) -> None:
    """About ``bookings`` of them, two thirds in the past."""
    with without_indexes(sql, TABLES):
        pour_dates(sql, place=place, rooms=rooms, bookings=bookings, person=person)


def pour_dates(sql: Connection, *, place: int, rooms: int, bookings: int, person: int) -> None:
    """The rows alone, in the caller's transaction: slow where the indexes stand."""
    days = round(bookings / rooms / A_DAY)
    first = monday() - timedelta(days=days * 2 // 3)
    values = {"place": place, "person": person, "first": first, "days": days, "a_day": A_DAY * rooms}
    sql.execute(_PLANNED, values)
    for table, said in (("booking_booking", _BOOKING), ("booking_occurrence", _OCCURRENCE)):
        sql.execute(f"INSERT INTO {table} {with_defaults(sql, table, said, select=True)} FROM planned", values)
        sql.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    sql.execute(_CLAIMS)


def write_days(sql: Connection, *, place: int, first: date, last: date) -> None:
    """What ``booking.rebuild_occupancy`` would keep of these rooms, whatever was booked since."""
    values = {"place": place, "first": first, "last": last}
    found = sql.execute("SELECT organisation_id FROM places_place WHERE id = %s", [place]).fetchone()
    sql.execute(_DAYS, {**values, "organisation": found and found[0]})
    sql.execute("VACUUM ANALYZE booking_occupancyday")
