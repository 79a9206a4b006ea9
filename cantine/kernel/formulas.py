"""Cells of a CSV file that a spreadsheet would run as a formula, and the mark that keeps it from doing so.

The mark comes off again, so nothing is lost: ``plain(neutral(text)) == text`` for any text.
"""

# What a spreadsheet takes for the beginning of a formula, full-width forms included (OWASP, CSV injection).
RISKY = frozenset("=+-@\t\r\n＝＋－＠")
MARK = "'"


def neutral(value: str) -> str:
    """The cell as a CSV file may hold it: a leading apostrophe where a spreadsheet would see a formula."""
    return MARK + value if value and (value[0] in RISKY or value[0] == MARK) else value


def plain(value: str) -> str:
    """The cell that ``neutral`` was given; any other cell is itself."""
    marked = len(value) > 1 and value[0] == MARK and (value[1] in RISKY or value[1] == MARK)
    return value[1:] if marked else value
