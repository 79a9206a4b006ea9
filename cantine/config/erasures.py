"""The register of erasures: whom a backup may bring back no more.

A backup was written before some erasures. Each erased person is therefore noted outside the database, by a digest
that tells nobody who they were, in ``backups/erasures.txt`` of the data folder and beside each backup file; a restore
reads every register that it finds and erases again before anything is served. One line a person, only ever added to.
"""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cantine.config.embedded.roles import Connection  # which brings the supervisor of the embedded server

NAME = "erasures.txt"
_ERASED = """
SELECT encode(sha256(convert_to(uuid::text, 'UTF8')), 'hex') FROM people_person WHERE erased_at IS NOT NULL
"""
_STILL_HERE = _ERASED.replace("IS NOT NULL", "IS NULL")


def register_of(folder: Path) -> Path:
    """The register of a data folder."""
    return folder / "backups" / NAME


def noted(registers: Iterable[Path]) -> set[str]:
    """The digests of every person that these files name; a missing file names nobody."""
    return {line.strip() for file in registers if file.exists() for line in file.read_text().splitlines()} - {""}


def note(register: Path, digests: Iterable[str]) -> None:
    """Add persons to a register, whole or not at all: a register cut short would bring people back."""
    known = noted([register])
    everybody = known | set(digests)
    if everybody == known and register.exists():
        return
    register.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w", dir=register.parent, prefix=".erasures", delete=False) as aside:
        aside.write("".join(f"{digest}\n" for digest in sorted(everybody)))
        aside.flush()
        os.fsync(aside.fileno())
    Path(aside.name).replace(register)


def erased_in(connection: "Connection") -> set[str]:
    """The digests of those who are tombstones in this database."""
    return _digests(connection, _ERASED)


def back_again(connection: "Connection", registers: Iterable[Path]) -> set[str]:
    """Who is named by a register, and is somebody in this database all the same."""
    return noted(registers) & _digests(connection, _STILL_HERE)


def _digests(connection: "Connection", query: str) -> set[str]:
    row = connection.execute("SELECT to_regclass('people_person') IS NULL").fetchone()
    if row and row[0]:
        return set()
    return {str(found) for (found,) in connection.execute(query.encode()).fetchall()}
