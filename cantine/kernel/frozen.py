"""Values kept as plain JSON without loss, and read back: what was frozen is read years later by who knows only its type.

A dataclass is an object of its fields, a tuple a list, a Decimal and a date text, an enumeration its value.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_READ_AS_TEXT: dict[type, Any] = {Decimal: Decimal, date: date.fromisoformat, datetime: datetime.fromisoformat}


def plain(value: Any) -> Any:
    """What JSON keeps of ``value``."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return value.value if isinstance(value, StrEnum) else value


def thawed(kind: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass that ``plain`` made ``data`` of; a field that was not there yet has its default."""
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable
    return kind(**{name: _read(hints[name], value) for name, value in data.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        (inner,) = (each for each in get_args(hint) if each is not NoneType)
        return None if value is None else _read(inner, value)
    if get_origin(hint) is tuple:
        inner, *rest = get_args(hint)
        kinds = [inner] * len(value) if rest == [Ellipsis] else [inner, *rest]
        return tuple(map(_read, kinds, value))
    if is_dataclass(hint):
        return thawed(hint, value)  # type: ignore[arg-type]  # a class, not an instance
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    return _READ_AS_TEXT[hint](value) if hint in _READ_AS_TEXT else value
