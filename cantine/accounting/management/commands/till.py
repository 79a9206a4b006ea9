"""``cantine till verify FILE``: whether the archive of a till is what it was when it was made. It needs nothing but the file."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.accounting.rules.archive import TABLES, TAKINGS, Altered, Row, altered_in

Tables = Mapping[str, Sequence[Row]]


class Command(BaseCommand):
    help = "Check the archive of a till: nothing in it was altered, nothing removed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["verify"], help=_("what to do with it"))
        parser.add_argument("file", type=Path, help=_("the archive, as it was downloaded from the till"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tables = _tables(options["file"])
            wrong = altered_in(tables)
        except (OSError, BadZipFile, KeyError, ValueError, AttributeError, IndexError) as why:
            raise CommandError(_("“%(file)s” is not the archive of a till.") % {"file": options["file"]}) from why
        if wrong:
            raise CommandError("\n".join(map(_sentence, wrong)))
        rows = sum(map(len, tables.values()))
        told = ngettext("Nothing was altered: %(count)s record.", "Nothing was altered: %(count)s records.", rows)
        self.stdout.write(told % {"count": rows})


def _tables(file: Path) -> Tables:
    with ZipFile(file) as box:
        names = {f"{name}.json": name for name in TABLES}
        found = {names[each]: json.loads(box.read(each)) for each in box.namelist() if each in names}
    if TAKINGS not in found:
        raise KeyError(TAKINGS)
    return found


def _sentence(wrong: Altered) -> str:
    said = {"table": wrong.table, "row": wrong.row}
    if wrong.missing:
        return _("%(table)s: at line %(row)s, something that was counted is not there any more.") % said
    return _("%(table)s: line %(row)s is not what it was.") % said
