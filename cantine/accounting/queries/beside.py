"""What the books take along from domains above: the sales that the takings of a drawer paid, and what a period that is to be
closed leaves open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cantine.accounting.queries.cash import DrawerRef
from cantine.accounting.rules.chain import Record

Table = tuple[Sequence[str], Sequence[Record]]
_BESIDE: dict[str, Callable[[DrawerRef], Mapping[str, Table]]] = {}


def register_archived(name: str, tables: Callable[[DrawerRef], Mapping[str, Table]]) -> None:
    """``tables(drawer)`` gives, by name of file, the columns and the records of a chain, in its order."""
    _BESIDE[name] = tables


def archived_beside(drawer: DrawerRef) -> dict[str, Table]:
    return {name: table for tables in _BESIDE.values() for name, table in tables(drawer).items()}


@dataclass(frozen=True)
class LeftOpen:
    """So many things of days that are to be closed: what they are by ``code``, and the page where one deals with them."""

    code: str
    count: int
    route: str


_LEFT: dict[str, Callable[[int, date], Sequence[LeftOpen]]] = {}


def register_left_open(name: str, left: Callable[[int, date], Sequence[LeftOpen]]) -> None:
    """``left(entity_id, last_day)`` gives what is not told to the books yet, until that day."""
    _LEFT[name] = left


def left_open(entity_id: int, *, last_day: date) -> list[LeftOpen]:
    """Nothing where there is none."""
    return [each for left in _LEFT.values() for each in left(entity_id, last_day) if each.count]
