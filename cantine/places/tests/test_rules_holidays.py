"""Public holidays of every territory, in both languages, and which territory an address is in."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from cantine.places.rules import (
    FRENCH_TIME_ZONES,
    HolidayPolicy,
    Territory,
    holidays_between,
    holidays_of,
    holidays_on,
    territory_of,
    time_zone_of,
)

EVERYWHERE = {
    "jour-de-l-an",
    "lundi-de-paques",
    "fete-du-travail",
    "fete-de-la-victoire",
    "ascension",
    "lundi-de-pentecote",
    "fete-nationale",
    "assomption",
    "toussaint",
    "armistice",
    "noel",
}


def keys_of(territory):
    return {holiday.key for holiday in holidays_of(2026, territory=territory)}


def test_the_mainland_has_eleven_holidays():
    assert keys_of(Territory.METROPOLE) == EVERYWHERE


@pytest.mark.parametrize(
    ("territory", "day", "name_fr", "name_en"),
    [
        (Territory.ALSACE_MOSELLE, date(2026, 4, 3), "Vendredi saint", "Good Friday"),
        (Territory.ALSACE_MOSELLE, date(2026, 12, 26), "Saint-Étienne", "Saint Stephen's Day"),
        (Territory.MAYOTTE, date(2026, 4, 27), "Abolition de l'esclavage", "Abolition of Slavery"),
        (Territory.MARTINIQUE, date(2026, 5, 22), "Abolition de l'esclavage", "Abolition of Slavery"),
        (Territory.GUADELOUPE, date(2026, 5, 27), "Abolition de l'esclavage", "Abolition of Slavery"),
        (Territory.SAINT_MARTIN, date(2026, 5, 28), "Abolition de l'esclavage", "Abolition of Slavery"),
        (Territory.GUYANE, date(2026, 6, 10), "Abolition de l'esclavage", "Abolition of Slavery"),
        (Territory.SAINT_BARTHELEMY, date(2026, 10, 9), "Abolition de l'esclavage", "Abolition of Slavery"),
        (Territory.REUNION, date(2026, 12, 20), "Abolition de l'esclavage", "Abolition of Slavery"),
        (Territory.NOUVELLE_CALEDONIE, date(2026, 9, 24), "Fête de la Citoyenneté", "Citizenship Day"),
        (Territory.WALLIS_ET_FUTUNA, date(2026, 7, 29), "Fête du Territoire", "Territory Day"),
        (Territory.POLYNESIE, date(2026, 3, 5), "Arrivée de l'Évangile", "Missionary Day"),
        (Territory.SAINT_PIERRE_ET_MIQUELON, date(2026, 12, 25), "Noël", "Christmas Day"),
    ],
)
def test_each_territory_has_its_own_days_in_both_languages(territory, day, name_fr, name_en):
    assert [(each.name_fr, each.name_en) for each in holidays_on(day, territory=territory)] == [(name_fr, name_en)]


@pytest.mark.parametrize("territory", Territory)
def test_a_key_has_one_name_in_each_language_whatever_the_year(territory):
    names: dict[str, set[str]] = {}
    for holiday in holidays_between(date(2000, 1, 1), date(2060, 12, 31), territory=territory):
        names.setdefault(holiday.key, set()).add(holiday.name_en)
    assert {key: found for key, found in names.items() if len(found) > 1} == {}


def test_two_holidays_on_one_day_are_two_and_opening_on_either_opens():
    day = date(2008, 5, 1)
    assert {each.key for each in holidays_on(day, territory=Territory.METROPOLE)} == {"ascension", "fete-du-travail"}
    assert HolidayPolicy(open_on=frozenset({"ascension"})).closes_on(day) == ()
    assert len(HolidayPolicy().closes_on(day)) == 2


@pytest.mark.parametrize(
    ("code", "territory"),
    [
        ("75002", Territory.METROPOLE),
        ("2A004", Territory.METROPOLE),
        ("20090", Territory.METROPOLE),
        ("67000", Territory.ALSACE_MOSELLE),
        ("68", Territory.ALSACE_MOSELLE),
        ("57000", Territory.ALSACE_MOSELLE),
        ("97110", Territory.GUADELOUPE),
        ("97133", Territory.SAINT_BARTHELEMY),
        ("97150", Territory.SAINT_MARTIN),
        ("97200", Territory.MARTINIQUE),
        ("973", Territory.GUYANE),
        ("97400", Territory.REUNION),
        ("97500", Territory.SAINT_PIERRE_ET_MIQUELON),
        ("97600", Territory.MAYOTTE),
        ("98600", Territory.WALLIS_ET_FUTUNA),
        ("98714", Territory.POLYNESIE),
        ("98800", Territory.NOUVELLE_CALEDONIE),
        (" 67 000 ", Territory.ALSACE_MOSELLE),
        ("", Territory.METROPOLE),
    ],
)
def test_a_code_tells_its_territory(code, territory):
    assert territory_of(code) is territory


def test_every_zone_exists_and_every_territory_has_one():
    assert {time_zone_of(territory) for territory in Territory} <= set(FRENCH_TIME_ZONES)
    assert [ZoneInfo(zone).key for zone in FRENCH_TIME_ZONES] == list(FRENCH_TIME_ZONES)
