"""Finding the processes of one cluster, and ending those that a hard stop left behind.

Every process of a server bears its cluster's identity in its title (PostgreSQL's ``cluster_name``), which any
account may read, in a container too, where even root may not see another account's working folder. A recycled
process number or the server of another folder is never mistaken for ours.
"""

import signal
from collections.abc import Iterable
from contextlib import suppress

import psutil

from cantine.config.embedded.layout import Layout

PATIENCE_SECONDS = 1.0


def processes_of(layout: Layout) -> list[psutil.Process]:
    """The living processes of this cluster, its postmaster among them if there is one."""
    identity, owner = layout.identity, layout.data.stat().st_uid
    return [process for process in psutil.process_iter() if _bears(process, identity, owner)]


def postmaster_of(layout: Layout) -> psutil.Process | None:
    """The living postmaster of this cluster; a number left in a stale file is not enough."""
    number = _recorded(layout)
    for process in processes_of(layout):
        if process.pid == number:
            return process
    return None


def sweep(layout: Layout) -> int:
    """End what is left of a server without postmaster and forget its lock files; return how many were ended.

    To be called under the supervision lock, once :func:`postmaster_of` says that there is none. The shared
    memory of the dead server is freed by the next one, which can since nobody is attached to it any more.
    """
    orphans = processes_of(layout)
    end(orphans, signal.SIGQUIT)
    _gone, stubborn = psutil.wait_procs(orphans, timeout=PATIENCE_SECONDS)
    end(stubborn, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=10 * PATIENCE_SECONDS)
    (layout.data / "postmaster.pid").unlink(missing_ok=True)
    layout.socket.unlink(missing_ok=True)
    layout.socket.with_name(f"{layout.socket.name}.lock").unlink(missing_ok=True)
    return len(orphans)


def end(processes: Iterable[psutil.Process], how: signal.Signals) -> None:
    """Signal those which still live; psutil refuses to signal a recycled number."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(how)


def _recorded(layout: Layout) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int((layout.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    return 0


def _bears(process: psutil.Process, identity: str, owner: int) -> bool:
    with suppress(psutil.Error):
        if process.name().startswith("postgres") and process.uids().real == owner:
            return f"{identity}:" in f"{' '.join(process.cmdline())}:".replace(" ", ":")
    return False
