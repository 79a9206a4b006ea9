"""The command line as a person meets it: started, interrupted, killed, started again."""

import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from cantine.config.embedded import Cluster
from cantine.config.supervisor import MARK, Child, Supervisor, mark_of, python, sweep_leftovers

pytestmark = pytest.mark.programs

CLONE = Path(__file__).resolve().parents[3]
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen(["sleep", "60"])
with open(sys.argv[1], "a") as note:
    note.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(60)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the tests that only read it."""
    return tmp_path_factory.mktemp("data")


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CANTINE_")}
    return {**kept, "CANTINE_DATA": str(data), "LANG": "en", "LANGUAGE": "en", **more}


def cantine(*arguments: str, data: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "cantine", *arguments],
        env=environment(data, **more),
        cwd=CLONE,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def free_port() -> int:
    """The first of two free ports in a row."""
    for number in range(21000 + os.getpid() % 2000 * 10, 65000, 10):
        with suppress(OSError), socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", number))
            second.bind(("127.0.0.1", number + 1))
            return number
    raise AssertionError("no free port")


def eventually(question: Callable[[], bool], *, seconds: float = 20) -> float:
    began = time.monotonic()
    while not question():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - began


def line_with(words: str, process: "subprocess.Popen[str]", *, seconds: float = 60) -> str:
    """The first line that holds ``words``; what was said instead, if none does in time."""
    assert process.stdout is not None
    heard = ""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if select.select([process.stdout], [], [], 0.5)[0]:
            heard += os.read(process.stdout.fileno(), 65536).decode()
        if found := [line for line in heard.splitlines(keepends=True) if words in line and line.endswith("\n")]:
            return found[0]
        if process.poll() is not None:
            break
    raise AssertionError(f"it never said “{words}”, but:\n{heard}")


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ui/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def marked(data: Path) -> list[psutil.Process]:
    """Every living process that a supervisor of this data folder started."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK, "").endswith(f":{data}"):
                found.append(process)
    return found


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder at rest with tables and gathered files: copied by the tests that start from one. Of two processes that test,
    the first makes it; the other waits, and finds it there."""
    mine = tmp_path_factory.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    data, made = shared / "migrated", shared / "migrated.made"
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            done = cantine("migrate", data=data)
            assert (done.returncode, done.stdout) == (0, "The tables are those of this release.\n")
            made.touch()
    return data


def copy(data: Path, into: Path) -> None:
    """Owners too: started by root, the database belongs to an account of its own."""
    into.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", f"{data}/.", into], check=True)


@pytest.fixture
def served(tmp_path: Path, migrated: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A running ``cantine serve`` and its port; nothing of it outlives the test."""
    port = free_port()
    copy(migrated, tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "cantine", "serve", "--workers", "2"],
        env=environment(tmp_path, PORT=str(port)),
        cwd=CLONE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        eventually(lambda: answers(port), seconds=60)
        yield process, port
    finally:
        process.kill()
        process.wait()
        sweep_leftovers(tmp_path)  # the job worker outlives a hard stop, and would hold the pipe open
        process.communicate()
        if (tmp_path / "postgresql").exists():
            with Cluster(tmp_path / "postgresql").running_for_this_process():
                pass


def test_doctor_says_that_tables_are_missing_and_fails(data: Path) -> None:
    done = cantine("doctor", data=data)
    assert done.returncode == 1
    assert "✗  Tables: not yet those of this release. Run “cantine migrate”." in done.stdout
    assert "which row-level security holds" in done.stdout


def test_a_database_that_does_not_answer_is_said_in_one_sentence(data: Path) -> None:
    done = cantine("migrate", data=data, CANTINE_DATABASE_URL="postgresql://somebody@127.0.0.1:1/nothing")
    assert done.returncode == 1
    assert done.stderr.startswith("The database of CANTINE_DATABASE_URL does not answer:")
    assert "Traceback" not in done.stderr


def test_a_busy_port_is_said_plainly_and_another_is_offered(data: Path) -> None:
    port = free_port()
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", port))
        busy.listen()
        done = cantine("serve", data=data, PORT=str(port), CANTINE_CALLED_AS="make demo")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is already in use. Choose another one: PORT=")
    assert done.stderr.rstrip().endswith("make demo")


def test_a_word_that_is_not_ours_is_a_management_command(data: Path) -> None:
    assert cantine("check", data=data).returncode == 0
    unknown = cantine("no-such-command", data=data)
    assert unknown.returncode == 1
    assert "no-such-command" in unknown.stderr


def test_no_page_is_served_on_tables_of_another_release(data: Path) -> None:
    done = cantine("serve", data=data, PORT=str(free_port()))
    assert done.returncode == 1
    assert done.stderr == "The tables of this release are not there yet. Run “cantine migrate” first.\n"


