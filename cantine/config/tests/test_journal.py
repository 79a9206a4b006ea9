"""The Journal is sealed in a chain: whoever edits, cuts or adds an entry in the database itself is found out."""

import json
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from cantine.config.doctor.finding import Level
from cantine.config.doctor.service import journal_finding
from cantine.core import journal, scoping
from cantine.core.actor import system
from cantine.core.facts import record
from cantine.people.facts import ProfileChanged

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "the test writes facts of nobody"


@pytest.fixture
def sealed(now):
    """Three batches of four entries, each under its seal, with room between the last two for one more."""

    written = []

    def write(count):
        with scoping.unscoped(WHY):
            for number in range(count):
                happened = ProfileChanged(organisation_id=None, person_id=number)
                written.append(record(happened, actor=system("test"), now=now, replay=True).journal_id)

    for batch in range(3):
        write(4)
        seal_settled(now)
        if batch == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval(pg_get_serial_sequence('core_journalentry', 'id'))")
    return written


def seal_settled(now):
    """A batch waits for every transaction of the server that began before it, those of a test running beside this one too."""
    until = time.monotonic() + 60
    while journal.seal(now=now) is None:
        assert time.monotonic() < until, "nothing was settled"
        time.sleep(0.05)


def by_hand(as_owner, statement, *values):
    """As somebody with the owner's password, past the trigger that keeps the Journal append-only."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_journalentry DISABLE TRIGGER journal_stands")
        cursor.execute("SELECT set_config('cantine.unscoped', 'on', false)")
        cursor.execute(statement, values)
        cursor.execute("SELECT set_config('cantine.unscoped', '', false)")
        cursor.execute("ALTER TABLE core_journalentry ENABLE TRIGGER journal_stands")


def said():
    out = StringIO()
    call_command("journal", stdout=out)
    return journal_finding(**json.loads(out.getvalue()))


def test_a_chain_that_nobody_touched_is_whole(sealed):
    assert journal.examined() == journal.Chain(seals=3, entries=12, broken=(), strays=0)
    assert said().level == Level.WELL


@pytest.mark.parametrize("number", [0, 5, 11])
def test_an_entry_edited_by_hand_is_found_and_the_doctor_says_where(sealed, as_owner, number):
    entry = sealed[number]
    by_hand(as_owner, "UPDATE core_journalentry SET data = '{\"number\": 99}' WHERE id = %s", entry)
    [(first, last)] = journal.examined().broken
    assert (first <= entry <= last, said().level, f"{first}" in said().sentence) == (True, Level.WRONG, True)


def test_an_entry_cut_by_hand_is_found(sealed, as_owner):
    by_hand(as_owner, "DELETE FROM core_journalentry WHERE id = %s", sealed[6])
    assert len(journal.examined().broken) == 1
    assert said().level == Level.WRONG


def test_a_whole_batch_cut_with_its_seal_is_found_by_the_next(sealed, as_owner):
    by_hand(as_owner, "DELETE FROM core_journalentry WHERE id BETWEEN %s AND %s", sealed[4], sealed[7])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_journalseal WHERE last_id = %s", [sealed[7]])
    assert journal.examined().broken == ((sealed[8], sealed[11]),)


def test_an_entry_slipped_in_between_two_seals_is_found(sealed, as_owner):
    assert sealed[8] - sealed[7] == 2
    by_hand(
        as_owner,
        "INSERT INTO core_journalentry (id, name, data, at, actor_kind, actor_name) "
        "VALUES (%s, 'test.Happened', '{}', now(), 'system', 'test')",
        sealed[7] + 1,
    )
    assert (journal.examined().strays, said().level) == (1, Level.WRONG)
