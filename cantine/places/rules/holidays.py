"""Public holidays of the French territories (which commune is in which: ``territory.rules``).

The days come from the ``holidays`` library, which follows the law and the lasting local customs (Good Friday
in Guadeloupe). What differs from one commune to another inside a territory (Good Friday in Alsace-Moselle,
only where there is a Protestant church) is left to the place: its policy says on which holidays it opens.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays as library

from cantine.kernel.folding import slug_of
from cantine.territory.rules import Territory

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


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """One public holiday; ``key`` is stable from year to year (``noel``, ``lundi-de-paques``) and is what a
    policy names.
    """

    day: date
    key: str
    name_fr: str
    name_en: str

    def named(self, language: str) -> str:
        """Its name in English for English readers, in French for everybody else."""
        return self.name_en if language.startswith("en") else self.name_fr


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
        for day in sorted(french)
        for name_fr, name_en in zip(french.get_list(day), english.get_list(day), strict=True)
    )


def _calendar(year: int, territory: Territory, language: str) -> library.HolidayBase:
    return library.country_holidays("FR", subdiv=_SUBDIVISIONS[territory], years=year, language=language)
