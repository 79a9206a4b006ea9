"""One file that holds an installation: the database, the files people gave, the keys; and the way back.

The file is a tar: ``manifest.json`` (what is inside, with checksums, and the rows of each table in the very snapshot
that was dumped), ``database.dump`` (pg_dump's custom format) and ``files/``. A backup is tried before it is called
one: restored into a database made for that, its rows counted again.
"""

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from cantine import __version__
from cantine.config import erasures, prepare
from cantine.config.database import APP, OWNER, check_owner
from cantine.config.embedded.programs import programs_for
from cantine.config.embedded.roles import Connection, grant_application
from cantine.config.erasures import register_of
from cantine.config.place import data_folder
from cantine.config.terminal import Stop, say
from cantine.config.words import _

FORMAT = 1
KEPT_OUT = {"postgresql", "backups", "static", "testing"}
LAST = "last-verified.json"
Counts = dict[str, int]


def make(file: Path | None, *, verify: bool, now: datetime) -> int:
    """Write a backup, try it, and say what it holds."""
    check_owner()
    target = file or data_folder() / "backups" / f"cantine-{now:%Y%m%d-%H%M%S}.tar"
    if target.exists():
        raise Stop(_("{file} exists already: a backup never writes over another one.").format(file=target))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        manifest = _write(aside, scratch=Path(scratch), moment=now)
    if verify:
        _try_out(aside)
        _note(target, now)
    aside.replace(target)
    _note_erasures(target)
    say(_("Backup written: {file} ({size} MB).").format(file=target, size=round(target.stat().st_size / 1e6, 1)))
    say(_summary(manifest))
    say(_("It was restored on trial, and every row was found.") if verify else _("It was not tried."))
    return 0


def restore(file: Path, *, registers: Sequence[Path] = ()) -> int:
    """Put ``file`` back into an empty database and an empty data folder, and say what came back. Whoever was erased
    since it was written, by the registers beside it, in the data folder and in ``registers``, is erased again."""
    for named in registers:
        if not named.is_file():
            raise Stop(_("There is no register of erasures at {file}.").format(file=named))
    check_owner()
    owner = os.environ[OWNER]
    if any(_counts_of(owner).values()):
        raise Stop(
            _(
                "The database is not empty, and a restore never writes over data. Name a new data folder with "
                "CANTINE_DATA=, or an empty database with CANTINE_DATABASE_URL=."
            )
        )
    with _opened(file) as (archive, manifest), tempfile.TemporaryDirectory(dir=data_folder()) as scratch:
        dump = _extract(archive, manifest, into=Path(scratch))
        _pg_restore(dump, owner)
        _check_counts(manifest, owner)
        _grant(owner)
        _put_files(Path(scratch) / "files", data_folder())
    _erase_again([register_of(data_folder()), file.parent / erasures.NAME, *registers])
    say(_("Restored from {file}, written on {moment}.").format(file=file, moment=manifest["made_at"]))
    say(_summary(manifest))
    return 0


def _note_erasures(target: Path) -> None:
    """The register goes beside each backup, and gathers what the other registers of this installation know."""
    with psycopg.connect(os.environ[OWNER]) as connection:
        everybody = erasures.erased_in(connection) | erasures.noted([register_of(data_folder())])
    for register in {register_of(data_folder()), target.parent / erasures.NAME}:
        erasures.note(register, everybody)


def _erase_again(registers: Sequence[Path]) -> None:
    """By the product's own command, in a process of its own: the tables are brought to this release first."""
    with psycopg.connect(os.environ[OWNER]) as connection:
        back = erasures.back_again(connection, registers)
    if back:
        prepare.run("migrate", "--verbosity=0")
        prepare.run("replay_erasures", *(str(file) for file in registers), "--verbosity=0")
        say(_("Erased again, as they had asked since this backup: {number} persons.").format(number=len(back)))
    erasures.note(register_of(data_folder()), erasures.noted(registers))


