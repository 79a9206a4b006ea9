"""An arena: the product served for real on a database of its own, clients that fight for slots over HTTP, a ledger of what
they were told, and the invariants read afterwards in SQL."""

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from uuid import uuid4

import psutil
import psycopg

OVERLAPS = """
SELECT count(*) FROM booking_claim a JOIN booking_claim b ON a.unit_id = b.unit_id AND a.id < b.id
 AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at WHERE a.live AND b.live AND a.organisation_id = %(tenant)s
"""
TWICE = """
SELECT count(*) FROM booking_occurrence a JOIN booking_occurrence b ON a.resource_id = b.resource_id AND a.id < b.id
 AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at JOIN places_resource r ON r.id = a.resource_id
 WHERE a.organisation_id = %(tenant)s AND r.seats IS NULL AND a.state = 'confirmed' AND b.state = 'confirmed'
"""
OVERSOLD = """
SELECT count(*) FROM (SELECT o.resource_id, o.starts_at, sum(o.quantity) AS taken, r.seats FROM booking_occurrence o
 JOIN places_resource r ON r.id = o.resource_id WHERE o.organisation_id = %(tenant)s AND r.seats IS NOT NULL AND o.state = 'confirmed'
 GROUP BY 1, 2, 4) t WHERE taken > seats
"""
SOLD = """
SELECT r.slug, o.starts_at, sum(o.quantity) FROM booking_occurrence o JOIN places_resource r ON r.id = o.resource_id
 WHERE o.organisation_id = %(tenant)s AND o.state = 'confirmed' GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Slot:
    """One hour of one resource, with as many winners as it has seats."""

    resource: str
    starts_at: datetime
    seats: int


@dataclass
class Ledger:
    """What the clients were told, kept outside the database."""

    confirmed: list[tuple[str, datetime]] = field(default_factory=list)
    refused: list[tuple[str, datetime]] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def tomorrow() -> datetime:
    return datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=3)


def slots(exclusive: int, pools: int, seats: int) -> list[Slot]:
    """Hours of the rooms and of the pools, one after the other, all in the future."""
    rooms = [Slot(f"salle-{n + 1}", tomorrow(), 1) for n in range(exclusive)]
    return rooms + [Slot(f"postes-{n + 1}", tomorrow(), seats) for n in range(pools)]


def fight(
    *, port: int, slug: str, token: str, wanted: list[Slot], clients: int, tries: int, seed: int, over: float = 0
) -> Ledger:
    """``clients`` threads, each asking ``tries`` times for slots drawn at random, at instants drawn within ``over``
    seconds (0: one after the other, as fast as answers come); a broken connection is tried again under the same key
    until an answer comes."""
    ledger, began = Ledger(), time.monotonic()
    threads = []
    for n in range(clients):
        rng = random.Random(seed + n)
        moments = sorted(began + rng.uniform(0, over) for _ in range(tries))
        threads.append(threading.Thread(target=_client, args=(port, slug, token, wanted, moments, rng, ledger)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ledger


def _client(
    port: int, slug: str, token: str, wanted: list[Slot], moments: list[float], rng: random.Random, ledger: Ledger
) -> None:
    for moment in moments:
        time.sleep(max(0.0, moment - time.monotonic()))
        slot, key = rng.choice(wanted), str(uuid4())
        began = time.monotonic()
        status = ask_until_answered(port, slug, token, slot, key, ledger)
        took = (time.monotonic() - began) * 1000  # the retries inside: what the person waited
        with ledger.lock:
            ledger.milliseconds.append(took)
            if status == 201:
                ledger.confirmed.append((slot.resource, slot.starts_at))
            elif status == 409:
                ledger.refused.append((slot.resource, slot.starts_at))
            else:
                ledger.broken[f"HTTP {status}"] += 1


def ask_until_answered(
    port: int, slug: str, token: str, slot: Slot, key: str, ledger: Ledger, patience: float = 60
) -> int:
    """The status of the answer that came in the end; 0 when none came in ``patience`` seconds."""
    body = json.dumps({
        "resource": slot.resource,
        "starts_at": f"{slot.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "ends_at": f"{slot.starts_at + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
    })  # fmt: skip
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    deadline, pause = time.monotonic() + patience, 0.05
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", f"/api/v1/places/{slug}/bookings", body=body, headers=headers)
            answer = connection.getresponse()
            said = answer.read()
            connection.close()
        except (OSError, HTTPException) as error:
            with ledger.lock:
                ledger.broken[type(error).__name__] += 1
        else:
            if answer.status not in {502, 503}:
                return answer.status
            with ledger.lock:
                ledger.broken[f"HTTP {answer.status}"] += 1
                ledger.waits.append(answer.headers["Retry-After"] or said.decode()[:200])
        if time.monotonic() > deadline:
            return 0
        time.sleep(pause * random.uniform(0.5, 1.5))  # a client that waits longer each time, as a browser would
        pause = min(0.8, pause * 2)


@contextmanager
def killing_workers(serve: "subprocess.Popen[bytes]", *, every: float, seed: int) -> Iterator[list[int]]:
    """Kill -9 a web worker of ``serve`` again and again while the body runs; gives the pids killed."""
    killed: list[int] = []
    stop = threading.Event()
    rng = random.Random(seed)

    def hunt() -> None:
        while not stop.wait(every):
            workers = web_workers(serve.pid)
            if workers:
                victim = rng.choice(workers)
                try:
                    os.kill(victim, signal.SIGKILL)
                    killed.append(victim)
                except ProcessLookupError:
                    continue

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        yield killed
    finally:
        stop.set()
        hunter.join()


def web_workers(pid: int) -> list[int]:
    """The processes that answer: those without children under the web server that ``pid`` supervises."""
    try:
        tree = psutil.Process(pid).children(recursive=True)
        return [each.pid for each in tree if "wsgi" in each.cmdline() and not each.children()]
    except psutil.Error:
        return []


def judge(owner_url: str, slug: str, ledger: Ledger, wanted: list[Slot]) -> dict[str, object]:
    """The invariants: nothing twice, nothing oversold, nothing acknowledged lost, nothing refused while free."""
    with psycopg.connect(owner_url, autocommit=True) as sql:
        sql.execute("SELECT set_config('cantine.unscoped', 'on', false)")
        found = sql.execute("SELECT organisation_id FROM places_place WHERE slug = %s", [slug]).fetchone()
        tenant = {"tenant": found[0] if found else 0}
        count: Callable[[str], int] = lambda query: int(str((sql.execute(query, tenant).fetchone() or [0])[0]))  # noqa: E731
        sold = {(str(name), at): int(str(taken)) for name, at, taken in sql.execute(SOLD, tenant).fetchall()}
        overlaps, twice, oversold = count(OVERLAPS), count(TWICE), count(OVERSOLD)
    told = Counter(ledger.confirmed)
    lost = sum(max(0, number - sold.get(slot, 0)) for slot, number in told.items())
    refused = set(ledger.refused)
    free = [slot for slot in wanted if (slot.resource, slot.starts_at) in refused]
    phantom = sum(1 for slot in free if sold.get((slot.resource, slot.starts_at), 0) < slot.seats)
    return {
        "overlaps": overlaps,
        "twice": twice,
        "oversold": oversold,
        "acknowledged_lost": lost,
        "refused_while_free": phantom,
    }
