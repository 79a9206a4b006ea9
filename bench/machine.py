"""What processes cost, read in /proc: processor time of the web workers and of the database, memory of a worker."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def cpu_of(run: Callable[[], object], *, web: int, database: int, runs: int) -> tuple[float, float]:
    """Milliseconds of processor a run, of the web workers under ``web`` and of the database server."""
    before = _spent(web, "wsgi"), _spent(database)
    for _ in range(runs):
        run()
    after = _spent(web, "wsgi"), _spent(database)
    return (after[0] - before[0]) / runs, (after[1] - before[1]) / runs


def worker_megabytes(web: int) -> list[tuple[float, float]]:
    """(resident, proportional) of each web worker: what it shares with its siblings is counted once in the second."""
    workers = [pid for pid in _tree(web) if "wsgi" in _words(pid) and "wsgi" in _words(_parent(pid))]
    return [(_kilobytes(pid, "Rss") / 1024, _kilobytes(pid, "Pss") / 1024) for pid in workers]


def _spent(root: int, word: str = "") -> float:
    """Of the living processes, and of the dead ones that ``root`` waited for."""
    ticks = 0
    for pid in _tree(root):
        with suppress(OSError, IndexError):
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            if not word or word in _words(pid):
                ticks += int(fields[11]) + int(fields[12]) + (int(fields[13]) + int(fields[14]) if pid == root else 0)
    return ticks * TICK_MS


def _tree(root: int) -> Iterator[int]:
    yield root
    for tasks in (PROC / str(root) / "task").glob("*/children"):
        with suppress(OSError):
            for child in tasks.read_text().split():
                yield from _tree(int(child))


def _words(pid: int) -> list[str]:
    with suppress(OSError):
        return (PROC / str(pid) / "cmdline").read_text().split("\0")
    return []


def _parent(pid: int) -> int:
    with suppress(OSError, IndexError):
        return int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _kilobytes(pid: int, name: str) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
