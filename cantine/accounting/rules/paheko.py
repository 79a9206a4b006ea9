"""A year as Paheko imports it: its format “Groupé”, where the first line of an entry says what the entry is and the others
say their account only. Columns and their names are those of Paheko 1.3 (``Accounting/Export.php``)."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from cantine.accounting.rules.fec import FecLine

COLUMNS = (
    "Numéro d'écriture", "Type", "Statut", "Libellé", "Date", "Remarques", "Numéro pièce comptable", "Numéro compte",
    "Libellé compte", "Débit", "Crédit", "Référence ligne", "Libellé ligne", "Rapprochement", "Projet analytique",
    "Membres associés",
)  # fmt: skip


def paheko_rows(lines: Iterable[FecLine]) -> Iterator[tuple[str, ...]]:
    """The number of an entry stays empty, for Paheko would look for its own; ours stands in the remarks, so that both books
    can be compared. “Avancé” is the type whose lines are any number."""
    for (journal, number), group in groupby(lines, key=_entry):
        for place, line in enumerate(group):
            head = ("", "Avancé", "", line.label, f"{line.day:%d/%m/%Y}", f"{journal} {number}", line.piece)
            yield (
                *(("",) * 7 if place else head), line.account, line.account_name, _decimal(line.debit_cents),
                _decimal(line.credit_cents), line.third, line.label, "", "", "",
            )  # fmt: skip


def _entry(line: FecLine) -> tuple[str, int]:
    return line.journal, line.number


def _decimal(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
