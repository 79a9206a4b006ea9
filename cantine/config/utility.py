"""Django's management commands as a person meets them: what stops one is a sentence, not the name of an exception."""

import os
import sys
from typing import Any

from django.core.management import ManagementUtility
from django.core.management.base import OutputWrapper
from django.db import ProgrammingError
from django.utils.translation import activate
from psycopg.errors import UndefinedColumn, UndefinedFunction, UndefinedTable

from cantine.config.terminal import Stop
from cantine.config.words import _, language_of

# They speak to the person at the terminal and write nothing in words; the others keep the language of the house.
SPEAKING = {"export", "import", "token"}


class Utility(ManagementUtility):
    def execute(self) -> None:
        try:
            super().execute()
        except ProgrammingError as error:
            if isinstance(error.__cause__, UndefinedTable | UndefinedColumn | UndefinedFunction):
                raise Stop(_("The tables of this release are not there yet. Run “cantine migrate” first.")) from error
            raise

    def fetch_command(self, subcommand: str) -> Any:
        command = super().fetch_command(subcommand)
        command.stderr = _Plain(sys.stderr)
        command.stderr.style_func = command.style.ERROR
        if subcommand in SPEAKING:
            activate(language_of(os.environ))
        return command


class _Plain(OutputWrapper):
    def write(self, msg: str = "", *others: Any, **options: Any) -> None:  # type: ignore[override]  # as Django calls it
        super().write(msg.removeprefix("CommandError: "), *others, **options)
