"""``cantine migrate``: Django's own, the short way (``core.postgresql.drawing``)."""

from typing import Any

from django.core.management.commands import migrate

from cantine.core.postgresql.drawing import drawing_what_changes


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with drawing_what_changes():
            super().handle(*args, **options)
