"""Whether the archive of a drawer is what it was when it was made, from its tables alone: each is a chain, and what one says of
another holds. The script that goes with the archive says the same without this program."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cantine.accounting.rules.chain import FIRST, seal

TAKINGS, CLOSINGS, SALES, SALES_CLOSINGS = "encaissements", "clotures", "ventes", "clotures_ventes"
TABLES = (TAKINGS, CLOSINGS, SALES, SALES_CLOSINGS)
FORMER, HASH = "empreinte_precedente", "empreinte"
RUNG = "counter:"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Altered:
    """The first wrong row of a table. ``missing``: the rows are what they were, and some are not there."""

    table: str
    row: int
    missing: bool = False


def altered_in(tables: Mapping[str, Sequence[Row]]) -> list[Altered]:
    """What is wrong, table by table; nothing where the archive is whole. Raises KeyError where a table is not one of ours."""
    chains = [found for name in TABLES if (found := _first_altered(name, tables.get(name, ()))) is not None]
    return chains or list(_apart(tables))


def _first_altered(name: str, rows: Sequence[Row]) -> Altered | None:
    former = FIRST
    for place, row in enumerate(rows, 1):
        *fields, link, print_ = row.values()
        if (fields[0], link, print_) != (str(place), former, seal(former, fields)):
            return Altered(name, place)
        former = print_
    return None


def _apart(tables: Mapping[str, Sequence[Row]]) -> Iterator[Altered]:
    """Rows cut off at the end of a chain, which it alone does not tell."""
    takings, sales = tables.get(TAKINGS, ()), tables.get(SALES, ())
    yield from _short(tables.get(CLOSINGS, ()), takings)
    known = {row["identifiant"] for row in sales}
    if any(row["acte"].startswith(RUNG) and row["acte"].removeprefix(RUNG) not in known for row in takings):
        yield Altered(SALES, len(sales) + 1, missing=True)
    for row in tables.get(SALES_CLOSINGS, ()):
        if int(row["derniere_vente"]) > len(sales):
            yield Altered(SALES_CLOSINGS, int(row["numero"]), missing=True)


def _short(closings: Sequence[Row], takings: Sequence[Row]) -> Iterator[Altered]:
    """Closings that the takings do not add up to, by days: cash that came yesterday may be written today."""
    until, last = "", 0
    for row in closings:
        if row["periode"] == "day":
            until, last = row["dernier_jour"], int(row["dernier_encaissement"])
        counted = sum(int(each["montant_centimes"]) for each in takings if _counted(each, until, last))
        if int(row["dernier_encaissement"]) > len(takings) or counted != int(row["grand_total_centimes"]):
            yield Altered(CLOSINGS, int(row["numero"]), missing=True)


def _counted(taking: Row, until: str, last: int) -> bool:
    return taking["jour"] < until or (taking["jour"] == until and int(taking["numero"]) <= last)
