"""``manage.py reduce_territory FOLDER``: the packaged file anew, from @etalab/decoupage-administratif."""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cantine.territory.commands import DATA

Rows = list[dict[str, Any]]


class Command(BaseCommand):
    help = "Reduce the JSON files of FOLDER (the package's data/) to the file that the product carries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        text = "".join("\t".join(line) + "\n" for line in _lines(options["folder"]))
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0, filename="") as stream:
            stream.write(text.encode())
        DATA.write_bytes(packed.getvalue())
        self.stdout.write(f"{text.count(chr(10))} lines, {len(packed.getvalue()) // 1024} KiB")


def _lines(folder: Path) -> Iterator[tuple[str, ...]]:
    for row in _read(folder / "regions.json"):
        yield "R", row["code"], row["nom"]
    for row in _read(folder / "departements.json"):
        yield "D", row["code"], row["nom"], row["region"]
    for row in _read(folder / "communes.json"):
        if row["type"] == "commune-actuelle":
            population = str(row.get("population", ""))
            yield "C", row["code"], row["nom"], row["departement"], population, " ".join(row.get("codesPostaux", ()))


def _read(file: Path) -> Rows:
    rows: Rows = json.loads(file.read_text(encoding="utf-8"))
    return rows
