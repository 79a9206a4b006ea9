"""Somebody who holds the database changes or removes what was rung, by hand, as its owner, with every guard off: the verifier of the
till finds it, and so does the archive alone, by its own script and by ``cantine till verify``."""

import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import translation

from cantine.billing.commands import counter as commands
from cantine.billing.rules.counter import Means
from cantine.billing.tests.test_counter import Till, execute
from cantine.places import commands as places

pytestmark = pytest.mark.django_db
TABLES = ("billing_countersale", "billing_counterclosing", "accounting_taking", "accounting_closing")
CHANGED = {
    "a total": "UPDATE billing_countersale SET total_cents = total_cents - 100 WHERE number = 2",
    "a line": "UPDATE billing_countersale SET lines = replace(lines, '1800', '1700') WHERE number = 2",
    "its VAT": "UPDATE billing_countersale SET vat = replace(vat, '300', '200') WHERE number = 2",
    "its day": "UPDATE billing_countersale SET day = day - 1 WHERE number = 2",
    "its means": "UPDATE billing_countersale SET means = 'card' WHERE number = 2",
    "the first removed": "DELETE FROM billing_countersale WHERE number = 1",
    "one removed": "DELETE FROM billing_countersale WHERE number = 2",
    "the last removed": "DELETE FROM billing_countersale WHERE number = 4",
    "one removed and the others numbered again": "DELETE FROM billing_countersale WHERE number = 2; "
    "UPDATE billing_countersale SET number = number - 1 WHERE number > 2",
    "a closing": "UPDATE billing_counterclosing SET total_cents = total_cents - 100 WHERE number = 1",
    "all that was closed removed": "DELETE FROM billing_countersale; DELETE FROM accounting_taking",
    "the closing of a drawer": "UPDATE accounting_closing SET counted_cents = counted_cents - 100",
}


@pytest.fixture
def till(house: Any, as_owner: Any) -> Till:
    """Three sales of a day that is closed, one of the next; then every trigger is off."""
    places.note_contact(**house.said, person_id=house.three.member.pk)
    till = Till(house)
    for _ in range(3):
        till.ring(("coffee", 2), ("day", 1))
    till.close(16_300)
    tomorrow = house.now + timedelta(days=1)
    commands.ring_sale(**{**till.said, "now": tomorrow}, key="next", taps=[_tap(till)], means=Means.CARD)
    with as_owner(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return till


def _tap(till: Till) -> Any:
    from cantine.billing.rules.counter import Tap

    return Tap(till.buttons["coffee"], 1)


def archive_of(till: Till, folder: Path) -> Path:
    client = Client()
    client.force_login(till.house.three.manager)
    file = folder / "caisse.zip"
    file.write_bytes(client.get(f"/{till.place.slug}/caisse/archive.zip").content)
    return file


def by_command(file: Path) -> str:
    out = StringIO()
    try:
        with translation.override("en"):
            call_command("till", "verify", file, stdout=out)
    except CommandError as why:
        return f"wrong: {why}"
    return out.getvalue()


def by_script(file: Path) -> int:
    folder = file.parent / "opened"
    with ZipFile(file) as box:
        box.extractall(folder)
    done = subprocess.run([sys.executable, "verifier.py"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode


def test_what_was_only_rung_and_closed_is_whole(till: Till, tmp_path: Path) -> None:
    file = archive_of(till, tmp_path)
    assert till.verdict().whole
    assert (by_script(file), by_command(file)) == (0, "Nothing was altered: 10 records.\n")


@pytest.mark.parametrize("statement", CHANGED.values(), ids=list(CHANGED))
def test_what_was_changed_or_removed_by_hand_is_found_everywhere(
    till: Till, tmp_path: Path, as_owner: Any, statement: str
) -> None:
    from cantine.accounting.queries import verify_chain

    with as_owner():
        execute(statement)
    assert not (till.verdict().whole and verify_chain(till.drawer.id).whole)
    file = archive_of(till, tmp_path)
    assert by_script(file) == 1
    assert by_command(file).startswith("wrong: ")


def test_an_archive_that_was_changed_afterwards_is_found_and_another_file_is_told_apart(
    till: Till, tmp_path: Path
) -> None:
    file = archive_of(till, tmp_path)
    with ZipFile(file) as box:
        kept = {name: box.read(name) for name in box.namelist()}
    kept["ventes.json"] = kept["ventes.json"].replace(b"2100", b"2000", 1)
    with ZipFile(file, "w") as box:
        for name, content in kept.items():
            box.writestr(name, content)
    assert by_command(file) == "wrong: ventes: line 1 is not what it was."
    other = tmp_path / "other.zip"
    with ZipFile(other, "w") as box:
        box.writestr("x", "y")
    for wrong in (other, tmp_path / "nowhere.zip", Path(__file__)):
        assert by_command(wrong).endswith("is not the archive of a till.")
