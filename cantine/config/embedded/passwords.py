"""The three passwords of a cluster, drawn once and kept in a file that only its owner reads."""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Passwords:
    """Of the superuser, of the database's owner and of the application."""

    admin: str
    owner: str
    application: str


def passwords_in(path: Path) -> Passwords:
    """The passwords in ``path``, drawn if there are none; two processes asking at once agree."""
    if not path.exists():
        drawn = Passwords(*(secrets.token_urlsafe(24) for _ in range(3)))
        write_private(path, json.dumps(asdict(drawn)))
    return Passwords(**json.loads(path.read_text(encoding="utf-8")))


def write_private(path: Path, text: str) -> None:
    """Write ``text`` whole, mode 0600, unless ``path`` exists by then."""
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
