"""``cantine load_territory``: communes, departments and regions, from the data that the product carries."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cantine.core import clock
from cantine.core.actor import system
from cantine.territory import commands, queries


class Command(BaseCommand):
    help = "Load the communes, departments and regions; does nothing when they are there, unless --again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="load again, after the packaged data changed")

    def handle(self, *args: Any, **options: Any) -> None:
        if queries.is_loaded() and not options["again"]:
            return
        count = commands.load_territory(actor=system("load_territory"), now=clock.now())
        if options["verbosity"]:
            self.stdout.write(f"{count} communes.")
