"""What the archive of a drawer takes along from domains above: the sales that its takings paid."""

from collections.abc import Callable, Mapping, Sequence

from cantine.accounting.queries.cash import DrawerRef
from cantine.accounting.rules.chain import Record

Table = tuple[Sequence[str], Sequence[Record]]
_BESIDE: dict[str, Callable[[DrawerRef], Mapping[str, Table]]] = {}


def register_archived(name: str, tables: Callable[[DrawerRef], Mapping[str, Table]]) -> None:
    """``tables(drawer)`` gives, by name of file, the columns and the records of a chain, in its order."""
    _BESIDE[name] = tables


def archived_beside(drawer: DrawerRef) -> dict[str, Table]:
    return {name: table for tables in _BESIDE.values() for name, table in tables(drawer).items()}
