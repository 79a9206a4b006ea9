"""``cantine messages``: compile the catalogues; ``--write`` updates their sources, ``--check`` judges them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cantine.config.catalogues import HOUSE, LOCALE, po_of
from cantine.config.catalogues.check import faults_of, faults_together
from cantine.config.catalogues.compiled import compile_stale
from cantine.config.catalogues.extraction import Phrase, phrases_of
from cantine.config.catalogues.po import Entry, merged, read, written


class Command(BaseCommand):
    help = "Compile the French catalogues that changed; --write updates them from the code, --check judges them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("packages", nargs="*", help="cantine.… packages; all of them unless said")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--write", action="store_true", help="add the phrases that are new, drop the unused")
        choice.add_argument("--check", action="store_true", help="fail on a hole, a leftover or a wrong typesetting")

    def handle(self, *, packages: list[str], write: bool, check: bool, **options: Any) -> None:
        chosen = packages or all_packages()
        if write:
            for package in chosen:
                self._write(package)
        if check:
            self._check(chosen)
        for made in compile_stale(LOCALE):
            self.stdout.write(f"compiled {made.relative_to(HOUSE)}")

    def _write(self, package: str) -> None:
        po, phrases = po_of(package), phrases_of(HOUSE / "cantine" / package)
        before = read(po)
        after = merged(phrases, before)
        if not after and not po.exists():
            return
        po.parent.mkdir(parents=True, exist_ok=True)
        text = written(after)
        if not po.exists() or po.read_text() != text:
            po.write_text(text)
        holes = sum(not all(entry.french) for entry in after.values())
        self.stdout.write(
            f"{package}: {len(after)} phrases, {len(after.keys() - before.keys())} new, {holes} to translate"
        )

    def _check(self, packages: list[str]) -> None:
        faults = []
        for package in packages:
            phrases = phrases_of(HOUSE / "cantine" / package)
            faults += [f"{package}: {fault}" for fault in faults_of(phrases, _entries(package))]
        faults += faults_together({package: _entries(package) for package in all_packages()})
        if faults:
            raise CommandError("\n".join([*faults, "Run `manage.py messages --write`, then write the French."]))


def _entries(package: str) -> dict[Phrase, Entry]:
    return read(po_of(package))


def all_packages() -> list[str]:
    code = {folder.name for folder in (HOUSE / "cantine").iterdir() if (folder / "__init__.py").exists()}
    left = {folder.name for folder in LOCALE.glob("*") if folder.is_dir()}
    return sorted(code | left)
