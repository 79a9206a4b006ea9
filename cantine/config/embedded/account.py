"""Which account the server runs as, and how that account names folders it could not walk to.

PostgreSQL refuses to run as root. Then the server runs as an account that exists already: the owner of the
data if there is some, else ``postgres``, else ``nobody``; none is ever created. Such an account cannot walk
into a clone below a closed home folder, and no mode of a folder that is not ours may change: so we open our
folders and hand the open descriptors down, and the server calls them ``/proc/self/fd/N``, which asks no
permission of the folders above.
"""

import os
import pwd
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cantine.config.embedded.errors import ClusterError
from cantine.config.words import _

CANDIDATES = ("postgres", "nobody")
DESCRIPTORS = Path("/proc/self/fd")


@dataclass(frozen=True)
class Account:
    """The account of a server; ``foreign`` when it is not that of this process."""

    name: str
    uid: int
    gid: int
    foreign: bool

    def spawning(self) -> dict[str, Any]:
        """Arguments of :class:`subprocess.Popen` that start a program as this account (their types vary)."""
        shared: dict[str, Any] = {"cwd": "/", "umask": 0o077}
        if self.foreign:
            return shared | {"user": self.uid, "group": self.gid, "extra_groups": []}
        return shared

    def give(self, path: Path) -> None:
        """Make ``path`` this account's own."""
        if self.foreign:
            os.chown(path, self.uid, self.gid)


def account_for(data: Path, *, wish: str = "") -> Account:
    """The account to run the server of ``data`` as; ``wish`` names one to prefer when we are root."""
    if os.geteuid() != 0:
        return _ourselves(data)
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return _of(pwd.getpwuid(owner))
    for name in (wish, *CANDIDATES) if wish else CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return _of(entry)
    raise ClusterError(
        _(
            "PostgreSQL refuses to run as root, and this machine has neither an account “postgres” "
            "nor “nobody”. Run cantine as an ordinary user."
        )
    )


def _of(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, foreign=True)


def _ourselves(data: Path) -> Account:
    uid = os.geteuid()
    if data.exists() and data.stat().st_uid != uid:
        raise ClusterError(
            _(
                "The data folder {folder} belongs to another account ({uid}). Run cantine as that account, "
                "or choose another folder with CANTINE_DATA=."
            ).format(folder=data, uid=data.stat().st_uid)
        )
    return Account(str(uid), uid, os.getegid(), foreign=False)


@dataclass(frozen=True)
class Names:
    """Folders under the names the server's account can use; ``descriptors`` must be passed to its process."""

    folders: Mapping[Path, str]
    descriptors: tuple[int, ...] = field(default=())

    def __getitem__(self, folder: Path) -> str:
        return self.folders[folder]


@contextmanager
def names_for(account: Account, folders: Sequence[Path]) -> Iterator[Names]:
    """``folders`` as ``account`` may name them in a process started inside this block."""
    if not account.foreign or not DESCRIPTORS.is_dir():
        yield Names({folder: str(folder) for folder in folders})
        return
    opened = {folder: os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders}
    try:
        yield Names({f: f"{DESCRIPTORS}/{d}" for f, d in opened.items()}, tuple(opened.values()))
    finally:
        for descriptor in opened.values():
            os.close(descriptor)
