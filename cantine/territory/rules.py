"""Which public holidays and which clock a commune lives by, how its name is searched, and which codes are its own.

Pure. A territory's value is stored on places (``holiday_territory``); the holidays themselves are in ``places.rules``.
"""

import re
from enum import StrEnum

from cantine.kernel import folded


class Territory(StrEnum):
    """A part of France with public holidays of its own; the value is stored."""

    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace-moselle"
    GUADELOUPE = "guadeloupe"
    MARTINIQUE = "martinique"
    GUYANE = "guyane"
    REUNION = "reunion"
    MAYOTTE = "mayotte"
    SAINT_BARTHELEMY = "saint-barthelemy"
    SAINT_MARTIN = "saint-martin"
    SAINT_PIERRE_ET_MIQUELON = "saint-pierre-et-miquelon"
    POLYNESIE = "polynesie-francaise"
    NOUVELLE_CALEDONIE = "nouvelle-caledonie"
    WALLIS_ET_FUTUNA = "wallis-et-futuna"


_ZONES = {
    Territory.METROPOLE: "Europe/Paris",
    Territory.ALSACE_MOSELLE: "Europe/Paris",
    Territory.GUADELOUPE: "America/Guadeloupe",
    Territory.MARTINIQUE: "America/Martinique",
    Territory.GUYANE: "America/Cayenne",
    Territory.REUNION: "Indian/Reunion",
    Territory.MAYOTTE: "Indian/Mayotte",
    Territory.SAINT_BARTHELEMY: "America/St_Barthelemy",
    Territory.SAINT_MARTIN: "America/Marigot",
    Territory.SAINT_PIERRE_ET_MIQUELON: "America/Miquelon",
    Territory.POLYNESIE: "Pacific/Tahiti",
    Territory.NOUVELLE_CALEDONIE: "Pacific/Noumea",
    Territory.WALLIS_ET_FUTUNA: "Pacific/Wallis",
}

# The longest prefix decides. Saint-Barthélemy and Saint-Martin kept postcodes of Guadeloupe.
_BY_PREFIX = {
    "57": Territory.ALSACE_MOSELLE,
    "67": Territory.ALSACE_MOSELLE,
    "68": Territory.ALSACE_MOSELLE,
    "971": Territory.GUADELOUPE,
    "972": Territory.MARTINIQUE,
    "973": Territory.GUYANE,
    "974": Territory.REUNION,
    "975": Territory.SAINT_PIERRE_ET_MIQUELON,
    "976": Territory.MAYOTTE,
    "977": Territory.SAINT_BARTHELEMY,
    "978": Territory.SAINT_MARTIN,
    "986": Territory.WALLIS_ET_FUTUNA,
    "987": Territory.POLYNESIE,
    "988": Territory.NOUVELLE_CALEDONIE,
    "97133": Territory.SAINT_BARTHELEMY,
    "97150": Territory.SAINT_MARTIN,
}

# Polynesia has three clocks: the Marquesas are half an hour ahead of Tahiti, the Gambier an hour.
_OTHER_ZONES = {
    "98719": "Pacific/Gambier",
    **dict.fromkeys(("98718", "98723", "98731", "98750", "98756", "98757"), "Pacific/Marquesas"),
}
FRENCH_TIME_ZONES: tuple[str, ...] = tuple(dict.fromkeys([*_ZONES.values(), *sorted(set(_OTHER_ZONES.values()))]))

_ARTICLE = re.compile(r"^(le|la|les|l|los|aux?) ")
_SAINT = re.compile(r"\bst(e?)\b")
_DISTRICTS = {"751": "75056", "132": "13055", "6938": "69123"}


def territory_of(code: str) -> Territory:
    """The holiday territory of a postcode, an INSEE commune code or a department code; mainland France when nothing
    else fits."""
    digits = _bare(code)
    prefixes = (digits[:length] for length in (5, 3, 2))
    return next((_BY_PREFIX[prefix] for prefix in prefixes if prefix in _BY_PREFIX), Territory.METROPOLE)


def time_zone_of(territory: Territory) -> str:
    """The IANA zone of a territory's capital."""
    return _ZONES[territory]


def time_zone_at(insee_code: str) -> str:
    """The IANA zone of a commune, the Marquesas and the Gambier included."""
    return _OTHER_ZONES.get(_bare(insee_code)) or time_zone_of(territory_of(insee_code))


def search_key(name: str) -> str:
    """``"St-Étienne"`` and ``"Saint Etienne"`` → ``"saint etienne"``: what names are compared by."""
    spaced = re.sub(r"[-'.]+", " ", folded(name))
    return _SAINT.sub(r"saint\1", re.sub(r" +", " ", spaced).strip())


def without_article(key: str) -> str:
    """``"la rochelle"`` → ``"rochelle"``; a name that is only an article stays."""
    return _ARTICLE.sub("", key)


def commune_code(insee_code: str) -> str:
    """The code of the commune: that of Paris, Marseille or Lyon for one of their arrondissements."""
    code = _bare(insee_code)
    return next((whole for prefix, whole in _DISTRICTS.items() if len(code) == 5 and code.startswith(prefix)), code)


def _bare(code: str) -> str:
    return re.sub(r"\s", "", code).upper()
