"""``python -m bench [--rooms 50] [--bookings 100000]``: rows, the product, the measures, the table."""

import argparse
import json
import sys
from datetime import UTC, datetime

from bench.ground import ROOT, Ground, ground, serving
from bench.measures import Field, Line, all_measures
from bench.people import PERSON, somebody
from bench.rows import write_person, write_place

RESULTS = ROOT / "bench" / "results"


def main() -> int:
    asked = _asked()
    lines: list[tuple[str, Line]] = []
    with ground() as on:
        on.token = somebody(on)
        fields = [_field(on, rooms, bookings) for rooms, bookings in asked.sizes]
        with serving(on):
            for field in fields:
                for measure in all_measures():
                    try:
                        line = measure(field)
                    except RuntimeError as reason:
                        print(f"{field.slug}: {measure.__name__} could not be measured: {reason}", file=sys.stderr)
                        continue
                    lines.append((field.slug, line))
                    print(_row(field.slug, line), flush=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    told = [{"place": slug, **line.as_json()} for slug, line in lines]
    (RESULTS / "latest.json").write_text(json.dumps({"at": datetime.now(UTC).isoformat(), "lines": told}, indent=1))
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--small", action="store_true", help="50 rooms and 100 000 bookings only")
    parser.add_argument(
        "--ten-million", action="store_true", help="2 000 rooms and 10 000 000 bookings instead of 1 000 000"
    )
    asked = parser.parse_args()
    large = (2000, 10_000_000 if asked.ten_million else 1_000_000)
    asked.sizes = [(50, 100_000)] if asked.small else [(50, 100_000), large]
    return asked


def _field(on: Ground, rooms: int, bookings: int) -> Field:
    slug = f"bench-{rooms}"
    with on.owner() as sql:
        person = write_person(sql, PERSON)
        place = write_place(sql, slug=slug, rooms=rooms, bookings=bookings, person=person)
        found = sql.execute("SELECT organisation_id FROM places_place WHERE id = %s", [place]).fetchone()
        ids = sql.execute("SELECT id FROM places_resource WHERE place_id = %s ORDER BY position", [place]).fetchall()
    assert found is not None
    return Field(on, slug, place, int(str(found[0])), [int(str(each[0])) for each in ids])


def _row(slug: str, line: Line) -> str:
    ratio = f"{line.ratio:5.1f} × SQL ({line.sql.p50:.2f})" if line.ratio and line.sql else ""
    return f"{slug:11} {line.name:32} p50 {line.timing.p50:7.2f} p95 {line.timing.p95:7.2f} ms  {ratio:22} {line.target}  {line.note}"


if __name__ == "__main__":
    sys.exit(main())
