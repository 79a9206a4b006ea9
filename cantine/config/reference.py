"""Pages of docs/reference that the program writes from what it is, and checks itself against."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


class PageCommand(BaseCommand):
    """Prints a page; ``--write`` puts it in docs/reference, ``--check`` fails when what stands there is older."""

    page = ""
    requires_system_checks: list[str] = []

    def text(self) -> str:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--write", action="store_true", help=f"write docs/reference/{self.page}")
        choice.add_argument("--check", action="store_true", help=f"fail if docs/reference/{self.page} is out of date")

    def handle(self, *, write: bool, check: bool, **options: Any) -> None:
        file = FOLDER / self.page
        if write:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.text())
        elif check:
            if not file.exists() or file.read_text() != self.text():
                name = self.page.removesuffix(".md")
                raise CommandError(f"docs/reference/{self.page} is out of date: run `manage.py {name} --write`.")
        else:
            self.stdout.write(self.text())


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(heads), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def first_paragraph(docstring: str | None) -> str:
    return " ".join((docstring or "").strip().split("\n\n")[0].split())
