"""``cantine export place SLUG [--out FILE]``: everything of a place in one archive."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.places import queries as places
from cantine.web import commands


class Command(BaseCommand):
    help = "Write everything of a place into one archive: CSV, JSON and files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["place"], help=_("what to take out"))
        parser.add_argument("slug", help=_("the address of the place"))
        parser.add_argument("--out", type=Path, help=_("the file to write (default: the place’s address and the day)"))

    def handle(self, *args: Any, **options: Any) -> None:
        place = places.find_place(slug=options["slug"])
        if place is None:
            raise CommandError(_("There is no place at the address “%(slug)s”.") % {"slug": options["slug"]})
        now = clock.now()
        file: Path = options["out"] or Path(f"{place.slug}-{place.today(now).isoformat()}.zip")
        unfinished = file.with_name(f".{file.name}.part")
        try:
            with open(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as out:  # noqa: PTH123  readable by its owner only
                digest = self._export(place, now, out)
            unfinished.replace(file)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(error)s.") % {"file": file, "error": error.strerror}
            ) from error
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(_("Everything of %(place)s is in %(file)s.") % {"place": place.name, "file": file})
        self.stdout.write(f"sha256 {digest}")

    def _export(self, place: places.PlaceRef, now: Any, out: Any) -> str:
        """Under one snapshot: what is booked meanwhile is wholly in, or wholly out."""
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_isolation = 'repeatable read'")
        try:
            with scoping.scope([place.organisation_id]):
                return commands.export_place(actor=system("export"), now=now, place=place, file=out)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET default_transaction_isolation")
