"""French elision before a name that is put into a phrase: “Tarifs de Paul”, “Tarifs d’Elena”.

It is told by the first letter that is read: a vowel, a mute h, a y before a consonant. Numbers, “onze” and “oui” elide nothing.
"""

import re
import unicodedata
from collections.abc import Mapping

# A word that elides, then the name, perhaps between quotes.
ELIDES = re.compile(r"\b([Dd]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Nn]|[Ss])e (?=(?:« ?|“)?%\((\w+)\)s)")
_TAG = re.compile(r"<[^>]*>")
_VOWELS = frozenset("aeiouœæ")
_ASPIRATE = ("onz", "oui ", "oui-", "ouistiti", "uhlan", "yacht", "yaourt", "yoga")
# In French an h is more often aspirate in common names, and mute in first names.
_MUTE_H = (
    "habit", "hadrien", "harmon", "hebdo", "hebert", "hector", "hel", "henri", "herb", "hermin", "herv", "heur", "hilaire", "hippol",
    "histoir", "hiver", "hom", "hon", "hopit", "horace", "horiz", "horl", "hort", "hosp", "hotel", "hubert", "hugu", "huil",
    "hum", "hyacin", "hydr",
)  # fmt: skip


def elides(name: str) -> bool:
    """Whether “de” loses its e before this name."""
    said = _plain(name)
    if said.startswith(_ASPIRATE) or not said:
        return False
    if said[0] == "y":
        return len(said) > 1 and said[1] not in _VOWELS
    return said[0] in _VOWELS or said.startswith(_MUTE_H)


class Phrase(str):
    """A French phrase that waits for its names, and elides before them."""

    __slots__ = ()

    def __mod__(self, values: object) -> str:
        if not isinstance(values, Mapping):
            return str.__mod__(self, values)

        def shortened(found: re.Match[str]) -> str:
            return f"{found[1]}’" if elides(str(values.get(found[2], ""))) else found[0]

        return str.__mod__(ELIDES.sub(shortened, str(self)), values)


def _plain(name: str) -> str:
    """As it is read: without tags, opening quotes and accents."""
    bare = _TAG.sub("", name).lstrip(" \t\n«“\"'\u00a0\u202f").lower()[:12]
    return "".join(each for each in unicodedata.normalize("NFD", bare) if not unicodedata.combining(each))
