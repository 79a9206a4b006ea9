"""What is measured, each beside the SQL that does the same work: see docs/reference/performance.md for the targets."""

import gzip
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import perf_counter
from uuid import uuid4

from bench.clock import Timing, timed
from bench.dates import monday
from bench.ground import Client, Ground
from bench.machine import cpu_of, worker_megabytes

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


FREE_TIMES = """
SELECT r.slug, at FROM places_resource r JOIN places_resourceunit u ON u.resource_id = r.id
CROSS JOIN generate_series(%(first)s::timestamptz, %(last)s::timestamptz, interval '30 minutes') AS at
WHERE r.place_id = %(place)s AND r.position <= 50 AND extract(hour FROM at AT TIME ZONE 'Europe/Paris') BETWEEN 7 AND 20
  AND NOT EXISTS (SELECT 1 FROM booking_claim c WHERE c.organisation_id = %(organisation)s AND c.unit_id = u.unit_id AND c.live
    AND c.starts_at < at + interval '30 minutes' AND c.starts_at > at - interval '3 hours' AND c.ends_at > at)
ORDER BY at, r.position
"""
BOOKED_IN_SQL = """
WITH b AS (INSERT INTO booking_booking SELECT (jsonb_populate_record(old, jsonb_build_object(
    'id', nextval('booking_booking_id_seq'), 'uuid', gen_random_uuid()))).*
  FROM booking_booking old WHERE old.id = %(booking)s RETURNING id, organisation_id),
o AS (INSERT INTO booking_occurrence SELECT (jsonb_populate_record(old, jsonb_build_object(
    'id', nextval('booking_occurrence_id_seq'), 'uuid', gen_random_uuid(), 'booking_id', b.id,
    'starts_at', %(at)s::timestamptz, 'ends_at', %(at)s::timestamptz + interval '30 minutes'))).*
  FROM b, booking_occurrence old WHERE old.booking_id = %(booking)s RETURNING id, organisation_id, resource_id)
INSERT INTO booking_claim (organisation_id, unit_id, starts_at, ends_at, live, occurrence_id)
SELECT o.organisation_id, u.unit_id, %(at)s, %(at)s::timestamptz + interval '30 minutes', true, o.id
FROM o JOIN places_resourceunit u USING (resource_id)
"""
CLIENTS = 8


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
    """The place measured, the ids that the SQL beside needs, and the processes that serve it."""

    on: Ground
    slug: str
    place: int
    organisation: int
    rooms: list[int]
    web: int

    def week(self) -> tuple[datetime, datetime]:
        return monday(), monday() + timedelta(days=7)

    def cpu(self, run: Callable[[], object], runs: int = 200) -> tuple[float, float]:
        return cpu_of(run, web=self.web, database=self.on.postmaster, runs=runs)


def empty_view(field: Field) -> Line:
    """Who you are, by a token: what every authenticated answer costs before it does anything."""
    client = field.on.client()
    return Line("authenticated empty view", timed(lambda: _ok(client.get("/api/v1/me"))))


def week_as_json(field: Field) -> Line:
    start, end = field.week()
    client = field.on.client()
    path = f"/api/v1/places/{field.slug}/bookings?starts_at={_z(start)}&ends_at={_z(end)}&limit=5000"
    size = len(client.get(path)[1])
    timing = timed(lambda: _ok(client.get(path)))
    with field.on.sql() as sql:
        _open(sql, field)
        values = {
            "organisation": field.organisation, "rooms": field.rooms, "place": field.place, "start": start, "end": end,
        }  # fmt: skip
        raw = timed(lambda: sql.execute(WEEK_IN_SQL, values).fetchone())
    return Line("week of all rooms as JSON", timing, raw, "p50 ≤ 10 ms, ≤ 2.5 × SQL", f"{size / 1024:.0f} KB")


def week_of_a_room(field: Field) -> Line:
    """As many rows whatever the place holds."""
    start, end = field.week()
    client = field.on.client()
    path = f"/api/v1/places/{field.slug}/bookings?starts_at={_z(start)}&ends_at={_z(end)}&resource=salle-7"
    return Line("week of one room as JSON", timed(lambda: _ok(client.get(path))), None, "same at any size")


