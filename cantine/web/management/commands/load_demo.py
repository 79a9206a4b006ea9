"""``manage.py load_demo``: what ``cantine demo`` runs before it serves."""

from typing import Any

from django.core.management.base import BaseCommand

from cantine.core import clock
from cantine.web.demo import PASSWORD, load_demo


class Command(BaseCommand):
    help = "Load the demo: La Cantine, Paris, 2009. Running it again adds the days that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        place = load_demo(now=clock.now())
        self.stdout.write(f"{place.name}: manager@cantine.example, member@cantine.example, stranger@cantine.example")
        self.stdout.write(f"{PASSWORD}")
