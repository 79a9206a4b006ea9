"""What is measured, each beside the SQL that does the same work: see docs/reference/performance.md for the targets."""

import gzip
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from bench.clock import Timing, timed
from bench.ground import Client, Ground, manage
from bench.rows import monday

WEEK_IN_SQL = """
SELECT json_agg(json_build_object('id', r.uuid, 'name', r.name, 'bookings', coalesce(b.list, '[]'::json)) ORDER BY r.position)
FROM places_resource r LEFT JOIN (
  SELECT o.resource_id, json_agg(json_build_object('id', o.uuid, 'starts_at', o.starts_at, 'ends_at', o.ends_at,
    'state', o.state, 'quantity', o.quantity, 'title', k.title) ORDER BY o.starts_at) AS list
  FROM booking_occurrence o JOIN booking_booking k ON k.id = o.booking_id
  WHERE o.organisation_id = %(organisation)s AND o.resource_id = ANY(%(rooms)s)
    AND o.starts_at < %(end)s AND o.starts_at >= %(start)s AND o.state IN ('held', 'requested', 'confirmed')
  GROUP BY o.resource_id) b ON b.resource_id = r.id
WHERE r.place_id = %(place)s
"""
FREE_IN_SQL = """
SELECT r.id FROM places_resource r WHERE r.place_id = %(place)s AND NOT EXISTS (
  SELECT 1 FROM places_resourceunit u JOIN booking_claim c ON c.unit_id = u.unit_id
  WHERE u.resource_id = r.id AND c.organisation_id = %(organisation)s AND c.live
    AND c.starts_at < %(end)s AND c.starts_at >= %(day)s AND c.ends_at > %(start)s)
"""


@dataclass(frozen=True)
class Line:
    """One line of the table: what, how long, against what."""

    name: str
    timing: Timing
    sql: Timing | None = None
    target: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.timing.p50 / self.sql.p50 if self.sql else None

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio}


@dataclass(frozen=True)
class Field:
    """The place measured, and the ids that the SQL beside needs."""

    on: Ground
    slug: str
    place: int
    organisation: int
    rooms: list[int]

    def week(self) -> tuple[datetime, datetime]:
        return monday(), monday() + timedelta(days=7)


def week_as_json(field: Field) -> Line:
    start, end = field.week()
    client = field.on.client()
    path = f"/api/v1/places/{field.slug}/bookings?starts_at={_z(start)}&ends_at={_z(end)}&limit=5000"
    timing = timed(lambda: _ok(client.get(path)))
    with field.on.sql() as sql:
        _open(sql, field)
        values = {
            "organisation": field.organisation,
            "rooms": field.rooms,
            "place": field.place,
            "start": start,
            "end": end,
        }
        raw = timed(lambda: sql.execute(WEEK_IN_SQL, values).fetchone())
    return Line("week of all rooms as JSON", timing, raw, "p50 ≤ 10 ms, ≤ 2.5 × SQL")


def free_rooms(field: Field) -> Line:
    """Beside an authenticated empty view: what the search itself costs."""
    client = field.on.client()
    empty = timed(lambda: _ok(client.get("/api/v1/me")))
    start = monday() + timedelta(days=2, hours=10)
    path = f"/api/v1/places/{field.slug}/free?starts_at={_z(start)}&ends_at={_z(start + timedelta(hours=2))}"
    timing = timed(lambda: _ok(client.get(path)))
    with field.on.sql() as sql:
        _open(sql, field)
        values = {
            "organisation": field.organisation, "place": field.place, "start": start, "end": start + timedelta(hours=2),
            "day": start - timedelta(days=1),
        }  # fmt: skip
        raw = timed(lambda: sql.execute(FREE_IN_SQL, values).fetchall())
    above = timing.p50 - empty.p50
    return Line(
        "free rooms for one slot",
        timing,
        raw,
        "p50 ≤ 3 ms above an empty view",
        f"{above:.1f} ms above {empty.p50:.1f}",
    )


def first_free(field: Field) -> Line:
    """Next week, from the days that the nightly job keeps."""
    manage(
        field.on.environment,
        "shell",
        "-c",
        f"from cantine.booking import tasks; tasks.rebuild_occupancy({field.place})",
    )
    client = field.on.client()
    start = monday() + timedelta(days=7)
    path = f"/api/v1/places/{field.slug}/first-free?minutes=120&starts_at={_z(start)}&ends_at={_z(start + timedelta(days=7))}"
    return Line("first free two hours in a week", timed(lambda: _ok(client.get(path))), None, "p50 ≤ 5 ms")


def booking(field: Field) -> Line:
    """Written durably: authorize, rules, insert, journal, job; each run books another hour."""
    client, days = field.on.client(), iter(range(10_000))

    def book() -> None:
        number = next(days)
        room, day = number % len(field.rooms), number // len(field.rooms)
        start = monday() + timedelta(days=200 + day, hours=12)
        body = {"resource": f"salle-{room + 1}", "starts_at": _z(start), "ends_at": _z(start + timedelta(hours=1))}
        status, answer = client.post(f"/api/v1/places/{field.slug}/bookings", body, **{"Idempotency-Key": str(uuid4())})
        if status != 201:
            raise RuntimeError(f"{status}: {answer[:300]!r}")

    return Line("a booking, written durably", timed(book, runs=300), None, "p50 ≤ 8 ms")


def planning_page(field: Field) -> Line:
    start, _end = field.week()
    client = field.on.client()
    path = f"/{field.slug}/planning/semaine/?jour={start.date()}"
    size = len(gzip.compress(client.get(path, Accept="text/html")[1], 6))
    timing = timed(lambda: _ok(client.get(path, Accept="text/html")), runs=60, warm=5)
    return Line("planning page, week, HTML", timing, None, "p50 ≤ 40 ms, ≤ 80 KB", f"{size / 1024:.0f} KB compressed")


def all_measures() -> list[Callable[[Field], Line]]:
    return [week_as_json, free_rooms, first_free, booking, planning_page]


def _open(sql: object, field: Field) -> None:
    sql.execute("SELECT set_config('cantine.organisations', %s, false)", [str(field.organisation)])  # type: ignore[attr-defined]


def _ok(answer: tuple[int, bytes]) -> None:
    status, body = answer
    if status != 200:
        raise RuntimeError(f"{status}: {body[:300]!r}")


def _z(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


__all__ = ["Client", "Field", "Line", "all_measures"]