def test_an_installation_without_the_demo_knows_the_communes(migrated: Path, tmp_path: Path) -> None:
    copy(migrated, tmp_path)
    with Cluster(tmp_path / "postgresql").running_for_this_process() as urls, psycopg.connect(urls.app) as sql:
        assert sql.execute("SELECT name FROM territory_commune WHERE code = '35238'").fetchone() == ("Rennes",)


def test_the_address_that_people_use_is_the_one_said(migrated: Path, tmp_path: Path) -> None:
    copy(migrated, tmp_path)
    public = {"CANTINE_PUBLIC_URL": "https://cantine.example", "CANTINE_HOSTS": "cantine.example"}
    process = subprocess.Popen(
        [sys.executable, "-m", "cantine", "serve", "--workers", "1"],
        env=environment(tmp_path, PORT=str(free_port()), **public),
        cwd=CLONE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert (
            line_with("Cantine answers", process) == "Cantine answers on https://cantine.example (Ctrl-C stops it).\n"
        )
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_backup_and_restore_give_everything_back(migrated: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    copy(migrated, before)
    (before / "media").mkdir()
    (before / "media" / "plan.txt").write_text("salle rouge")
    file = tmp_path / "all.tar"
    made = cantine("backup", str(file), data=before)
    assert (made.returncode, made.stderr) == (0, "")
    assert "It was restored on trial, and every row was found." in made.stdout
    assert file.stat().st_mode & 0o777 == 0o600
    back = cantine("restore", str(file), data=after)
    assert (back.returncode, "Restored from" in back.stdout) == (0, True)
    assert (after / "media" / "plan.txt").read_text() == "salle rouge"
    assert (after / "secret-key").read_text() == (before / "secret-key").read_text()
    with Cluster(after / "postgresql").running_for_this_process() as urls, psycopg.connect(urls.app) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)
    again = cantine("restore", str(file), data=after)
    assert (again.returncode, "The database is not empty" in again.stderr) == (1, True)
    damaged = tmp_path / "damaged.tar"
    damage(file, damaged)
    refused = cantine("restore", str(damaged), data=tmp_path / "third")
    assert (refused.returncode, "The backup is damaged" in refused.stderr) == (1, True)


PERSONS = """
INSERT INTO people_person (password, is_superuser, uuid, email, name, sort_name, phone, language, is_active, is_staff)
SELECT '!', false, gen_random_uuid(), who || '@example.org', who, who, '', 'fr', true, false FROM unnest(%s::text[]) AS who
"""


def test_a_restore_brings_back_nobody_who_was_erased_since(migrated: Path, tmp_path: Path) -> None:
    before, old = tmp_path / "before", tmp_path / "backups" / "old.tar"
    copy(migrated, before)
    with Cluster(before / "postgresql").running_for_this_process() as urls, psycopg.connect(urls.owner) as sql:
        sql.execute(PERSONS, [["ada", "eve"]])
    assert cantine("backup", str(old), "--no-verify", data=before).returncode == 0
    with Cluster(before / "postgresql").running_for_this_process() as urls, psycopg.connect(urls.owner) as sql:
        sql.execute("UPDATE people_person SET erased_at = now(), email = 'x@erased.invalid' WHERE name = 'ada'")
    assert cantine("backup", str(tmp_path / "backups" / "new.tar"), "--no-verify", data=before).returncode == 0
    register = tmp_path / "backups" / "erasures.txt"
    assert (len(register.read_text().split()), "ada" in register.read_text()) == (1, False)

    done = cantine("restore", str(old), data=tmp_path / "after")
    assert (done.returncode, "Erased again, as they had asked since this backup: 1 persons." in done.stdout) == (
        0,
        True,
    )
    assert names_in(tmp_path / "after") == ["", "eve"]
    assert (tmp_path / "after" / "backups" / "erasures.txt").read_text() == register.read_text()

    register.rename(tmp_path / "kept-elsewhere.txt")
    assert cantine("restore", str(old), data=tmp_path / "control").returncode == 0
    assert names_in(tmp_path / "control") == ["ada", "eve"]  # the control: nothing but the register erases
    elsewhere = f"--erasures={tmp_path / 'kept-elsewhere.txt'}"
    assert cantine("restore", elsewhere, str(old), data=tmp_path / "other").returncode == 0
    assert names_in(tmp_path / "other") == ["", "eve"]


def names_in(data: Path) -> list[str]:
    with Cluster(data / "postgresql").running_for_this_process() as urls, psycopg.connect(urls.owner) as sql:
        return [str(name) for (name,) in sql.execute("SELECT name FROM people_person ORDER BY name").fetchall()]


def damage(file: Path, into: Path) -> None:
    """The same backup, its manifest promising another dump."""
    folder = into.with_suffix(".folder")
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["sha256"]["database.dump"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(into, "w") as archive:
        for name in ("manifest.json", "database.dump", "files"):
            archive.add(folder / name, arcname=name)
    shutil.rmtree(folder)


def test_ctrl_c_stops_everything_it_started(served: tuple["subprocess.Popen[str]", int], tmp_path: Path) -> None:
    process, port = served
    assert len(marked(tmp_path)) >= 4
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert not answers(port)
    assert marked(tmp_path) == []
    assert not Cluster(tmp_path / "postgresql").running()


def test_killed_workers_come_back_at_once_however_often(
    served: tuple["subprocess.Popen[str]", int], tmp_path: Path
) -> None:
    _process, port = served
    master = next(one for one in marked(tmp_path) if "wsgi" in one.cmdline() and one.ppid() == served[0].pid)
    for _round in range(3):
        before = {child.pid for child in master.children()}
        master.children()[0].kill()
        took = eventually(lambda seen=before: len({c.pid for c in master.children()} - seen) > 0)  # type: ignore[misc]
        assert took < 2  # 0.02 to 0.2 s on a quiet machine of two cores
    eventually(lambda: answers(port))


def test_killed_with_minus_nine_the_next_start_recovers_by_itself(
    served: tuple["subprocess.Popen[str]", int], tmp_path: Path
) -> None:
    process, port = served
    process.kill()
    process.wait()
    again = subprocess.Popen(
        [sys.executable, "-m", "cantine", "serve", "--workers", "1"],
        env=environment(tmp_path, PORT=str(port)),
        cwd=CLONE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        line_with("http://localhost", again)
        assert answers(port)
    finally:
        again.terminate()
        again.communicate(timeout=30)
    assert marked(tmp_path) == []


def test_leftovers_of_another_folder_or_of_a_living_supervisor_are_left_alone(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    marks = {"living": mark_of(mine), "elsewhere": f"999999:1.0:{other}", "left": f"999999:1.0:{mine}"}
    started = {name: subprocess.Popen(["sleep", "60"], env={MARK: mark}) for name, mark in marks.items()}
    try:
        assert sweep_leftovers(mine) == 1
        assert {name: process.poll() is None for name, process in started.items()} == {
            "living": True,
            "elsewhere": True,
            "left": False,
        }
    finally:
        for process in started.values():
            process.kill()
            process.wait()


def test_a_child_that_dies_is_started_again_and_its_descendants_end_with_it(tmp_path: Path) -> None:
    note = tmp_path / "note"
    child = Child("sleeper", [sys.executable, "-c", PARENT, str(note)], dict(os.environ))
    said: list[str] = []
    supervisor = Supervisor([child], data=tmp_path, tell=said.append)

    def lines() -> list[str]:
        return note.read_text().splitlines() if note.exists() else []

    def scenario() -> None:
        eventually(lambda: len(lines()) == 1)
        leader, descendant = (int(word) for word in lines()[0].split())
        os.kill(leader, signal.SIGKILL)
        assert eventually(lambda: len(lines()) == 2) < 2  # 0.15 s on a quiet machine
        assert not psutil.pid_exists(descendant) or psutil.Process(descendant).status() == "zombie"
        supervisor.stop()

    failures = run_beside(scenario, supervisor)
    assert failures == []
    assert len(said) == 1


def run_beside(scenario: Callable[[], None], supervisor: Supervisor) -> list[BaseException]:
    """Run the supervisor here and the scenario in a thread; the scenario's failures are returned."""
    import threading

    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            scenario()
        except BaseException as error:
            failures.append(error)
        finally:
            supervisor.stop()

    thread = threading.Thread(target=guarded)
    thread.start()
    supervisor.run()
    thread.join()
    return failures


def test_a_command_of_ours_runs_with_this_very_python() -> None:
    assert python("cantine", "doctor") == [sys.executable, "-m", "cantine", "doctor"]


def test_what_stops_a_command_is_a_sentence_without_the_name_of_an_exception(data: Path) -> None:
    done = cantine("import", "place", "absent.zip", data=data)
    said = "absent.zip cannot be read: No such file or directory."
    assert (done.returncode, done.stderr.strip().splitlines()[-1]) == (1, said)


def test_a_command_before_the_tables_says_which_one_makes_them(data: Path) -> None:
    done = cantine("token", "list", "--person", "nobody@example.org", data=data)
    assert (done.returncode, done.stderr.strip().splitlines()[-1]) == (
        1, "The tables of this release are not there yet. Run “cantine migrate” first.",
    )  # fmt: skip


def test_the_help_names_what_an_operator_needs(data: Path) -> None:
    said = cantine("--help", data=data).stdout
    assert [word for word in ("token", "import", "export", "backup") if f"\n    {word} " not in said] == []
