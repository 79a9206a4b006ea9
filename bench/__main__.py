"""``python -m bench [--small | --ten-million | --money]``: rows, the product, the measures, a table and a JSON file.

Two grounds, each with a database of its own: a place of 50 rooms and 100 000 bookings alone; and the same beside a place of
2 000 rooms and 1 000 000 bookings (or ten), so that what the size of the database costs shows on equal answers.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.dates import write_days
from bench.ground import FOLDER, ROOT, Ground, ground, serving
from bench.measures import MEASURES, OF_A_LARGE_PLACE, Field, Line
from bench.people import PERSON, somebody
from bench.rows import write_person, write_place

RESULTS = ROOT / "bench" / "results"
SMALL = (50, 100_000)
DAYS_AHEAD = 92  # as many as the product keeps


def main() -> int:
    asked = _asked()
    if asked.money:
        return _money()
    told: list[dict[str, object]] = []
    for sizes in asked.grounds:
        alone = len(sizes) == 1
        name = "alone" if alone else f"beside {sizes[1][1]:,}".replace(",", " ")
        with _field_of(sizes) as fields:
            for field, (rooms, _bookings) in zip(fields, sizes, strict=True):
                for line in _lines(field, large=rooms > SMALL[0]):
                    told.append({"ground": name, "place": field.slug, **line.as_json()})
                    print(_row(f"{field.slug} {name}", line), flush=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps({"at": datetime.now(UTC).isoformat(), "lines": told}, indent=1))
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--small", action="store_true", help="50 rooms and 100 000 bookings only")
    parser.add_argument("--ten-million", action="store_true", help="10 000 000 bookings in 2 000 rooms, not 1 000 000")
    parser.add_argument("--money", action="store_true", help="a month of 2 000 members billed, and nothing else")
    asked = parser.parse_args()
    large = (2000, 10_000_000 if asked.ten_million else 1_000_000)
    asked.grounds = [[SMALL]] if asked.small else [[SMALL], [SMALL, large]]
    return asked


def _money() -> int:
    """On a ground of its own, made anew each time: what was billed once is not billed again."""
    with TemporaryDirectory() as folder, ground(Path(folder)) as on:
        with on.admin() as sql:
            write_place(sql, slug="bench-money", rooms=1, bookings=0, person=write_person(sql, PERSON))
        said = {
            **on.environment,
            "DJANGO_SETTINGS_MODULE": "cantine.config.settings",
            "CANTINE_BENCH_PLACE": "bench-money",
        }
        return subprocess.run([sys.executable, "-m", "bench.money"], cwd=ROOT, env=said, check=False).returncode


@contextmanager
def _field_of(sizes: list[tuple[int, int]]) -> Iterator[list[Field]]:
    """The rows are written at the first run and kept: writing ten million takes long."""
    folder = FOLDER / str(sum(bookings for _, bookings in sizes))
    with ground(folder) as on:
        on.token = somebody(on)
        made = [_place(on, rooms, bookings) for rooms, bookings in sizes]
        with serving(on) as process:
            yield [Field(on, slug, place, bearer, rooms, process.pid) for slug, place, bearer, rooms in made]


def _place(on: Ground, rooms: int, bookings: int) -> tuple[str, int, int, list[int]]:
    slug, began = f"bench-{rooms}", perf_counter()
    with on.admin() as sql:
        person = write_person(sql, PERSON)
        place = write_place(sql, slug=slug, rooms=rooms, bookings=bookings, person=person)
        found = sql.execute("SELECT organisation_id FROM places_place WHERE id = %s", [place]).fetchone()
        ids = sql.execute("SELECT id FROM places_resource WHERE place_id = %s ORDER BY position", [place]).fetchall()
        today = datetime.now(UTC).date()
        write_days(sql, place=place, first=today - timedelta(days=1), last=today + timedelta(days=DAYS_AHEAD))
    print(f"{slug}: {bookings} bookings in {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    assert found is not None
    return slug, place, int(str(found[0])), [int(str(each[0])) for each in ids]


def _lines(field: Field, *, large: bool) -> Iterator[Line]:
    for measure in OF_A_LARGE_PLACE if large else MEASURES:
        try:
            found = measure(field)
            yield from [found] if isinstance(found, Line) else found
        except RuntimeError as reason:
            print(f"{field.slug}: {measure.__name__} could not be measured: {reason}", file=sys.stderr)


def _row(place: str, line: Line) -> str:
    ratio = f"{line.ratio:5.1f} × SQL ({line.sql.p50:.2f})" if line.ratio and line.sql else ""
    times = f"p50 {line.timing.p50:7.2f} p95 {line.timing.p95:7.2f} ms" if line.timing.runs else ""
    return f"{place:26} {line.name:31} {times:29}  {ratio:22} {line.target}  {line.note}"


if __name__ == "__main__":
    sys.exit(main())