def last_verified(folder: Path) -> datetime | None:
    """When the last backup that was tried was made."""
    try:
        noted = json.loads((folder / "backups" / LAST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return datetime.fromisoformat(noted["made_at"])


def current_instant() -> datetime:
    """The machine's clock: what the command line reads once, where a view reads ``cantine.core.clock``."""
    return datetime.now(UTC)  # noqa: TID251


def _write(aside: Path, *, scratch: Path, moment: datetime) -> dict[str, Any]:
    owner, dump = os.environ[OWNER], scratch / "database.dump"
    with psycopg.connect(owner) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        _pg_dump(owner, dump, snapshot=str(snapshot[0]) if snapshot else "")
        counts = _counts(connection)
    files = {f"files/{path.relative_to(data_folder()).as_posix()}": path for path in _files(data_folder())}
    parts = {"database.dump": dump, **files}
    manifest = {
        "format": FORMAT,
        "cantine": __version__,
        "made_at": moment.isoformat(timespec="seconds"),
        "rows": counts,
        "sha256": {name: _sha256(path) for name, path in parts.items()},
    }
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as archive:
        _add_text(archive, "manifest.json", json.dumps(manifest, indent=1))
        for name, path in parts.items():
            archive.add(path, arcname=name, recursive=False)
        archive.close()
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _files(folder: Path) -> Iterable[Path]:
    """What people gave and what the installation drew; neither what is made again nor the database's own files."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if inside.parts[0] not in KEPT_OUT and not hidden and path.is_file() and not path.is_symlink():
            yield path


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(text.encode()), 0o600
    archive.addfile(entry, io.BytesIO(text.encode()))


@contextmanager
def _opened(file: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, Any]]]:
    try:
        with tarfile.open(file) as archive:
            first = archive.extractfile("manifest.json")
            manifest = json.loads(first.read()) if first else {}
            if manifest.get("format") != FORMAT:
                raise Stop(_("{file} was written by a later release of Cantine.").format(file=file))
            yield archive, manifest
    except (OSError, KeyError, ValueError, tarfile.TarError) as error:
        raise Stop(_("{file} cannot be read as a backup: {why}").format(file=file, why=error)) from error


def _extract(archive: tarfile.TarFile, manifest: dict[str, Any], *, into: Path) -> Path:
    """Every part named by the manifest, checked; a path that leads outside is refused."""
    for name, expected in manifest["sha256"].items():
        path = PurePosixPath(name)
        source = archive.extractfile(name)
        if source is None or path.is_absolute() or ".." in path.parts:
            raise Stop(_("The backup is damaged: “{name}” is not a plain file.").format(name=name))
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.touch(mode=0o600)
        with target.open("wb") as out:
            while block := source.read(1 << 20):
                out.write(block)
        if _sha256(target) != expected:
            raise Stop(_("The backup is damaged: “{name}” is not what was written.").format(name=name))
    return into / "database.dump"


def _try_out(file: Path) -> None:
    """Restore into a database made for that, and count."""
    owner, name = os.environ[OWNER], f"cantine_trial_{os.getpid()}"
    with (
        _opened(file) as (archive, manifest),
        tempfile.TemporaryDirectory(dir=file.parent) as scratch,
        psycopg.connect(owner, autocommit=True) as connection,
    ):
        dump = _extract(archive, manifest, into=Path(scratch))
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            sentence = _("The database's owner may not make a database to try the backup in: add --no-verify.")
            raise Stop(sentence) from error
        try:
            _pg_restore(dump, _named(owner, name))
            _check_counts(manifest, _named(owner, name))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _check_counts(manifest: dict[str, Any], url: str) -> None:
    found = _counts_of(url)
    wrong = sorted(table for table, rows in manifest["rows"].items() if found.get(table) != rows)
    if wrong:
        raise Stop(_("Rows are missing after the restore, in: {tables}").format(tables=", ".join(wrong)))


def _counts_of(url: str) -> Counts:
    with psycopg.connect(url) as connection:
        return _counts(connection)


def _counts(connection: Connection) -> Counts:
    """The rows of each table of ours."""
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    counts: Counts = {}
    for (table,) in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(str(table)))).fetchone()
        counts[str(table)] = int(str(row[0])) if row else 0
    return counts


def _pg_dump(url: str, target: Path, *, snapshot: str) -> None:
    _program("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={target}")


def _pg_restore(dump: Path, url: str) -> None:
    """All or nothing. Rights are not the dump's business: they are granted anew."""
    _program("pg_restore", url, "--single-transaction", "--no-owner", "--no-acl", "--exit-on-error", str(dump))


def _program(name: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, where other accounts do not read it."""
    path = programs_for(data_folder() / "postgresql" / "data").path(name)
    parts = urlsplit(url)
    account, _at, place = parts.netloc.rpartition("@")
    address = parts._replace(netloc=f"{account.partition(':')[0]}@{place}").geturl()
    environment = {**os.environ, "PGPASSWORD": unquote(parts.password or "")}
    done = subprocess.run(
        [path, f"--dbname={address}", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Stop(_("{program} failed: {why}").format(program=name, why=done.stderr.strip()))


def _grant(owner: str) -> None:
    with psycopg.connect(owner, autocommit=True) as connection:
        application = unquote(urlsplit(os.environ[APP]).username or "")
        if application != connection.info.user:
            grant_application(connection, owner=connection.info.user, application=application)


def _put_files(source: Path, target: Path) -> None:
    """Give files back; what a fresh installation drew for itself (its keys) gives way to what the backup holds."""
    for path in sorted(source.rglob("*")) if source.exists() else []:
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)


def _summary(manifest: dict[str, Any]) -> str:
    rows, tables = sum(manifest["rows"].values()), len(manifest["rows"])
    files = len(manifest["sha256"]) - 1
    sentence = _("Inside: {rows} rows of {tables} tables, {files} files.")
    return sentence.format(rows=rows, tables=tables, files=files)


def _note(target: Path, moment: datetime) -> None:
    note = data_folder() / "backups" / LAST
    note.parent.mkdir(exist_ok=True, mode=0o700)
    note.write_text(json.dumps({"made_at": moment.isoformat(), "file": str(target)}), encoding="utf-8")


def _named(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def _sha256(path: Path) -> str:
    seen = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            seen.update(block)
    return seen.hexdigest()
