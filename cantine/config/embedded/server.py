"""One postmaster: created, started, found again, waited for, stopped."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import psutil
from psycopg import pq

from cantine.config.embedded.account import Account, names_for
from cantine.config.embedded.conf import ACCESS, configuration
from cantine.config.embedded.errors import ClusterError
from cantine.config.embedded.layout import Layout
from cantine.config.embedded.programs import Programs
from cantine.config.embedded.sweep import end, processes_of
from cantine.config.words import _

ADMIN = "postgres"
STEP_SECONDS = 0.03
PROGRESS_SECONDS = 5.0
SILENCE_SECONDS = 20.0
STOP_SECONDS = 60.0
LONGEST_LOG_BYTES = 5_000_000


def create(layout: Layout, programs: Programs, account: Account, *, password: str) -> None:
    """Make the data directory with initdb, aside, then give it its name: one that has its name is whole."""
    for leftover in layout.folder.glob("data.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = layout.folder / f"data.new-{secrets.token_hex(4)}"
    aside.mkdir(mode=0o700)
    account.give(aside)
    secret = layout.socket_folder / "initial-password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="utf-8")
    account.give(secret)
    try:
        _initdb(programs, account, data=aside, secret=secret)
    finally:
        secret.unlink()
    aside.rename(layout.data)


def _initdb(programs: Programs, account: Account, *, data: Path, secret: Path) -> None:
    with names_for(account, [data, secret.parent]) as names:
        arguments = [
            *(
                "--pgdata",
                names[data],
                "--username",
                ADMIN,
                "--pwfile",
                f"{names[secret.parent]}/{secret.name}",
            ),
            *(
                "--encoding",
                "UTF8",
                "--locale-provider",
                "builtin",
                "--builtin-locale",
                "C.UTF-8",
                "--locale",
                "C",
            ),
            *("--auth", "scram-sha-256", "--data-checksums"),
        ]
        done = subprocess.run(
            [programs.path("initdb"), *arguments],
            pass_fds=names.descriptors,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **account.spawning(),
        )
    if done.returncode:
        raise ClusterError(_("PostgreSQL could not create its data folder: {why}").format(why=done.stderr.strip()))


def configure(layout: Layout, account: Account, *, settings: Mapping[str, str]) -> None:
    """Write the two configuration files, whole, as the account's own."""
    for name, text in (("postgresql.conf", configuration(settings)), ("pg_hba.conf", ACCESS)):
        aside = layout.data / f"{name}.new"
        aside.write_text(text, encoding="utf-8")
        aside.chmod(0o600)
        account.give(aside)
        aside.replace(layout.data / name)


def launch(layout: Layout, programs: Programs, account: Account) -> psutil.Process:
    """Start the postmaster, apart from the terminal's signals: Ctrl-C must end those who use it first."""
    with names_for(account, [layout.data, layout.socket_folder]) as names, _log_of(layout) as log:
        return psutil.Popen(
            [
                programs.path("postgres"),
                *("-D", names[layout.data]),
                *("-c", f"unix_socket_directories={names[layout.socket_folder]}"),
                *("-c", f"cluster_name={layout.identity}"),
            ],
            pass_fds=names.descriptors,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **account.spawning(),
        )


def alive(process: psutil.Process) -> bool:
    """Whether the process still runs; a dead child is reaped in passing."""
    try:
        process.wait(timeout=0)
    except psutil.TimeoutExpired:
        return bool(process.is_running())
    return False


def answer(layout: Layout) -> pq.Ping:
    """What the socket says: OK, REJECT (starting or recovering), or no response."""
    conninfo = f"host='{layout.socket_folder}' dbname={ADMIN} user={ADMIN} connect_timeout=2"
    return pq.Ping(pq.PGconn.ping(conninfo.encode()))


def wait_until_ready(layout: Layout, process: psutil.Process, *, tell: Callable[[str], None]) -> bool:
    """Wait for the server, saying so from time to time; False if it died first, or had to be ended.

    A server that says it is recovering is waited for however long that takes. One that says nothing at all has lost
    its socket (a cleaner of temporary folders, a moved data folder): it is stopped, for a new one to be started.
    """
    began = said = heard = time.monotonic()
    while (state := answer(layout)) != pq.Ping.OK:
        now = time.monotonic()
        heard = now if state == pq.Ping.REJECT else heard
        if not alive(process):
            return False
        if now - heard > SILENCE_SECONDS:
            stop(layout, process)
            return False
        if now - said > PROGRESS_SECONDS:
            said = now
            sentence = _("PostgreSQL is checking its data after a hard stop: {seconds} s so far…")
            tell(sentence.format(seconds=round(now - began)))
        time.sleep(STEP_SECONDS)
    return True


def stop(layout: Layout, process: psutil.Process) -> None:
    """End the server cleanly: sessions are cut, nothing is lost; harder if it takes more than a minute."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        end([process], how)
        try:
            process.wait(timeout=STOP_SECONDS)
        except psutil.TimeoutExpired:
            continue
        break
    psutil.wait_procs(processes_of(layout), timeout=5)


def last_words(layout: Layout, *, lines: int = 5) -> str:
    """The end of the server's log."""
    return "\n".join(layout.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _log_of(layout: Layout) -> BinaryIO:
    """The log, opened by us: the server needs no right on it. The former one is kept once it is long."""
    if layout.log.exists() and layout.log.stat().st_size > LONGEST_LOG_BYTES:
        layout.log.replace(layout.log.with_suffix(".log.1"))
    return os.fdopen(os.open(layout.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
