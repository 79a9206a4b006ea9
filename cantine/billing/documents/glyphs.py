"""What the letters of a page can show. PDF/A refuses a sign that its fonts do not have, and names hold any: a letter that
is missing becomes a square, a picture or a control is left out. The invoice inside keeps them all.

The map of signs is read in the font itself: ``cmap``, format 12 (OpenType 1.9).
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FONT = Path(__file__).parent / "fonts" / "SourceSans3-Regular.ttf"
MISSING, SPACE = "\u25a1", " "
LAID_OUT = frozenset("\n\t")
WHOLE_MAP = 12


def shown(value: Any) -> Any:
    """The same values, their texts such as a page can show."""
    if isinstance(value, dict):
        return {key: shown(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown(each) for each in value]
    return _shown(value) if isinstance(value, str) else value


def _shown(text: str) -> str:
    return "".join(map(_sign, unicodedata.normalize("NFC", text)))


def _sign(sign: str) -> str:
    if ord(sign) in _known() or sign in LAID_OUT:
        return sign
    kind = unicodedata.category(sign)[0]
    return {"L": MISSING, "N": MISSING, "Z": SPACE}.get(kind, "")


@cache
def _known() -> frozenset[int]:
    """Every sign that the font has, controls left out."""
    data = FONT.read_bytes()
    signs = {sign for first, last in _ranges(data, _table(data, b"cmap")) for sign in range(first, last + 1)}
    return frozenset(sign for sign in signs if unicodedata.category(chr(sign)) not in {"Cc", "Cf"})


def _table(data: bytes, name: bytes) -> int:
    """Where a table of the font begins."""
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4s4xI4x", data, 12 + 16 * each) for each in range(count))
    return next(int(offset) for tag, offset in records if tag == name)


def _ranges(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """First and last sign of each group of the whole map."""
    (count,) = struct.unpack_from(">H", data, at + 2)
    maps = [at + struct.unpack_from(">4xI", data, at + 4 + 8 * each)[0] for each in range(count)]
    whole = next(each for each in maps if struct.unpack_from(">H", data, each)[0] == WHOLE_MAP)
    (groups,) = struct.unpack_from(">I", data, whole + 12)
    for each in range(groups):
        yield struct.unpack_from(">II", data, whole + 16 + 12 * each)
