"""Jobs belong to the transaction that asks for them, and outlive the worker that dies on them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from cantine.core import scoping, stalled
from cantine.core.jobs import MOST_ATTEMPTS, later
from cantine.core.mail import Letter, post
from cantine.core.models import Mail
from tests.floor.jobs import awaited


class Lost(Exception):
    pass


def waiting_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def a_letter(now, *, once: str = "test") -> int:
    with scoping.unscoped("the test posts a letter"):
        mail_id = post(Letter("ada@cantine.example", "Bonjour", "…"), once=once, now=now, organisation_id=None)
    assert mail_id is not None
    return mail_id


@pytest.mark.django_db
def test_a_scope_that_fails_leaves_no_job_for_the_next_one(now):
    with contextlib.suppress(Lost), scoping.unscoped("the test"):
        later("core.deliver_mail", mail_id=1)
        raise Lost
    with scoping.unscoped("the test"):
        later("core.deliver_mail", mail_id=2)
    assert waiting_jobs() == ["core.deliver_mail"]


@pytest.mark.django_db
def test_a_savepoint_rolled_back_takes_its_jobs_with_it():
    with scoping.unscoped("the test"):
        later("core.deliver_mail", mail_id=1)
        with contextlib.suppress(Lost), transaction.atomic():
            later("core.deliver_mail", mail_id=2)
            raise Lost
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'mail_id' FROM procrastinate_jobs")
        assert cursor.fetchall() == [("1",)]


@pytest.mark.django_db(transaction=True)
def test_one_transaction_makes_one_batch_and_one_notification(database_urls):
    with psycopg.connect(database_urls.app, autocommit=True) as listener:
        listener.execute('LISTEN "procrastinate_any_queue_v1"')
        with scoping.unscoped("the test"):
            for number in range(20):
                later("core.deliver_mail", mail_id=number)
        heard = list(listener.notifies(timeout=1))
    assert (len(waiting_jobs()), len(heard)) == (20, 1)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_before_the_commit(database_urls):
    with psycopg.connect(database_urls.app, autocommit=True) as other, scoping.unscoped("the test"):
        later("core.deliver_mail", mail_id=1)
        assert other.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)


@pytest.fixture
def mute_server():
    """A mail server that takes the call and never answers: the job that calls it is under way for as long."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


@pytest.fixture
def before(transactional_db) -> set[int]:
    """The sessions that were there before the worker."""
    return others()


@pytest.fixture
def worker(before, database_urls, mute_server):
    """A real worker, in a process of its own, whose mail goes to the mute server."""
    environment = {
        **os.environ,
        **database_urls.environment,
        "CANTINE_EMAIL_URL": f"smtps://127.0.0.1:{mute_server.getsockname()[1]}",
    }
    command = [
        sys.executable,
        "manage.py",
        "procrastinate",
        "worker",
        "--no-listen-notify",
        "--fetch-job-polling-interval",
        "0.2",
    ]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield process
        with contextlib.suppress(ProcessLookupError):
            process.kill()


def states() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'core.deliver_mail'")
        return [row[0] for row in cursor.fetchall()]


def others() -> set[int]:
    """The sessions of this database but our own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def wait_until_gone(sessions: set[int]) -> None:
    """PostgreSQL sees in a moment that a killed worker is gone, and lets go of what it held."""
    deadline = time.monotonic() + 30
    while sessions & others():
        assert time.monotonic() < deadline, "its sessions are still there"
        time.sleep(0.1)


def give_back() -> None:
    context = type("Context", (), {"app": app})()
    awaited(stalled.give_back_stalled.func, context, timestamp=0)


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_is_given_back_and_done_once(before, worker, mute_server, now, run_jobs, mailoutbox):
    a_letter(now)
    unanswered = mute_server.accept()  # kept: a call that is hung up is a refusal, and is written as one
    its_own = others() - before
    assert its_own != set()
    assert states() == ["doing"]
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    give_back()
    assert states() == ["doing"], "its heart beat a moment ago: it may only be slow"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    give_back()
    assert states() == ["todo"]
    wait_until_gone(its_own)
    unanswered[0].close()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name <> 'core.deliver_mail'")
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    assert run_jobs() == ["core.deliver_mail"]
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_that_keeps_killing_its_worker_is_parked(now):
    a_letter(now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [MOST_ATTEMPTS - 1])
    give_back()
    assert states() == ["failed"]


@pytest.mark.django_db
def test_a_letter_whose_job_was_lost_is_tried_by_the_round(now, run_jobs, mailoutbox):
    from datetime import timedelta

    from cantine.core import mail

    a_letter(now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert mail.try_again(now=now + timedelta(minutes=1)) == 0
    assert mail.try_again(now=now + timedelta(minutes=6)) == 1
    run_jobs()
    with scoping.unscoped("the test reads the outbox"):
        assert [row.state for row in Mail.objects.all()] == [Mail.State.SENT]
    assert len(mailoutbox) == 1
