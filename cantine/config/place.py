"""Where this run stands on the disk and on the network: the data folder and the port, from the environment."""

import os
import socket
from pathlib import Path

from cantine.config.terminal import Stop
from cantine.config.words import _

CLONE = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
FIRST_PORT = 8000


def data_folder() -> Path:
    """``CANTINE_DATA``, by default ``.cantine`` in the clone; made at need, closed to others."""
    folder = Path(os.environ.get("CANTINE_DATA") or CLONE / ".cantine").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        sentence = _("The data folder {folder} cannot be made ({why}). Choose another one with CANTINE_DATA=.")
        raise Stop(sentence.format(folder=folder, why=error.strerror)) from error
    return folder


def port() -> int:
    """``PORT``, the first of two that follow each other: pages, then live pages."""
    wish = os.environ.get("PORT") or str(FIRST_PORT)
    if not wish.isdecimal() or not 1 <= int(wish) <= 65534:
        raise Stop(_("PORT must be a number from 1 to 65534, and it is “{wish}”.").format(wish=wish))
    return int(wish)


def check_ports(first: int) -> None:
    """Stop, naming a pair of ports that is free, if one of the two is taken."""
    for number in (first, first + 1):
        if not is_free(number):
            sentence = _("Port {number} is already in use. Choose another one: PORT={other} {command}")
            command = os.environ.get("CANTINE_CALLED_AS") or "cantine serve"
            raise Stop(sentence.format(number=number, other=_free_pair_after(first), command=command))


def is_free(number: int) -> bool:
    """Whether we may listen on this port of the loopback address."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, number))
        except OSError:
            return False
    return True


def _free_pair_after(number: int) -> int:
    candidates = range(number + 10, min(number + 1000, 65534), 10)
    return next((first for first in candidates if is_free(first) and is_free(first + 1)), FIRST_PORT + 10)
