"""Folded text: lower case without accents or ligatures, for sorting and searching whatever the database's collation."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ø": "o", "ł": "l", "đ": "d"})


def folded(text: str) -> str:
    """``"Œuvre de l’Étang"`` → ``"oeuvre de l'etang"``; spaces are collapsed."""
    plain = text
    for _ in range(2):  # a sign such as 𝞐 becomes a capital only once decomposed
        plain = unicodedata.normalize("NFKD", plain).casefold()
    bare = "".join(char for char in plain.translate(_LIGATURES) if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare).strip()


def slug_of(text: str) -> str:
    """``"La Cantine – Paris"`` → ``"la-cantine-paris"``; only ``[a-z0-9-]``, at most 60 characters, may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")[:60].strip("-")
