"""From one colour chosen by a place to a whole accent family that stays readable, light and dark.

A person who opens a place picks a colour with the browser's own picker and can't be expected to know about
contrast: the colour is darkened (or lightened, at night) until text in it passes WCAG 2.2 AA on our grounds.
"""

import colorsys
import re

VERSION = 1  # part of the sheet's address: raise it when a family is computed otherwise
AA_TEXT = 4.5
PAPER, PAPER_SUNK, NIGHT, NIGHT_RAISED = "#f6f1e7", "#ece4d4", "#181b1a", "#282d2b"
INK, CHALK, WHITE = "#1f1d1a", "#f1ece1", "#ffffff"
_HEX = re.compile(r"^#[0-9a-f]{6}$")


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two `#rrggbb` colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def token_sheet(colour: str) -> str:
    """The CSS of a place whose accent is `colour` (`#rrggbb`); ValueError if it is no such colour."""
    family = accent_family(colour)
    lines = "".join(f"  --{name}: {value};\n" for name, value in family.items())
    return f":root {{\n{lines}}}\n"


def accent_family(colour: str) -> dict[str, str]:
    """The tokens of the accent, each `light-dark(…)` where day and night differ."""
    colour = colour.lower()
    if not _HEX.match(colour):
        raise ValueError(f"{colour!r} is no colour: write it as #rrggbb.")
    day = _toward(colour, against=PAPER_SUNK, ratio=AA_TEXT, step=-0.01)
    night = _toward(colour, against=NIGHT_RAISED, ratio=AA_TEXT, step=0.01)
    return {
        "accent": f"light-dark({day}, {night})",
        "accent-strong": f"light-dark({_lit(day, -0.1)}, {_lit(night, 0.08)})",
        "accent-ink": f"light-dark({_readable_on(day)}, {_readable_on(night)})",
        "accent-soft": f"light-dark({_mixed(day, PAPER, 0.1)}, {_mixed(night, NIGHT, 0.16)})",
        "accent-board": _board_ground(colour),
        "accent-board-ink": _readable_on(_board_ground(colour)),
    }


def print_colours(colour: str) -> tuple[str, str]:
    """The accent on paper, and the ink that is read on it: for what knows no night, a letter or a ticket."""
    day = _toward(colour.lower(), against=PAPER_SUNK, ratio=AA_TEXT, step=-0.01)
    return day, _readable_on(day)


def _board_ground(colour: str) -> str:
    """The accent as an event's ground on the slate: as chosen if words can be read on it, else darker."""
    moved = colour
    while contrast(moved, _readable_on(moved)) < AA_TEXT:
        moved = _lit(moved, -0.01)
    return moved


def _readable_on(ground: str) -> str:
    return max((WHITE, "#14110d"), key=lambda ink: contrast(ink, ground))


def _toward(colour: str, *, against: str, ratio: float, step: float) -> str:
    moved = colour
    for _ in range(100):
        if contrast(moved, against) >= ratio:
            break
        moved = _lit(moved, step)
    return moved


def _lit(colour: str, by: float) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    return _hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light + by)), saturation))


def _mixed(colour: str, ground: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    red, green, blue = (share * top + (1 - share) * under for top, under in pairs)
    return _hex((red, green, blue))


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
