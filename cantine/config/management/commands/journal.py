"""``cantine journal``: whether the Journal still is what was sealed; for people, and for ``cantine doctor``."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from cantine.core import journal


class Command(BaseCommand):
    help = "Compute every seal of the journal again, and print what was found as JSON."

    def handle(self, *args: str, **options: Any) -> None:
        self.stdout.write(json.dumps(asdict(journal.examined())))
