"""The sentences of refusals. Each domain's ``words.py`` registers one per code, in English, translated when shown.

A sentence says what happened, to what, and what to do. Its values come from the refusal's context.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cantine.kernel import Refusal

Words = Callable[[Mapping[str, Any]], str]
_SENTENCES: dict[str, Words] = {}


def register(sentences: Mapping[str, Words]) -> None:
    """``{code: function of the context}``; the function calls gettext, so the language is the reader's."""
    for code, words in sentences.items():
        if code in _SENTENCES:
            raise ValueError(f"The refusal {code!r} has two sentences.")
        _SENTENCES[code] = words


def sentence(refusal: Refusal) -> str:
    """The refusal in the current language; a code without words (a test forbids it) is at least said."""
    words = _SENTENCES.get(refusal.code)
    return words(refusal.context) if words else refusal.code.replace("_", " ")


def known_codes() -> frozenset[str]:
    return frozenset(_SENTENCES)
