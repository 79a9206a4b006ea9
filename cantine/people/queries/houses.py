"""The names of the houses of this installation, which a password must not be made of. People knows no place: the
domain above registers what tells them, from its ``words``."""

from collections.abc import Callable, Iterable

_TELLERS: dict[str, Callable[[], Iterable[str]]] = {}


def register_houses(code: str, tell: Callable[[], Iterable[str]]) -> None:
    if code in _TELLERS:
        raise ValueError(f"The houses of {code!r} are registered twice.")
    _TELLERS[code] = tell


def names_of_houses() -> frozenset[str]:
    return frozenset(name for tell in _TELLERS.values() for name in tell())
