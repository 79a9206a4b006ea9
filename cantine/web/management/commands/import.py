"""``cantine import members|resources|bookings FILE.csv --place SLUG``: shown first, done with ``--apply``;
``cantine import balances|unpaid|passes|shareholders FILE.csv --day DAY``, the old books; and ``cantine import place ARCHIVE``."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.refusals import sentence
from cantine.kernel import Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.web import commands, queries, rules
from cantine.web.commands.takeover_wording import sums_in_words
from cantine.web.queries import AnyPlan

SHOWN = 200
TOLD = 20
MARKS = {rules.Status.NEW: "+", rules.Status.CHANGED: "~"}


class Command(BaseCommand):
    help = "Bring a place’s members, rooms or bookings in from a CSV file, or a whole place from its archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=[*rules.KINDS, *rules.OLD_BOOKS, "place"], help=_("what the file holds"))
        parser.add_argument("file", type=Path, help=_("the file to bring in"))
        parser.add_argument("--place", metavar="SLUG", help=_("the address of the place"))
        tools = sorted(rules.MAPPINGS)
        parser.add_argument("--mapping", choices=tools, default="cantine", help=_("the tool it comes from"))
        parser.add_argument("--apply", action="store_true", help=_("do it: without this word, it is only shown"))
        parser.add_argument("--day", type=date.fromisoformat, help=_("for old books: their last day, 2026-06-30"))
        parser.add_argument("--slug", default="", help=_("for an archive: the address that the place takes here"))
        parser.add_argument("--organisation", type=UUID, help=_("for an archive: the organisation that bears it here"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["what"] == "place":
                self._import_place(options["file"], slug=options["slug"], organisation=options["organisation"])
            elif options["what"] in rules.OLD_BOOKS:
                self._take_over(
                    place=_place(options["place"]),
                    **{name: options[name] for name in ("what", "file", "day", "apply")},
                )
            else:
                self._import(
                    place=_place(options["place"]),
                    **{name: options[name] for name in ("what", "file", "mapping", "apply")},
                )
        except Refused as refused:
            raise CommandError("\n".join(sentence(each) for each in refused.refusals)) from refused
        except OSError as error:
            said = {"file": options["file"], "error": error.strerror}
            raise CommandError(_("%(file)s cannot be read: %(error)s.") % said) from error

    def _import_place(self, file: Path, *, slug: str, organisation: UUID | None) -> None:
        with file.open("rb") as opened:
            place = commands.import_place(
                actor=system("import"), now=clock.now(), file=opened, slug=slug, organisation=organisation
            )
        self.stdout.write(
            _("%(place)s is here, at the address “%(slug)s”.") % {"place": place.name, "slug": place.slug}
        )

    def _import(self, *, what: str, file: Path, place: PlaceRef, mapping: str, apply: bool) -> None:
        with file.open("rb") as opened:
            data = opened.read(rules.MOST_BYTES + 1)
        now = clock.now()
        with scoping.scope([place.organisation_id]):
            plan = queries.plan_of(place=place, kind=what, data=data, mapping=mapping, now=now)
            self._show(plan)
            if apply and not plan.wrong:
                commands.import_rows(
                    actor=system("import"), now=now, place=place, kind=what, data=data, mapping=mapping
                )
        self._conclude(plan, apply=apply)

    def _take_over(self, *, what: str, file: Path, place: PlaceRef, day: date | None, apply: bool) -> None:
        if day is None:
            raise CommandError(_("Say the last day of the old books with --day, as 2026-06-30."))
        with file.open("rb") as opened:
            data = opened.read(rules.MOST_BYTES + 1)
        with scoping.scope([place.organisation_id]):
            plan = queries.takeover_plan_of(place=place, kind=what, data=data, day=day)
            self._show(plan)
            for words, value in sums_in_words(what, plan):
                self.stdout.write(f"{words}: {value}")
            if apply and not plan.wrong:
                commands.take_over(actor=system("import"), now=clock.now(), place=place, kind=what, data=data, day=day)
        self._conclude(plan, apply=apply)

    def _show(self, plan: AnyPlan) -> None:
        for wrong in plan.wrong[:SHOWN]:
            said = {"line": wrong.line, "column": wrong.column, "value": wrong.value, "why": sentence(wrong.refusal)}
            self.stderr.write(_("Line %(line)s, column “%(column)s”, “%(value)s”: %(why)s") % said)
        if len(plan.wrong) > SHOWN:
            self.stderr.write(_("… and %(count)s more.") % {"count": len(plan.wrong) - SHOWN})
        for line in plan.written[:TOLD]:
            self.stdout.write(f"{MARKS[line.status]} {line.line:>5}  {line.said}")
        if len(plan.written) > TOLD:
            self.stdout.write(_("… and %(count)s more.") % {"count": len(plan.written) - TOLD})
        if plan.unread:
            self.stdout.write(_("Columns left aside: %(names)s.") % {"names": ", ".join(plan.unread)})
        counts = {"new": plan.new, "changed": plan.changed, "known": plan.known, "wrong": len(plan.wrong)}
        self.stdout.write(_("New: %(new)s. Changed: %(changed)s. There already: %(known)s. Wrong: %(wrong)s.") % counts)

    def _conclude(self, plan: AnyPlan, *, apply: bool) -> None:
        if plan.wrong:
            raise CommandError(_("Nothing was brought in. Correct these lines, then run the command again."))
        if apply:
            self.stdout.write(_("Everything was brought in."))
        else:
            self.stdout.write(_("Nothing was brought in yet. Run the command again with --apply to do it."))


def _place(slug: str) -> PlaceRef:
    """The place of this address; without one, the only place there is."""
    if slug:
        found = places.find_place(slug=slug)
        if found is None:
            raise CommandError(_("There is no place at the address “%(slug)s”.") % {"slug": slug})
        return found
    only = places.only_place()
    if only is None:
        raise CommandError(_("Say which place with --place and its address."))
    return only
