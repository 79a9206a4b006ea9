"""Lists as CSV files that spreadsheets open as text: UTF-8 with its mark, semicolons, and no cell that would be run."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

from cantine.kernel.formulas import neutral


def sheet(filename: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The file, to take away; a text that a spreadsheet would read as a formula is marked as text."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([neutral(value) if isinstance(value, str) else value for value in row] for row in rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
