"""A cluster as its users see it: started for them if need be, watched while they use it, stopped by the last."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import pq

from cantine.config.embedded import roles, server
from cantine.config.embedded.account import account_for
from cantine.config.embedded.errors import ClusterError
from cantine.config.embedded.layout import Layout
from cantine.config.embedded.locks import FolderLocks
from cantine.config.embedded.passwords import Passwords, passwords_in
from cantine.config.embedded.programs import programs_for, reachable
from cantine.config.embedded.sweep import postmaster_of, sweep
from cantine.config.words import _

WATCH_SECONDS = 0.2
RETRY_SECONDS = 1.0
ATTEMPTS = 5
LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Urls:
    """How to connect: as the application, as the owner of the database, and past any pooler (for LISTEN and
    jobs).
    """

    app: str
    owner: str
    direct: str


def quiet(_sentence: str) -> None:
    """Tell nobody."""


class Cluster:
    """The PostgreSQL of one folder. One object a folder in a process; any number of processes.

    ``settings`` are lines of postgresql.conf over ours, ``tell`` receives the sentences worth saying on a
    terminal, ``account`` is the one to prefer when root starts the server.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: Mapping[str, str] | None = None,
        tell: Callable[[str], None] = quiet,
        account: str = "",
    ) -> None:
        self.layout = Layout(folder.resolve())
        self._settings = dict(settings or {})
        self._tell = tell
        self._wish = account
        self._locks: FolderLocks | None = None
        self._server: psutil.Process | None = None
        self._leaving = threading.Event()
        self._watcher: threading.Thread | None = None

    def start(self) -> Urls:
        """Use the cluster, starting it if it does not run; raises :class:`ClusterError` if it cannot."""
        if self._locks is None:
            self.layout.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._locks = FolderLocks(supervision=self.layout.supervision, users=self.layout.users)
            self._locks.use()
            try:
                self._obtain(self._locks)
            except BaseException:
                self._leave(self._locks)
                raise
            self._leaving.clear()
            self._watcher = threading.Thread(target=self._watch, args=[self._locks], daemon=True)
            self._watcher.start()
        return self.urls()

    def stop(self) -> None:
        """Leave the cluster; if nobody else uses it, the server is stopped."""
        if self._locks is None:
            return
        self._leaving.set()
        if self._watcher is not None:
            self._watcher.join()
        self._leave(self._locks)

    @contextmanager
    def running_for_this_process(self) -> Iterator[Urls]:
        """The cluster runs inside this block, and after it if another process uses it."""
        urls = self.start()
        try:
            yield urls
        finally:
            self.stop()

    def running(self) -> bool:
        """Whether a server answers, ours or another process's."""
        return self.layout.folder.is_dir() and server.answer(self.layout) == pq.Ping.OK

    @property
    def supervising(self) -> bool:
        """Whether this process is the one that restarts the server when it dies."""
        return self._locks is not None and self._locks.supervising

    def urls(self) -> Urls:
        """The addresses, whether or not the server runs."""
        secrets = self._passwords()
        app = self._url(roles.APPLICATION, secrets.application)
        return Urls(app=app, owner=self._url(roles.OWNER, secrets.owner), direct=app)

    def admin_url(self, *, database: str = server.ADMIN) -> str:
        """The superuser's address, for our own upkeep; nothing else connects with it."""
        return self._url(server.ADMIN, self._passwords().admin, database=database)

    def _passwords(self) -> Passwords:
        return passwords_in(self.layout.secrets)

    def _url(self, role: str, password: str, *, database: str = roles.DATABASE) -> str:
        folder = quote(str(self.layout.socket_folder), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={folder}"

    def _obtain(self, locks: FolderLocks) -> None:
        """Become the supervisor and bring the server up, or wait for the one who is."""
        while not locks.supervise():
            if _connects(self.urls().app):
                return
            time.sleep(WATCH_SECONDS)
        self._server = self._bring_up()

    def _bring_up(self) -> psutil.Process:
        """Under the supervision lock: the server that runs already, or a new one after the traces of a hard
        stop.
        """
        for _attempt in range(ATTEMPTS):
            process = self._found_or_launched()
            if server.wait_until_ready(self.layout, process, tell=self._tell):
                self._make_roles()
                return process
            time.sleep(WATCH_SECONDS)
        raise ClusterError(
            _("PostgreSQL does not start. The end of its log ({log}):\n{words}").format(
                log=self.layout.log, words=server.last_words(self.layout)
            )
        )

    def _found_or_launched(self) -> psutil.Process:
        account = account_for(self.layout.data, wish=self._wish)
        programs = reachable(programs_for(self.layout.data), account)
        if self.layout.data.exists():
            if found := postmaster_of(self.layout):
                return found
            if orphans := sweep(self.layout):
                self._tell(_("Cleaned up after a hard stop: {count} processes.").format(count=orphans))
        self.layout.make_socket_folder(uid=account.uid, gid=account.gid)
        if not self.layout.data.exists():
            self._tell(_("Creating the database in {folder}…").format(folder=self.layout.folder))
            server.create(self.layout, programs, account, password=self._passwords().admin)
        server.configure(self.layout, account, settings=self._settings)
        return server.launch(self.layout, programs, account)

    def _make_roles(self) -> None:
        if self.layout.roles.exists():
            return
        secrets = self._passwords()
        roles.make_roles(
            admin_url=self.admin_url(),
            template_url=self.admin_url(database="template1"),
            owner_password=secrets.owner,
            application_password=secrets.application,
        )
        self.layout.roles.touch(mode=0o600)

    def _watch(self, locks: FolderLocks) -> None:
        """Restart a server that died; take over from a supervisor that left."""
        while not self._leaving.wait(WATCH_SECONDS):
            try:
                if not locks.supervise():
                    continue
                if self._server is None or not server.alive(self._server):
                    self._server = self._bring_up()
            except (ClusterError, OSError, psycopg.Error, psutil.Error) as error:
                self._tell(str(error))
                self._leaving.wait(RETRY_SECONDS)

    def _leave(self, locks: FolderLocks) -> None:
        """Stop the server if nobody else uses it.

        Ceasing to use comes first and looking twice comes last: so of two processes that leave at the same
        moment, one sees that it was the last.
        """
        locks.leave_use()
        for _look in range(2):
            if not locks.supervise():
                time.sleep(LOOK_SECONDS)
                continue
            if locks.alone():
                self._stop_server()
                break
            locks.leave_supervision()
        locks.close()
        self._locks = self._server = self._watcher = None

    def _stop_server(self) -> None:
        if self.layout.data.exists() and (process := self._server or postmaster_of(self.layout)):
            server.stop(self.layout, process)
        self.layout.forget_socket_folder()


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def wished_account() -> str:
    """The account that ``CANTINE_DATABASE_ACCOUNT`` names, for a server started by root."""
    return os.environ.get("CANTINE_DATABASE_ACCOUNT", "")
