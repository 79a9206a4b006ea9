"""What stands between a fresh clone and its first page: compiled messages, gathered static files, tables.

Each step is done again only when what it reads has changed.
"""

import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path

from cantine.config.catalogues.compiled import compile_stale
from cantine.config.database import check_owner
from cantine.config.place import CLONE, data_folder
from cantine.config.supervisor import python
from cantine.config.terminal import Stop
from cantine.config.words import _, translations


def prepare_files() -> None:
    """Messages compiled and static files gathered."""
    prepare_messages()
    stamp, seen = data_folder() / "static" / ".gathered", _digest(_static_files())
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != seen:
        run("collectstatic", "--noinput", "--verbosity=0")
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(seen, encoding="utf-8")


def prepare_messages() -> None:
    """The catalogues compiled beside their sources; what installs the program does it where a service may not write."""
    try:
        compiled = compile_stale(CLONE / "locale")
    except PermissionError as error:
        sentence = _(
            "The messages cannot be compiled in {folder}. As the owner of that folder, run “cantine messages”."
        )
        raise Stop(sentence.format(folder=CLONE / "locale")) from error
    if compiled:
        translations.cache_clear()


def prepare_tables() -> None:
    """The tables of this release, made by the owner."""
    check_owner()
    run("migrate", "--verbosity=0")
    _prepare_communes()


def _prepare_communes() -> None:
    """Two seconds, once, and again when the packaged file changes."""
    stamp, seen = data_folder() / ".communes", _digest([*(CLONE / "cantine" / "territory" / "data").glob("*.gz")])
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != seen:
        run("load_territory", "--again", "--verbosity=0")
        stamp.write_text(seen, encoding="utf-8")


def run(*arguments: str) -> None:
    """A management command in a process of its own, because its settings differ from those of the next one."""
    done = subprocess.run(python("cantine", *arguments), check=False)
    if done.returncode:
        sentence = _("“cantine {command}” failed; what it said stands above.")
        raise Stop(sentence.format(command=" ".join(arguments)))


def _static_files() -> Iterable[Path]:
    yield CLONE / "requirements" / "base.lock"
    for folder in sorted((CLONE / "cantine").glob("*/static")):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(files: Iterable[Path]) -> str:
    seen = hashlib.sha256()
    for path in files:
        if path.exists():
            seen.update(f"{path}:{path.stat().st_mtime_ns}:{path.stat().st_size}\n".encode())
    return seen.hexdigest()
