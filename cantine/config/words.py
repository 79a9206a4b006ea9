"""The words of the terminal, in French unless the terminal says English.

Read with the standard library and not with Django, because most of them are said before there are settings:
while the database starts, or when it cannot. They come from the same catalogue as the pages
(``locale/config``); without a compiled catalogue the English of the code is shown.
"""

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parents[2] / "locale" / "config"


def language_of(environment: Mapping[str, str]) -> str:
    """``en`` when the terminal asks for English first, else ``fr``; a bare ``C`` locale asks for nothing."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if wish := environment.get(name, ""):
            return "en" if wish.lower().startswith("en") else "fr"
    return "fr"


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of ``language``, empty when it is not compiled."""
    return gettext.translation("django", localedir=CATALOGUES, languages=[language], fallback=True)


def _(message: str) -> str:
    """``message`` in the terminal's language."""
    return translations(language_of(os.environ)).gettext(message)


def gettext_noop(message: str) -> str:
    """``message`` as it is, marked for the catalogue: it is translated where it is said."""
    return message
