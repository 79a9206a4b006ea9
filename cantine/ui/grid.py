"""The classes by which the board places things: no inline style passes the content security policy.

`python -m cantine.ui.grid` writes `static/ui/board-grid.css`; a test holds the file to this module. Words: a *step*
is five minutes; `sN` starts N steps after the ruler's first hour, `dN` lasts N steps, `hN` is a ruler of N hours, `nN`
covers N lanes, `fN` fills N per cent of a pool, `rowsN` is a wall screen of N lanes.
"""

from collections.abc import Iterator
from pathlib import Path

STEPS_AN_HOUR = 12
LONGEST_DAY = 25  # hours, on the night when clocks go back
STEP_OF_FILL = 5
FILE = Path(__file__).parent / "static" / "ui" / "board-grid.css"


def sheet() -> str:
    """The whole file."""
    body = "".join(f"  {rule}\n" for rule in _rules())
    return f"/* Made by python -m cantine.ui.grid: change it there. */\n@layer components {{\n{body}}}\n"


def fill_class(share: float) -> str:
    """The class of a pool's bar filled by `share`, from 0 to 1; above nothing it is never empty."""
    steps = round(share * 100 / STEP_OF_FILL)
    return f"f{min(100, max(STEP_OF_FILL if share > 0 else 0, steps * STEP_OF_FILL))}"


def _rules() -> Iterator[str]:
    last = LONGEST_DAY * STEPS_AN_HOUR
    yield from (f".h{n} {{ --hours: {n}; --steps: {n * STEPS_AN_HOUR}; }}" for n in range(1, LONGEST_DAY + 1))
    yield from (f".s{n} {{ grid-column-start: {n + 1}; }}" for n in range(last + 1))
    yield from (f".d{n} {{ grid-column-end: span {n}; }}" for n in range(1, last + 1))
    yield from (f".n{n} {{ --lanes: {n}; }}" for n in range(2, 13))
    yield from (f".f{n} {{ --fill: {n}%; }}" for n in range(0, 101, STEP_OF_FILL))
    yield from (f".rows{n} {{ --rows: {n}; }}" for n in range(1, 61))


if __name__ == "__main__":
    FILE.write_text(sheet())
