"""Many clients, few slots, workers killed with -9: one winner a seat, nobody refused while it is free, nothing lost.

The light version runs with every commit, the heavy one with ``make faults``. Each has its negative control: with the
guards of the database and the lock taken away, the same fight must end in double bookings, or the fight proves nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.ground import Ground, ground, serving
from bench.people import PERSON, somebody
from bench.rows import write_person, write_place, write_pools
from tests.faults.arena import Slot, fight, judge, killing_workers, slots

OVER = 50.0
CLEAN = {"overlaps": 0, "twice": 0, "oversold": 0, "acknowledged_lost": 0, "refused_while_free": 0}
# The lock is on rows of places_unit: a policy that hides them all leaves nothing to lock, and nothing else reads them.
GUARDS_OFF = """
ALTER TABLE booking_claim DROP CONSTRAINT claim_never_overlaps;
CREATE POLICY blind ON places_unit AS RESTRICTIVE USING (false);
"""
GUARDS_ON = """
DROP POLICY blind ON places_unit;
ALTER TABLE booking_claim ADD CONSTRAINT claim_never_overlaps EXCLUDE USING gist (
  int8range(unit_id, unit_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&) WHERE (live);
"""


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory, unused_tcp_port_pair: int) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("arena"), unused_tcp_port_pair) as on:
        on.token = somebody(on)
        yield on


@pytest.fixture(scope="module")
def unused_tcp_port_pair() -> int:
    return port_pair()


def port_pair() -> int:
    """A port whose next one is free too: the live pages answer there."""
    import socket

    for port in range(18_200, 18_900, 2):
        with socket.socket() as one, socket.socket() as two:
            try:
                one.bind(("127.0.0.1", port))
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("No two free ports between 18200 and 18900: free some.")


def furnish(on: Ground, slug: str, *, rooms: int, pools: int, seats: int) -> list[Slot]:
    with on.owner() as sql:
        person = write_person(sql, PERSON)
        write_place(sql, slug=slug, rooms=rooms, bookings=0, person=person)
        write_pools(sql, slug=slug, pools=pools, seats=seats)
    return slots(rooms, pools, seats)


@contextmanager
def guards_off(on: Ground) -> Iterator[None]:
    """The place of the control goes with its guards: what it sold twice would not let them come back."""
    with on.owner() as sql:
        sql.execute(GUARDS_OFF)
        try:
            yield
        finally:
            sql.execute("TRUNCATE booking_booking CASCADE")
            sql.execute(GUARDS_ON)


@pytest.mark.journey
def test_eight_clients_fight_for_ten_slots_and_none_is_sold_twice(arena: Ground) -> None:
    slug = "a-huit"
    wanted = furnish(arena, slug, rooms=5, pools=5, seats=2)
    with serving(arena) as serve, killing_workers(serve, every=1.0, seed=7) as killed:
        ledger = fight(port=arena.port, slug=slug, token=arena.token, wanted=wanted, clients=8, tries=12, seed=7)
    assert judge(arena.owner_url, slug, ledger, wanted) == CLEAN
    assert len(ledger.confirmed) + len(ledger.refused) == 8 * 12, ledger.broken
    assert killed


@pytest.mark.journey
def test_without_lock_and_constraint_the_same_fight_sells_twice(arena: Ground) -> None:
    """Negative control."""
    slug = "sans-garde"
    wanted = furnish(arena, slug, rooms=3, pools=0, seats=1)
    with guards_off(arena), serving(arena):
        ledger = fight(port=arena.port, slug=slug, token=arena.token, wanted=wanted, clients=8, tries=6, seed=11)
        verdict = judge(arena.owner_url, slug, ledger, wanted)
    assert int(str(verdict["twice"])) > 0, verdict


@pytest.mark.faults
def test_two_hundred_clients_fight_for_fifty_slots_while_workers_die(
    arena: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    """The attempts are spread at random over ``OVER`` seconds; what a client waits includes its retries."""
    slug = "a-deux-cents"
    wanted = furnish(arena, slug, rooms=25, pools=25, seats=5)
    with serving(arena) as serve, killing_workers(serve, every=0.5, seed=3) as killed:
        ledger = fight(
            port=arena.port, slug=slug, token=arena.token, wanted=wanted, clients=200, tries=5, seed=3, over=OVER
        )
    verdict = judge(arena.owner_url, slug, ledger, wanted)
    with capsys.disabled():
        print(
            f"\n200 clients, 1000 attempts in {OVER} s: {len(ledger.confirmed)} confirmed, {len(ledger.refused)} refused, "
            f"{len(killed)} workers killed, waited p50 {ledger.quantile(0.5):.0f} ms, p99 {ledger.quantile(0.99):.0f} ms, "
            f"met on the way {dict(ledger.broken)}, {verdict}"
        )
    assert verdict == CLEAN
    assert len(ledger.confirmed) + len(ledger.refused) == 1000
    assert ledger.quantile(0.99) <= 1500
