"""``cantine fec --place SLUG --year YYYY --out FILE [--entity CODE]``: the file of accounting entries, checked."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cantine.accounting import queries, rules
from cantine.core import scoping
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

NO_SIREN = "000000000"


class Command(BaseCommand):
    help = "Write the file of accounting entries (FEC) of a year, and check it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--place", required=True, help=_("the address of the place"))
        parser.add_argument("--year", required=True, type=int, help=_("the year in which the financial year begins"))
        parser.add_argument(
            "--out", type=Path, help=_("the file or the folder to write (default: its legal name, here)")
        )
        parser.add_argument("--entity", default="", help=_("the short name of the legal entity (default: the place’s)"))

    def handle(self, *args: Any, **options: Any) -> None:
        place = places.find_place(slug=options["place"])
        if place is None:
            raise CommandError(_("There is no place at the address “%(slug)s”.") % {"slug": options["place"]})
        with scoping.scope([place.organisation_id]):
            entity = _entity(place, options["entity"])
            year = _year(entity, options["year"])
            lines = queries.fec_lines_of(entity.id, year, timezone=place.timezone)
        content, name = rules.fec_bytes(lines), rules.fec_name(entity.siren or NO_SIREN, year.last_day)
        file = _file(options["out"], name)
        try:
            file.write_bytes(content)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(error)s.") % {"file": file, "error": error.strerror}
            ) from error
        self._say(
            file, len(lines), rules.check_fec(content, name=name, first_day=year.first_day, last_day=year.last_day)
        )

    def _say(self, file: Path, count: int, findings: list[rules.Finding]) -> None:
        self.stdout.write(_("%(count)s lines are in %(file)s.") % {"count": count, "file": file})
        for each in findings:
            self.stdout.write(f"{each.line}: {each.code} {each.about}".rstrip())
        if findings:
            raise CommandError(_("The file is not as the law wants it: see above."))
        self.stdout.write(_("Checked: it is as the law wants it."))


def _entity(place: PlaceRef, code: str) -> queries.LegalEntityRef:
    found = queries.entity_of(place)
    if code:
        known = queries.entities_of(place.organisation_id)
        found = next((each for each in known if each.code == code), None)
    if found is None:
        raise CommandError(_("There is no such legal entity here. Choose one of the list."))
    return found


def _year(entity: queries.LegalEntityRef, wanted: int) -> rules.Year:
    years = [line.year for line in queries.years_of(entity.id)]
    found = next((year for year in years if year.first_day.year == wanted), None)
    if found is None:
        known = ", ".join(str(year.first_day.year) for year in years) or "–"
        raise CommandError(
            _("No entry is of %(year)s. Years with entries: %(known)s.") % {"year": wanted, "known": known}
        )
    return found


def _file(out: Path | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out
