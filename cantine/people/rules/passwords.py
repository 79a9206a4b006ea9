"""Passwords that everybody tries first: famous ones in French and English, place words, keyboard walks.

Length and throttling do the rest (CNIL: 12 characters, limited tries); no rule of composition. What surrounds a famous
password does not save it: ``Motdepasse2026!`` is ``motdepasse``.
"""

import re
from collections.abc import Collection, Iterable

from cantine.kernel import folded

LONGEST = 128
_FAMOUS = frozenset(
    """
    motdepasse motdepass monmotdepasse lemotdepasse motsdepasse password mypassword passwordpassword passw0rd
    azerty azertyuiop azertyuiopqsdfghjklm qwerty qwertyuiop qwertyuiopasdfghjkl qsdfghjklm wxcvbn azeqsd azeqsdwxc
    aqwzsx aqwzsxedc qazwsx qazwsxedc jetaime jetaimemonamour monamour monange moncoeur doudou loulou chouchou coucou
    bonjour bonjourlemonde salut soleil marseille olympiquedemarseille parissaintgermain allezlesbleus allezpsg
    allezom vivelafrance france paris nantes bretagne liberte libertebonheur chocolat nicolas camille alexandre julien
    stephane sebastien thomas maxime antoine marine caroline celine isabelle nathalie valerie sandrine princesse
    administrateur administrator admin letmein iloveyou welcome changeme changezmoi changermoi secret sesameouvretoi
    ouvretoisesame sesame football superman batman pokemon starwars dragon monkey shadow master sunshine
    correcthorsebatterystaple cantine lacantine cantineparis lacantineparis cantinenumerique coworking coworkingspace
    espacedecoworking tierslieu tierslieux fablab hackerspace atelier lecafe reservation planning salledereunion
    motdepassecantine wifi internet mairie association president tresorier secretaire bienvenue
    """.split()
)
_LEET = str.maketrans("0134578@$€", "oieastbase")
_WALKS = ("abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "0123456789" * 2)


def is_common(password: str, *, names: Iterable[str] = ()) -> bool:
    """Whether a guesser tries it early: famous, repeated, or a walk on the keyboard, once its trimmings are gone.

    ``names`` are those of the houses here, which whoever looks at their pages tries first.
    """
    famous = _FAMOUS.union(re.sub(r"[^a-z0-9]", "", folded(name)) for name in names)
    bare = re.sub(r"[^a-z0-9]", "", folded(password))
    core = re.sub(r"^\d+|\d+$", "", bare)
    if not core:
        return bare in famous or _is_walk(bare) or _is_repeated(bare, famous)
    spellings = {core, core.translate(_LEET), re.sub(r"\d", "", core)}
    return _is_repeated(bare, famous) or any(
        text in famous or _is_walk(text) or _is_repeated(text, famous) for text in spellings if text
    )


def _is_walk(text: str) -> bool:
    return len(text) > 2 and any(text in walk or text in walk[::-1] for walk in _WALKS)


def _is_repeated(text: str, famous: Collection[str]) -> bool:
    """Up to four characters, or a famous word, over and over."""
    match = re.fullmatch(r"(.{1,24}?)\1+", text)
    return match is not None and (len(match[1]) <= 4 or match[1] in famous)
