"""One catalogue of French a package, ``locale/PACKAGE/fr``: drawn from its code and templates, checked, compiled.

English is the language of the code, so it has no catalogue. Babel does the work in Python: the gettext programs are not
needed (docs/decisions/catalogues.md).
"""

from pathlib import Path

HOUSE = Path(__file__).resolve().parents[3]
LOCALE = HOUSE / "locale"


def po_of(package: str) -> Path:
    return LOCALE / package / "fr" / "LC_MESSAGES" / "django.po"
