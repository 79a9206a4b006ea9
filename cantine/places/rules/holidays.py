"""Public holidays and time zones of the French territories.

The days come from the ``holidays`` library, which follows the law and the lasting local customs (Good Friday
in Guadeloupe). What differs from one commune to another inside a territory (Good Friday in Alsace-Moselle,
only where there is a Protestant church) is left to the place: its policy says on which holidays it opens.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import holidays as library

from cantine.kernel.folding import slug_of
from cantine.places.rules.wall_clock import days_between


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


_SUBDIVISIONS = {
    Territory.METROPOLE: None,
    Territory.ALSACE_MOSELLE: "6AE",
    Territory.GUADELOUPE: "971",
    Territory.MARTINIQUE: "972",
    Territory.GUYANE: "973",
    Territory.REUNION: "974",
    Territory.MAYOTTE: "976",
    Territory.SAINT_BARTHELEMY: "BL",
    Territory.SAINT_MARTIN: "MF",
    Territory.SAINT_PIERRE_ET_MIQUELON: "PM",
    Territory.POLYNESIE: "PF",
    Territory.NOUVELLE_CALEDONIE: "NC",
    Territory.WALLIS_ET_FUTUNA: "WF",
}

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

# Polynesia has three: the Marquesas are half an hour ahead of Tahiti and the Gambier an hour.
FRENCH_TIME_ZONES: tuple[str, ...] = (*dict.fromkeys(_ZONES.values()), "Pacific/Marquesas", "Pacific/Gambier")

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


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """One public holiday; ``key`` is stable from year to year (``noel``, ``lundi-de-paques``) and is what a
    policy names.
    """

    day: date
    key: str
    name_fr: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class HolidayPolicy:
    """What a place does on public holidays: closed, save those whose keys are in ``open_on``;
    ``observed=False`` ignores them all.
    """

    territory: Territory = Territory.METROPOLE
    observed: bool = True
    open_on: frozenset[str] = frozenset()

    def closes_on(self, day: date) -> tuple[Holiday, ...]:
        """The holidays that close ``day``; one day can bear two (1 May 2008 was Ascension too), and opening
        on either opens.
        """
        today = holidays_on(day, territory=self.territory) if self.observed else ()
        return () if any(holiday.key in self.open_on for holiday in today) else today


NO_HOLIDAYS = HolidayPolicy(observed=False)


def territory_of(code: str) -> Territory:
    """The holiday territory of a postcode, an INSEE commune code or a department code; mainland France when
    nothing else fits.
    """
    digits = code.strip().replace(" ", "").upper()
    prefixes = (digits[:length] for length in (5, 3, 2))
    return next((_BY_PREFIX[prefix] for prefix in prefixes if prefix in _BY_PREFIX), Territory.METROPOLE)


def time_zone_of(territory: Territory) -> str:
    """The IANA zone of a territory's capital; the Marquesas and the Gambier choose theirs in
    ``FRENCH_TIME_ZONES``.
    """
    return _ZONES[territory]


def holidays_on(day: date, *, territory: Territory) -> tuple[Holiday, ...]:
    return tuple(holiday for holiday in holidays_of(day.year, territory=territory) if holiday.day == day)


def holidays_between(first_day: date, last_day: date, *, territory: Territory) -> tuple[Holiday, ...]:
    """Both ends included, in order."""
    years = range(first_day.year, last_day.year + 1)
    every = (holiday for year in years for holiday in holidays_of(year, territory=territory))
    return tuple(holiday for holiday in every if first_day <= holiday.day <= last_day)


@lru_cache(maxsize=256)
def holidays_of(year: int, *, territory: Territory) -> tuple[Holiday, ...]:
    """Every public holiday of a civil year, in order, named in both languages."""
    french, english = _calendar(year, territory, "fr"), _calendar(year, territory, "en_US")
    return tuple(
        Holiday(day=day, key=slug_of(name_fr), name_fr=name_fr, name_en=name_en)
        for day in days_between(date(year, 1, 1), date(year, 12, 31))
        for name_fr, name_en in zip(french.get_list(day), english.get_list(day), strict=True)
    )


def _calendar(year: int, territory: Territory, language: str) -> library.HolidayBase:
    return library.country_holidays("FR", subdiv=_SUBDIVISIONS[territory], years=year, language=language)
