"""Keeping a few processes alive: started, restarted within half a second of their death, ended together.

Each child leads a process group of its own, so its descendants end with it even when it was killed. Every descendant
also bears, in its environment, which supervisor of which data folder it belongs to: the next start finds what a
supervisor killed with -9 left behind, and ends that and nothing else.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from cantine.config.words import _

MARK = "CANTINE_SUPERVISED_BY"
POLL_SECONDS = 0.1
STEADY_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 5.0
PATIENCE_SECONDS = 10.0


@dataclass
class Child:
    """One process to keep alive. ``name`` is what the terminal calls it."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    quick_deaths: int = field(default=0)


class Supervisor:
    """The children of one data folder, until :meth:`stop`."""

    def __init__(self, children: Sequence[Child], *, data: Path, tell: Callable[[str], None]) -> None:
        self._children = children
        self._mark = mark_of(data)
        self._tell = tell
        self._ending = threading.Event()

    def run(self, *, when_started: Callable[[], None] = lambda: None) -> None:
        """Start all and keep them alive; returns once :meth:`stop` was asked for and all have ended."""
        try:
            for child in self._children:
                self._start(child)
            when_started()
            while not self._ending.wait(POLL_SECONDS):
                for child in self._children:
                    self._look_at(child)
        finally:
            self._end_all()

    def stop(self) -> None:
        """Ask for the end; safe in a signal handler."""
        self._ending.set()

    @property
    def ending(self) -> bool:
        return self._ending.is_set()

    def _start(self, child: Child) -> None:
        child.started_at = time.monotonic()
        child.process = subprocess.Popen(
            child.arguments,
            env={**child.environment, MARK: self._mark},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _look_at(self, child: Child) -> None:
        """Restart a child that died: at once, then with pauses if it keeps dying young."""
        if child.process is None or child.process.poll() is None:
            return
        _kill_group(child.process.pid, signal.SIGKILL)
        lived = time.monotonic() - child.started_at
        child.quick_deaths = child.quick_deaths + 1 if lived < STEADY_SECONDS else 0
        sentence = _("The process “{name}” ended unexpectedly ({status}); it is started again.")
        self._tell(sentence.format(name=child.name, status=child.process.returncode))
        if child.quick_deaths > 1 and self._ending.wait(min(0.2 * 2**child.quick_deaths, LONGEST_PAUSE_SECONDS)):
            return
        self._start(child)

    def _end_all(self) -> None:
        running = [child.process for child in self._children if child.process and child.process.poll() is None]
        for process in running:
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
        for child in self._children:
            if child.process:
                _kill_group(child.process.pid, signal.SIGKILL)
                child.process.wait()


def mark_of(data: Path) -> str:
    """This process as the supervisor of ``data``, unmistakable even after its number is given to another."""
    ourselves = psutil.Process()
    return f"{ourselves.pid}:{ourselves.create_time()}:{data}"


def sweep_leftovers(data: Path) -> int:
    """End what killed supervisors of ``data`` left behind; returns how many processes that was."""
    left = [process for process in psutil.process_iter() if _is_left_over(process, data)]
    for how, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
        for process in left:
            with suppress(psutil.Error):
                process.send_signal(how)
        _gone, rest = psutil.wait_procs(left, timeout=patience)
        if not rest:
            break
    return len(left)


def python(module: str, *arguments: str) -> list[str]:
    """A command that runs ``module`` with this very Python."""
    return [sys.executable, "-m", module, *arguments]


def _is_left_over(process: psutil.Process, data: Path) -> bool:
    with suppress(psutil.Error, OSError, ValueError):
        if process.pid == os.getpid() or process.uids().real != os.getuid():
            return False
        number, born, folder = process.environ().get(MARK, "0:0:").split(":", 2)
        return folder == str(data) and not _lives(int(number), float(born))
    return False


def _lives(number: int, born: float) -> bool:
    with suppress(psutil.NoSuchProcess):
        supervisor = psutil.Process(number)
        same = abs(supervisor.create_time() - born) < 1
        return bool(same and supervisor.status() != psutil.STATUS_ZOMBIE)
    return False


def _kill_group(leader: int, how: signal.Signals) -> None:
    """The group outlives its leader, and its number is not given again before the last member has ended."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, how)
