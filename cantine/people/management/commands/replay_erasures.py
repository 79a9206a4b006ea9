"""``cantine replay_erasures FILE…``: erase again those whom a restored backup brought back. ``cantine restore`` does it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cantine.core import clock, facts
from cantine.core.actor import system
from cantine.core.tasks import react
from cantine.people import commands, queries
from cantine.people.facts import PersonErased


class Command(BaseCommand):
    help = "Erase again the persons whom registers of erasures name. “cantine restore” does it by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("registers", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        digests = {
            line.strip() for file in options["registers"] if file.exists() for line in file.read_text().splitlines()
        }
        found = queries.persons_of_digests(digests)
        for person_id in found:
            journal_id = commands.erase_person(actor=system("cantine restore"), now=clock.now(), person_id=person_id)
            for reaction in facts.reactions_to(PersonErased.NAME):  # before anything is served, not when a worker comes
                react(journal_id, reaction)
        self.stdout.write(f"{len(found)}")
