"""The database killed hard, postmaster and backends at once, while people book over HTTP: it comes back by itself, what
was confirmed is there, and nobody met an error that was not “try again in two seconds”.

The product is served as a place runs it, ``cantine serve`` on its own embedded PostgreSQL: nobody but it restarts the
server. The negative control confirms before the disk has it (synchronous_commit off): the same kill must lose
bookings that were confirmed, or the check proves nothing.
"""

import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bench.ground import Ground, ground, serving
from bench.people import somebody
from cantine.config.embedded import Cluster
from cantine.config.embedded.sweep import end, processes_of
from tests.faults.arena import Ledger, Slot, ask_until_answered, judge, tomorrow
from tests.faults.test_booking_races import CLEAN, furnish

SLUG, ROOMS, CLIENTS = "panne", 8, 6
LATE = """
ALTER SYSTEM SET synchronous_commit = off;
ALTER SYSTEM SET wal_writer_delay = '10s';
ALTER SYSTEM SET wal_writer_flush_after = '1GB';
"""


@dataclass
class Comings:
    """When bookings were confirmed, and how long after each kill the first one was."""

    confirmed: list[tuple[float, float]] = field(default_factory=list)  # asked at, told at
    killed_at: list[float] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)

    def back_after(self) -> list[float]:
        """Seconds from each kill to the first booking that was asked for and confirmed since."""
        return [
            min((told for asked, told in self.confirmed if asked > kill), default=9e9) - kill for kill in self.killed_at
        ]


@pytest.fixture
def place(tmp_path: Path, unused_tcp_port_pair: int) -> tuple[Ground, Cluster]:
    """A furnished data folder, its database stopped: only the product starts it from now on."""
    with ground(tmp_path, unused_tcp_port_pair) as on:
        on.token = somebody(on)
        furnish(on, SLUG, rooms=ROOMS, pools=0, seats=1)
        alone = {name: value for name, value in on.environment.items() if not name.startswith("CANTINE_DATABASE")}
    return replace(on, environment=alone), Cluster(tmp_path / "postgresql")


@pytest.fixture
def unused_tcp_port_pair() -> int:
    from tests.faults.test_booking_races import port_pair

    return port_pair()


@contextmanager
def booking(on: Ground, *, seed: int) -> Iterator[tuple[Ledger, Comings, list[Slot]]]:
    """Clients that each book free slots of their own, one after the other, until the block ends."""
    ledger, comings, stop, wanted = Ledger(), Comings(), threading.Event(), list(_free_slots())
    random.Random(seed).shuffle(wanted)
    queue = iter(list(wanted))
    asked: list[Slot] = []

    def client() -> None:
        while not stop.is_set():
            with ledger.lock:
                slot = next(queue)
                asked.append(slot)
            asked_at = time.monotonic()
            status = ask_until_answered(on.port, SLUG, on.token, slot, str(uuid4()), ledger)
            with ledger.lock:
                if status == 201:
                    ledger.confirmed.append((slot.resource, slot.starts_at))
                    comings.confirmed.append((asked_at, time.monotonic()))
                else:
                    ledger.broken[f"in the end {status}"] += 1

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield ledger, comings, asked
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _free_slots() -> Iterator[Slot]:
    for day in range(100):
        for hour in range(8):
            for room in range(ROOMS):
                yield Slot(f"salle-{room + 1}", tomorrow() + timedelta(days=day, hours=hour), 1)


def kill(cluster: Cluster, comings: Comings) -> None:
    """Postmaster and every backend, with -9, at once."""
    processes = processes_of(cluster.layout)
    comings.killed_at.append(time.monotonic())
    comings.processes.append(len(processes))
    end(processes, signal.SIGKILL)


def answers_of_pages(port: int) -> set[int]:
    """What somebody who reads a page meets meanwhile."""
    door = HTTPConnection("127.0.0.1", port, timeout=30)
    door.request("GET", f"/{SLUG}/", headers={"Host": f"localhost:{port}", "Cookie": "session=x"})
    return {door.getresponse().status}


@pytest.mark.faults
def test_the_database_killed_under_load_comes_back_alone_and_loses_nothing(
    place: tuple[Ground, Cluster], capsys: pytest.CaptureFixture[str]
) -> None:
    on, cluster = place
    pages: set[int] = set()
    with serving(on):
        with booking(on, seed=5) as (ledger, comings, asked):
            for _round in range(4):
                time.sleep(3)
                kill(cluster, comings)
                for _look in range(5):
                    pages |= answers_of_pages(on.port)
                    time.sleep(0.2)
            time.sleep(7)
        verdict = judge(cluster.urls().owner, SLUG, ledger, asked)
        twice = _written_twice(cluster.urls().owner)
    back = comings.back_after()
    with capsys.disabled():
        print(
            f"\ndatabase killed {len(back)} times ({sum(comings.processes)} processes): writable again after "
            f"{', '.join(f'{seconds:.1f}' for seconds in back)} s; {len(ledger.confirmed)} confirmed of {len(asked)}, "
            f"met on the way {dict(ledger.broken)}, pages {sorted(pages)}, {verdict}"
        )
    assert verdict == CLEAN
    assert twice == 0
    assert len(ledger.confirmed) == len(asked)
    assert max(back) <= 15
    assert set(ledger.broken) <= {"HTTP 503"}
    assert pages <= {200, 503}


@pytest.mark.faults
def test_confirmed_before_the_disk_has_it_is_found_to_be_lost(
    place: tuple[Ground, Cluster], capsys: pytest.CaptureFixture[str]
) -> None:
    """Negative control."""
    on, cluster = place
    with serving(on):
        with psycopg.connect(cluster.admin_url(), autocommit=True) as sql:
            for line in LATE.strip().splitlines():
                sql.execute(line.encode())
            sql.execute("SELECT pg_reload_conf()")
        with booking(on, seed=6) as (ledger, comings, asked):
            time.sleep(4)
            kill(cluster, comings)
            time.sleep(4)
        verdict = judge(cluster.urls().owner, SLUG, ledger, asked)
    with capsys.disabled():
        print(f"\ncontrol, commits told before they are written: {verdict}")
    assert int(str(verdict["acknowledged_lost"])) > 0


def _written_twice(url: str) -> int:
    """Bookings that a retry would have made a second time."""
    with psycopg.connect(url) as sql:
        row = sql.execute(
            "SELECT count(*) FROM (SELECT resource_id, starts_at FROM booking_occurrence WHERE state = 'confirmed' "
            "GROUP BY 1, 2 HAVING count(*) > 1) AS twice"
        ).fetchone()
    return int(str(row[0])) if row else 0
