"""Serving: web workers, the job worker and the live process, kept alive together until told to stop."""

import http.client
import os
import signal
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from types import FrameType

from cantine.config.database import APP, DIRECT, OWNER
from cantine.config.place import LOOPBACK, check_ports, data_folder, port
from cantine.config.supervisor import Child, Supervisor, python, sweep_leftovers
from cantine.config.terminal import complain, say
from cantine.config.words import _

LONGEST_START_SECONDS = 60
# A heap for each thread is memory that nobody uses. An answer of half a megabyte is copied a few times on its way out: by
# default each copy is given back to the system and taken again, page by page, which costs twenty times the copying.
MALLOC = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(2**20), "MALLOC_TRIM_THRESHOLD_": str(4 * 2**20)}


def make_room() -> None:
    """End what a hard stop left of us, then make sure that both ports are free."""
    if count := sweep_leftovers(data_folder()):
        complain(_("Cleaned up after a hard stop: {count} processes.").format(count=count))
    check_ports(port())


def serve(*, workers: int, welcome: Callable[[], None]) -> None:
    """Serve the pages on loopback until a signal; ``welcome`` is called once they answer."""
    supervisor = Supervisor(_children(workers), data=data_folder(), tell=complain)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stopping(supervisor))
    greeter = threading.Thread(target=_greet, args=[supervisor, welcome], daemon=True)
    supervisor.run(when_started=greeter.start)
    say(_("Stopped."))


def say_address() -> None:
    """The short text of ``cantine serve``."""
    address = os.environ.get("CANTINE_PUBLIC_URL") or f"http://localhost:{port()}"
    say(_("Cantine answers on {address} (Ctrl-C stops it).").format(address=address.rstrip("/")))


def _children(workers: int) -> list[Child]:
    environment = {name: value for name, value in os.environ.items() if name not in (OWNER, "CANTINE_AS_OWNER")}
    for name, value in MALLOC.items():
        environment.setdefault(name, value)
    jobs = {**environment, APP: environment[DIRECT], "CANTINE_STATEMENT_TIMEOUT": "5min"}
    children = [
        Child("web", python("cantine.config.web_server", "wsgi", str(port()), str(workers)), environment),
        Child("worker", python("cantine", "worker"), jobs),
    ]
    if find_spec("cantine.config.live"):
        live = python("cantine.config.web_server", "asgi", str(port() + 1), "1")
        children.append(Child("live", live, environment))
    return children


def _stopping(supervisor: Supervisor) -> Callable[[int, FrameType | None], None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stop()

    return stop


def _greet(supervisor: Supervisor, welcome: Callable[[], None]) -> None:
    for _attempt in range(LONGEST_START_SECONDS * 10):
        if supervisor.ending:
            return
        if _answers():
            welcome()
            return
        time.sleep(0.1)
    complain(_("No page answers after {seconds} s; see the messages above.").format(seconds=LONGEST_START_SECONDS))


def _own_name() -> str:
    """A name under which pages are answered: the loopback's is not always one of them."""
    return os.environ.get("CANTINE_HOSTS", "localhost").split(",")[0].strip()


def _answers() -> bool:
    """Whether a page comes, whatever it says: the port alone is open before any worker is ready."""
    door = http.client.HTTPConnection(LOOPBACK, port(), timeout=5)
    try:
        door.request("HEAD", "/", headers={"Host": _own_name()})
        door.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()
    return True
