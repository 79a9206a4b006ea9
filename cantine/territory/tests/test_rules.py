"""Clocks, holidays and names of communes."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cantine.territory import rules
from cantine.territory.rules import Territory


@pytest.mark.parametrize(
    ("code", "territory", "zone"),
    [
        ("75011", Territory.METROPOLE, "Europe/Paris"),
        ("2A004", Territory.METROPOLE, "Europe/Paris"),
        ("67482", Territory.ALSACE_MOSELLE, "Europe/Paris"),
        ("57000", Territory.ALSACE_MOSELLE, "Europe/Paris"),
        ("97105", Territory.GUADELOUPE, "America/Guadeloupe"),
        ("97209", Territory.MARTINIQUE, "America/Martinique"),
        ("97302", Territory.GUYANE, "America/Cayenne"),
        ("97411", Territory.REUNION, "Indian/Reunion"),
        ("97611", Territory.MAYOTTE, "Indian/Mayotte"),
        ("97133", Territory.SAINT_BARTHELEMY, "America/St_Barthelemy"),
        ("97701", Territory.SAINT_BARTHELEMY, "America/St_Barthelemy"),
        ("97150", Territory.SAINT_MARTIN, "America/Marigot"),
        ("97502", Territory.SAINT_PIERRE_ET_MIQUELON, "America/Miquelon"),
        ("98613", Territory.WALLIS_ET_FUTUNA, "Pacific/Wallis"),
        ("98735", Territory.POLYNESIE, "Pacific/Tahiti"),
        ("98731", Territory.POLYNESIE, "Pacific/Marquesas"),
        ("98719", Territory.POLYNESIE, "Pacific/Gambier"),
        ("98818", Territory.NOUVELLE_CALEDONIE, "Pacific/Noumea"),
    ],
)
def test_a_commune_lives_by_the_holidays_and_the_clock_of_its_territory(
    code: str, territory: Territory, zone: str
) -> None:
    assert rules.territory_of(code) == territory
    assert rules.time_zone_at(code) == zone


def test_every_clock_of_france_exists() -> None:
    assert [ZoneInfo(name).key for name in rules.FRENCH_TIME_ZONES] == list(rules.FRENCH_TIME_ZONES)


@given(st.text(max_size=12))
def test_any_text_lives_somewhere(code: str) -> None:
    assert ZoneInfo(rules.time_zone_of(rules.territory_of(code)))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("St Etienne", "saint etienne"),
        ("Ste-Marie", "sainte marie"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
    ],
)
def test_names_are_compared_without_accents_hyphens_or_short_forms(name: str, key: str) -> None:
    assert rules.search_key(name) == key


@example("𝞐")
@given(st.text(max_size=40))
def test_a_search_key_is_its_own_key(name: str) -> None:
    assert rules.search_key(rules.search_key(name)) == rules.search_key(name)


def test_an_article_is_left_out_but_never_the_whole_name() -> None:
    assert [rules.without_article(key) for key in ("la rochelle", "l hay les roses", "les", "laval")] == [
        "rochelle",
        "hay les roses",
        "les",
        "laval",
    ]


@pytest.mark.parametrize(("code", "whole"), [("75111", "75056"), ("13201", "13055"), ("69388", "69123")])
def test_an_arrondissement_is_part_of_its_city(code: str, whole: str) -> None:
    assert rules.commune_code(code) == whole
    assert rules.commune_code("44109") == "44109"
