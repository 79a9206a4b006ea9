"""The ground of a bench: a cluster of its own with fsync on, the product served as in life, rows by the hundred thousand."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from cantine.config.embedded import Cluster

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("CANTINE_BENCH_DATA", ROOT / ".cantine" / "bench"))
PORT = int(os.environ.get("CANTINE_BENCH_PORT", "8970"))
WORKERS = 2


@dataclass
class Ground:
    """Where the product answers, who asks, and how to reach the same rows without it."""

    owner_url: str
    app_url: str
    environment: dict[str, str]
    port: int = PORT
    token: str = ""
    admin_url: str = ""
    postmaster: int = 0  # its process id: what the database costs is read there

    def sql(self) -> "psycopg.Connection[tuple[object, ...]]":
        """As the application's role, in autocommit: what a hand-written program would use."""
        return psycopg.connect(self.app_url, autocommit=True)

    def owner(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.owner_url, autocommit=True)

    def admin(self) -> "psycopg.Connection[tuple[object, ...]]":
        """As the superuser of this cluster: rows by the million."""
        return psycopg.connect(self.admin_url, autocommit=True)

    def client(self) -> "Client":
        return Client(self.token, self.port)


class Client:
    """One keep-alive connection with a bearer token."""

    def __init__(self, token: str, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Host": f"localhost:{port}"}

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: object, **headers: str) -> tuple[int, bytes]:
        said = {"Content-Type": "application/json", **headers}
        return self._ask("POST", path, json.dumps(body).encode(), said)

    def _ask(self, verb: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self.connection.request(verb, path, body=body, headers={**self.headers, **headers})
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@contextmanager
def ground(folder: Path = FOLDER, port: int = PORT) -> Iterator[Ground]:
    """A migrated database and, beside it, nothing yet: rows first (``bench.rows``), then ``serving``."""
    cluster = Cluster(folder / "postgresql")
    with cluster.running_for_this_process() as urls:
        environment = {
            **os.environ,
            "CANTINE_DATABASE_URL": urls.app,
            "CANTINE_DATABASE_OWNER_URL": urls.owner,
            "CANTINE_DATABASE_DIRECT_URL": urls.app,
            "CANTINE_DATA": str(folder),
            "CANTINE_RATES_OFF": "1",
            "CANTINE_MFA_REQUIRED": "0",
            "CANTINE_SECRET_KEY": secrets.token_hex(32),
            "PORT": str(port),
        }
        manage(environment, "migrate", "--verbosity", "0", owner=True)
        name = urls.app.partition("?")[0].rpartition("/")[2]
        pid = int((cluster.layout.data / "postmaster.pid").read_text().split()[0])
        yield Ground(
            urls.owner, urls.app, environment, port, admin_url=cluster.admin_url(database=name), postmaster=pid
        )


def manage(environment: dict[str, str], *words: str, owner: bool = False) -> str:
    """Run one management command and return what it printed."""
    said = {**environment, **({"CANTINE_AS_OWNER": "1"} if owner else {})}
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=said, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def serving(on: Ground) -> Iterator["subprocess.Popen[bytes]"]:
    """The product as a place runs it: two web workers and the job worker."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cantine", "serve", "--workers", str(WORKERS)], cwd=ROOT, env=on.environment
    )
    try:
        _wait(on.port)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/api/v1/places", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError("The product did not answer within a minute.")
