"""Granian, with our settings: ``python -m cantine.config.web_server wsgi|asgi PORT WORKERS``.

Started by the supervisor (``cantine.config.serve``), and ends by itself when the supervisor is gone.
"""

import gc
import os
import signal
import socket
import sys
import threading
import time
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.net import SocketSpec  # type: ignore[attr-defined]  # it is where granian's own server takes it from
from granian.server.mp import MPServer

from cantine.config.place import LOOPBACK

TARGETS = {"wsgi": "cantine.config.wsgi:application", "asgi": "cantine.config.live:application"}
BACKLOG = 2048
THREADS = 4
TAKEN_AT_ONCE = {"wsgi": THREADS + 2, "asgi": 1024}  # by one worker; the others wait in the queue that all share
FAREWELL_SECONDS = {"wsgi": 3, "asgi": 1}  # a live page never ends by itself
WATCH_SECONDS = 0.5
PAUSE_SECONDS = 0.2
# A request makes thousands of objects and leaves hardly a ring of them: Python would look for one at each 700.
COLLECTED_AFTER = (20_000, 20, 20)


class Forgiving(dict[int, float]):
    """Granian's memory of whom it respawned, which forgets.

    Granian takes two deaths of one worker within 5.5 s for a crash loop and gives up on all of them. A worker killed
    twice must come back twice; what really cannot start is paced instead.
    """

    def get(self, _key: int, default: Any = 0) -> Any:
        return default

    def __setitem__(self, key: int, instant: float) -> None:
        if instant - dict.get(self, key, 0.0) < 1:
            time.sleep(PAUSE_SECONDS)
        super().__setitem__(key, instant)

    def clear(self) -> None:
        """Keep the instants, for the pacing."""


class Server(MPServer):
    """Granian with one queue of waiting connections for all its workers.

    By default each worker has a queue of its own (SO_REUSEPORT), which dies with it: a killed worker would take half
    of those who wait along. Here the parent holds the queue, a worker takes only what it can soon answer, and what
    waits is answered by the next one.
    """

    def _init_shared_socket(self) -> None:
        """As granian does where SO_REUSEPORT is missing: the workers inherit the parent's socket."""
        queue: Any = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd = queue, queue.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)


def main(interface: str, port: str, workers: str) -> None:
    """Serve until told to end."""
    if interface == "wsgi":
        _warm()
    server = Server(
        TARGETS[interface],
        address=LOOPBACK,
        port=int(port),
        interface=Interfaces(interface),
        workers=int(workers),
        blocking_threads=THREADS if interface == "wsgi" else None,
        respawn_failed_workers=True,
        backlog=BACKLOG,
        backpressure=TAKEN_AT_ONCE[interface],
        # A connection that waits for its next request would keep one of the few places: wsgi answers one, then closes.
        http1_settings=HTTP1Settings(keep_alive=interface == "asgi"),
        workers_kill_timeout=FAREWELL_SECONDS[interface],
        websockets=False,
        log_level="warning",  # type: ignore[arg-type]  # granian turns the word into its enumeration
    )
    server.respawned_wrks = Forgiving()
    threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    server.serve()


def _warm() -> None:
    """Import the product before the workers are forked: a worker that replaces a dead one answers at once, and the
    pages of memory that nobody writes are shared. No connection may cross the fork."""
    from django.db import connections
    from django.urls import get_resolver

    from cantine.config import wsgi

    _ = wsgi.application, get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()  # the collector no longer writes on what the workers share
    gc.set_threshold(*COLLECTED_AFTER)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(*sys.argv[1:])
