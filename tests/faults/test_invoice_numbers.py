"""Many issuers at once, killed with -9 at random, and the database with them: no number twice, none missing, and nothing
that was acknowledged is lost. The control takes the next number without the lock of the series: it must fail. The
light versions of both run with every commit, in ``cantine/billing/tests/test_races.py``.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.ground import ROOT, Ground, ground
from cantine.config.embedded import Cluster
from cantine.config.embedded.sweep import end, processes_of
from tests.faults.test_booking_races import port_pair

ISSUED = "SELECT reference, number FROM billing_invoice WHERE issued_at IS NOT NULL ORDER BY number"
GUARDS_OFF = """
DROP TRIGGER next_number ON billing_invoice; DROP TRIGGER goes_on ON billing_series;
DROP TRIGGER number_is_used ON billing_series;
ALTER TABLE billing_invoice DROP CONSTRAINT one_document_a_number; DROP INDEX one_document_a_reference;
"""


@dataclass
class Office:
    """A place that sells, and the programs that issue for it."""

    on: Ground
    notes: Path
    seller: str

    def begin(self, name: str, seconds: float, *more: str) -> "subprocess.Popen[bytes]":
        environment = {**self.on.environment, "CANTINE_FAULTS_SELLER": self.seller}
        words = [sys.executable, "-m", "tests.faults.issuer", str(self.notes / name), str(seconds), *more]
        return subprocess.Popen(words, cwd=ROOT, env=environment)

    @property
    def acknowledged(self) -> list[str]:
        return [line for file in self.notes.iterdir() for line in file.read_text().split("\n") if line]

    def issued(self) -> list[tuple[str, int]]:
        with self.on.owner() as sql:
            sql.execute("SELECT set_config('cantine.unscoped', 'on', false)")
            return [(str(reference), int(str(number))) for reference, number in sql.execute(ISSUED).fetchall()]

    def judged(self) -> dict[str, int]:
        """Gaps, numbers given twice, acknowledged numbers that are not there."""
        issued = self.issued()
        numbers = [number for _reference, number in issued]
        return {
            "gaps": len(set(range(1, max(numbers, default=0) + 1)) - set(numbers)),
            "twice": len(numbers) - len(set(numbers)),
            "lost": len(set(self.acknowledged) - {reference for reference, _number in issued}),
        }


CLEAN = {"gaps": 0, "twice": 0, "lost": 0}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    notes = tmp_path / "notes"
    notes.mkdir()
    with ground(tmp_path / "data", port_pair()) as on:
        words = [sys.executable, "-m", "tests.faults.issuer", "furnish"]
        done = subprocess.run(words, cwd=ROOT, env=on.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        yield Office(on, notes, done.stdout.strip())


def run(office: Office, *, issuers: int, seconds: float, kills: int, seed: int, crashes: int = 0) -> None:
    """Issuers that are killed and begun again; the database, killed whole, comes back as its supervisor does it."""
    rng, until = random.Random(seed), time.monotonic() + seconds
    alive = [office.begin(str(number), seconds) for number in range(issuers)]
    moments = sorted(rng.uniform(0.3, 0.9) * seconds for _ in range(kills))
    began = time.monotonic()
    for number, moment in enumerate(moments):
        time.sleep(max(0.0, began + moment - time.monotonic()))
        victim = rng.randrange(issuers)
        os.kill(alive[victim].pid, signal.SIGKILL)
        alive[victim].wait()
        alive[victim] = office.begin(f"again-{number}", max(0.5, until - time.monotonic()))
        if number < crashes:
            crash(office.on)
    for each in alive:
        assert each.wait(timeout=seconds + 120) == 0


def crash(on: Ground) -> None:
    """Every process of the database at once, then a start from what the disk has."""
    cluster = Cluster(Path(on.environment["CANTINE_DATA"]) / "postgresql")
    end(processes_of(cluster.layout), signal.SIGKILL)
    cluster.start()


@pytest.mark.faults
def test_without_the_lock_of_the_series_numbers_are_given_twice(office: Office) -> None:
    with office.on.owner() as sql:
        sql.execute(GUARDS_OFF)
    issuers = [office.begin(str(number), 4, "careless") for number in range(4)]
    for each in issuers:
        each.wait(timeout=120)
    assert office.judged()["twice"] > 0


@pytest.mark.faults
def test_twenty_issuers_and_the_database_killed_lose_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    run(office, issuers=20, seconds=45, kills=30, seed=7, crashes=2)
    took, issued = time.monotonic() - began, len(office.issued())
    with capsys.disabled():
        sys.stdout.write(f"\n20 issuers, 30 killed, database killed twice: {issued} issued, {issued / took:.0f}/s\n")
    assert office.judged() == CLEAN
    assert issued > 500
