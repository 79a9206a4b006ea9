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
    totals = [0]
    for row in takings:
        totals.append(totals[-1] + int(row["montant_centimes"]))
    for row in tables.get(CLOSINGS, ()):
        last = int(row["dernier_encaissement"])
        if last >= len(totals) or totals[last] != int(row["grand_total_centimes"]):
            yield Altered(CLOSINGS, int(row["numero"]), missing=True)
    known = {row["identifiant"] for row in sales}
    if any(row["acte"].startswith(RUNG) and row["acte"].removeprefix(RUNG) not in known for row in takings):
        yield Altered(SALES, len(sales) + 1, missing=True)
    for row in tables.get(SALES_CLOSINGS, ()):
        if int(row["derniere_vente"]) > len(sales):
            yield Altered(SALES_CLOSINGS, int(row["numero"]), missing=True)
