"""Charts drawn by our own templates: bars whose size is an attribute, so that they print, take the theme's colours and need
neither script nor style. Each stands beside the table of its numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SHADES = 10
Value = tuple[str, str, str, float]  # mark, value in words, title, size


@dataclass(frozen=True)
class Bar:
    """One bar, in hundredths of the drawing, written for SVG; ``mark`` is the label under it, ``title`` says it whole."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    mark: str
    value: str
    title: str


def bars(values: Sequence[Value]) -> list[Bar]:
    """Against the largest size."""
    top = max((size for *_words, size in values), default=0) or 1
    step = 100 / max(1, len(values))
    return [
        Bar(
            x=_hundredths(n * step + step * 0.14),
            y=_hundredths(100 - 100 * size / top),
            width=_hundredths(step * 0.72),
            height=_hundredths(100 * size / top),
            middle=_hundredths((n + 0.5) * step),
            mark=mark,
            value=value,
            title=title,
        )
        for n, (mark, value, title, size) in enumerate(values)
    ]


def shade(basis_points: int | None) -> str:
    """The class of a cell of a heat map: ``h0`` to ``h10``; none where nothing was open."""
    return "" if basis_points is None else f"h{min(SHADES, -(-basis_points // 1000))}"


def _hundredths(number: float) -> str:
    """With a point whatever the language: it goes into an attribute."""
    return f"{number:.2f}%"