def free_rooms(field: Field) -> Line:
    """Beside an authenticated empty view: what the search itself costs."""
    client = field.on.client()
    start = monday() + timedelta(days=2, hours=10)
    path = f"/api/v1/places/{field.slug}/free?starts_at={_z(start)}&ends_at={_z(start + timedelta(hours=2))}"

    def nothing() -> None:
        _ok(client.get("/api/v1/me"))

    def search() -> None:
        _ok(client.get(path))

    empty, timing = timed(nothing), timed(search)
    with field.on.sql() as sql:
        _open(sql, field)
        values = {
            "organisation": field.organisation, "place": field.place, "start": start, "end": start + timedelta(hours=2),
            "day": start - timedelta(days=1),
        }  # fmt: skip

        def by_hand() -> None:
            sql.execute(FREE_IN_SQL, values).fetchall()

        raw = timed(by_hand)
        alone, base, asked = field.cpu(by_hand), field.cpu(nothing), field.cpu(search)
    cpu = f"CPU {sum(asked) - sum(base):.1f} ms above {sum(base):.1f}, SQL {alone[1]:.2f}"
    note = f"{timing.p50 - empty.p50:.1f} ms above {empty.p50:.1f}; {cpu}"
    return Line("free rooms for one slot", timing, raw, "≤ 3 ms above an empty view; CPU ≤ 5 × SQL", note)


def first_free(field: Field) -> Line:
    client = field.on.client()
    start = monday() + timedelta(days=7)
    path = f"/api/v1/places/{field.slug}/first-free?minutes=120&starts_at={_z(start)}&ends_at={_z(start + timedelta(days=7))}"
    return Line("first free two hours in a week", timed(lambda: _ok(client.get(path))), None, "p50 ≤ 5 ms")


def booking(field: Field) -> Line:
    """Written durably: authorize, rules, insert, days kept, journal, job; each run books another half-hour."""
    client, times = field.on.client(), _free_times(field, 700)
    timing = timed(lambda: _book(client, field, *next(times)), runs=300)
    cpu = field.cpu(lambda: _book(client, field, *next(times)), runs=150)
    with field.on.sql() as sql:
        _open(sql, field)
        found = sql.execute("SELECT min(id) FROM booking_booking WHERE place_id = %s", [field.place]).fetchone()
        kept = {"booking": found[0] if found else 0}
        far = monday() + timedelta(days=4000 + int(perf_counter()) % 100_000)
        hours = iter(range(10_000))
        raw = timed(lambda: sql.execute(BOOKED_IN_SQL, {**kept, "at": far + timedelta(hours=next(hours))}), runs=150)
    return Line(
        "a booking, written durably", timing, raw, "p50 ≤ 8 ms", f"CPU web {cpu[0]:.1f}, database {cpu[1]:.1f} ms"
    )


def bookings_at_once(field: Field) -> Line:
    """Eight clients, each in rooms of its own, as fast as they go; what a booking costs includes the job that follows it."""
    times: list[list[tuple[str, datetime]]] = [[] for _ in range(CLIENTS)]
    for slug, at in _free_times(field, 4000):
        times[int(slug.removeprefix("salle-")) % CLIENTS].append((slug, at))
    few = min(len(each) for each in times)
    clients = [field.on.client() for _ in range(CLIENTS)]
    taken: list[float] = []

    def run(number: int) -> None:
        for slug, at in times[number][:few]:
            began = perf_counter()
            _book(clients[number], field, slug, at)
            taken.append((perf_counter() - began) * 1000)

    began = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        web, database = field.cpu(lambda: list(pool.map(run, range(CLIENTS))), runs=1)
    rate, number = len(taken) / (perf_counter() - began), len(taken)
    note = f"{rate:.0f} a second; CPU web {web / number:.1f}, database {database / number:.1f} ms"
    return Line("bookings, 8 clients at once", Timing.of(taken), None, "≥ 300 a second", note)


