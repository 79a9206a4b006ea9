"""Lists as CSV files that spreadsheets open as text: UTF-8 with its mark, semicolons, and no cell that would be run."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

from cantine.kernel.formulas import neutral

_AMOUNT = re.compile(r"-?\d+,\d\d")


def sheet(filename: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The file, to take away; a text that a spreadsheet would read as a formula is marked as text."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _cell(value: object) -> object:
    """An amount below zero begins like a formula, and is none."""
    return neutral(value) if isinstance(value, str) and not _AMOUNT.fullmatch(value) else value


def amount(cents: int) -> str:
    """Cents with a decimal comma, which French spreadsheets and accountants read: “-12,50”."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02}"
