"""Two locks on a cluster's folder: one process supervises, any number use.

They are POSIX record locks: the kernel frees them when their process ends, however it ends, and a forked
child does not hold them. They never hold within one process, so a process opens a folder's cluster once.
"""

import fcntl
import os
from pathlib import Path


class FolderLocks:
    """The locks of one process on one cluster."""

    def __init__(self, *, supervision: Path, users: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        self._supervision = os.open(supervision, flags, 0o600)
        self._users = os.open(users, flags, 0o600)
        self.supervising = False

    def use(self) -> None:
        """Count among the users; waits while the last one is stopping the server."""
        fcntl.lockf(self._users, fcntl.LOCK_SH)

    def supervise(self) -> bool:
        """Whether this process supervises, from now on if nobody did."""
        if not self.supervising:
            self.supervising = _taken(self._supervision)
        return self.supervising

    def alone(self) -> bool:
        """Whether no other process uses the cluster; if so, none begins to before :meth:`close`."""
        return _taken(self._users)

    def leave_supervision(self) -> None:
        fcntl.lockf(self._supervision, fcntl.LOCK_UN)
        self.supervising = False

    def leave_use(self) -> None:
        fcntl.lockf(self._users, fcntl.LOCK_UN)

    def close(self) -> None:
        """Free both."""
        os.close(self._users)
        os.close(self._supervision)
        self.supervising = False


def _taken(descriptor: int) -> bool:
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