def planning_page(field: Field) -> Line:
    start, _end = field.week()
    client = field.on.client()
    path = f"/{field.slug}/planning/semaine/?jour={start.date()}"
    size = len(gzip.compress(client.get(path, Accept="text/html")[1], 6))
    timing = timed(lambda: _ok(client.get(path, Accept="text/html")), runs=60, warm=8)
    return Line("planning page, week, HTML", timing, None, "p50 ≤ 40 ms, ≤ 80 KB", f"{size / 1024:.0f} KB compressed")


PAGES = {
    "front": "/{slug}/", "planning, day": "/{slug}/planning/?jour={day}", "planning, month": "/{slug}/planning/mois/?jour={day}",
    "wall": "/{slug}/planning/mur/", "booking a room": "/{slug}/reserver/salle-7/?jour={day}", "choosing": "/{slug}/reserver/?jour={day}",
}  # fmt: skip


def every_page(field: Field) -> Iterator[Line]:
    """The other pages that read bookings: as many rows in each whatever else the database holds."""
    client, day = field.on.client(), (field.week()[0] + timedelta(days=1)).date()
    for name, path in PAGES.items():
        address = path.format(slug=field.slug, day=day)
        timing = timed(lambda at=address: _ok(client.get(at, Accept="text/html")), runs=60, warm=8)  # type: ignore[misc]
        web, database = field.cpu(lambda at=address: _ok(client.get(at, Accept="text/html")), runs=60)  # type: ignore[misc]
        yield Line(f"page: {name}", timing, None, "≤ 1.5 × alone", f"CPU web {web:.1f}, database {database:.1f} ms")


def memory(field: Field) -> Line:
    """After all that was asked of the workers above."""
    every = worker_megabytes(field.web)
    most, shared = max(each[0] for each in every), max(each[1] for each in every)
    return Line(
        "memory of a web worker",
        Timing(0, 0, 0),
        None,
        "≤ 110 MB",
        f"resident {most:.0f} MB, its share {shared:.0f} MB",
    )


MEASURES: list[Callable[[Field], Line | Iterator[Line]]] = [
    empty_view, week_as_json, week_of_a_room, free_rooms, first_free, booking, bookings_at_once, planning_page, every_page, memory,
]  # fmt: skip
OF_A_LARGE_PLACE: list[Callable[[Field], Line | Iterator[Line]]] = [
    empty_view,
    week_of_a_room,
    free_rooms,
    first_free,
    booking,
    memory,
]


def _free_times(field: Field, most: int) -> Iterator[tuple[str, datetime]]:
    """Half-hours that nobody booked, in the three months whose days are kept."""
    values = {
        "place": field.place, "organisation": field.organisation, "first": monday() + timedelta(days=8),
        "last": monday() + timedelta(days=85),
    }  # fmt: skip
    with field.on.admin() as sql:
        found = sql.execute(f"{FREE_TIMES} LIMIT {most}", values).fetchall()
    if len(found) < most:
        raise RuntimeError("every half-hour is booked: begin anew with an empty CANTINE_BENCH_DATA")
    return islice(((str(slug), at) for slug, at in found if isinstance(at, datetime)), most)


def _book(client: Client, field: Field, slug: str, at: datetime) -> None:
    body = {"resource": slug, "starts_at": _z(at), "ends_at": _z(at + timedelta(minutes=30))}
    status, answer = client.post(f"/api/v1/places/{field.slug}/bookings", body, **{"Idempotency-Key": str(uuid4())})
    if status != 201:
        raise RuntimeError(f"{status}: {answer[:300]!r}")


def _open(sql: object, field: Field) -> None:
    sql.execute("SELECT set_config('cantine.organisations', %s, false)", [str(field.organisation)])  # type: ignore[attr-defined]


def _ok(answer: tuple[int, bytes]) -> None:
    status, body = answer
    if status != 200:
        raise RuntimeError(f"{status}: {body[:300]!r}")


def _z(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


__all__ = ["MEASURES", "OF_A_LARGE_PLACE", "Client", "Field", "Line"]
