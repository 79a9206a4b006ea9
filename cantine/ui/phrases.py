"""The French catalogue knows elision: whatever phrase a page, a letter or a document asks it for, “de” and “que” shorten before the
name that is put there. One place, since nobody who writes a phrase knows the name."""

from functools import cache

from django.utils.translation import trans_real

from cantine.kernel.elision import ELIDES, Phrase

FRENCH = "fr"
_Catalogue = trans_real.DjangoTranslation


class _Phrases(_Catalogue):
    """Django's own, whose French phrases shorten before a vowel."""

    def gettext(self, message: str) -> str:
        return self._shortened(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._shortened(super().ngettext(msgid1, msgid2, n))

    def _shortened(self, text: str) -> str:
        return _phrase(text) if self.language().startswith(FRENCH) else text


def know_elision() -> None:
    """The catalogues that are loaded, which may be in use, and those to come. Django has no other door to its catalogues."""
    trans_real.DjangoTranslation = _Phrases  # type: ignore[misc]
    for loaded in trans_real._translations.values():  # type: ignore[attr-defined]  # the stubs leave it out
        loaded.__class__ = _Phrases


@cache
def _phrase(text: str) -> str:
    return Phrase(text) if ELIDES.search(text) else text
