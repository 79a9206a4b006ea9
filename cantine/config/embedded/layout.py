"""Where things stand in a cluster's folder, and how long the name of its socket may be.

The socket normally stands in the folder. The kernel refuses a socket name over about a hundred bytes: below a
deep folder it stands in a private temporary folder instead, whose name is kept in the cluster's folder.
"""

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_NAME = 103
"""Bytes of a socket's path: 107 on Linux, 103 on macOS and the BSDs, without the closing NUL."""


@dataclass(frozen=True)
class Layout:
    """The files of one cluster."""

    folder: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def secrets(self) -> Path:
        return self.folder / "passwords.json"

    @property
    def supervision(self) -> Path:
        """Locked by the process which supervises the server."""
        return self.folder / "supervisor.lock"

    @property
    def users(self) -> Path:
        """Locked, shared, by every process which uses the server."""
        return self.folder / "users.lock"

    @property
    def roles(self) -> Path:
        """Present once roles and database are made."""
        return self.folder / "roles-made"

    @property
    def socket_note(self) -> Path:
        """Holds the name of the temporary socket folder, where there is one."""
        return self.folder / "socket-folder"

    @property
    def identity(self) -> str:
        """A word which stands in the title of every process of this cluster, and of no other on the machine."""
        status = self.data.stat()
        return f"cantine-{status.st_dev:x}-{status.st_ino:x}-{status.st_uid}"

    @property
    def socket_folder(self) -> Path:
        """Where the socket stands, or will stand; a note copied along with another folder is not believed."""
        with suppress(OSError, ValueError):
            outside, noted_for = self.socket_note.read_text(encoding="utf-8").splitlines()
            if noted_for == str(self.folder):
                return Path(outside)
        return self.folder / "run"

    @property
    def socket(self) -> Path:
        return self.socket_folder / SOCKET_NAME

    def make_socket_folder(self, *, uid: int, gid: int) -> None:
        """The socket folder, closed to everybody but the server's account (and root)."""
        folder = self.socket_folder
        if not _is_private(folder, uid) or not _is_short(folder):
            folder = self._new_socket_folder()
            os.chown(folder, uid, gid)
            folder.chmod(0o700)

    def forget_socket_folder(self) -> None:
        """Remove the temporary socket folder of a stopped server; one inside the cluster's folder stays."""
        if self.socket_folder.parent != self.folder:
            shutil.rmtree(self.socket_folder, ignore_errors=True)
        self.socket_note.unlink(missing_ok=True)

    def _new_socket_folder(self) -> Path:
        self.socket_note.unlink(missing_ok=True)
        inside = self.folder / "run"
        if _is_short(inside):
            inside.mkdir(exist_ok=True)
            return inside
        outside = Path(tempfile.mkdtemp(prefix="cantine-", dir="/tmp"))  # TMPDIR may be too long as well
        self.socket_note.write_text(f"{outside}\n{self.folder}\n", encoding="utf-8")
        return outside


def _is_short(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_NAME


def _is_private(folder: Path, uid: int) -> bool:
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == uid and not status.st_mode & 0o077
