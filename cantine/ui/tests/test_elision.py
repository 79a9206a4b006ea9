"""“Tarifs de Paul”, “Tarifs d’Elena”: in pages, letters and documents, by the catalogue alone."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from cantine.kernel.elision import Phrase, elides


@pytest.mark.parametrize(
    ("name", "shortens"),
    [
        ("Elena Petit", True), ("Paul", False), ("Élodie", True), ("Hélène", True), ("Hugues", True), ("Halle aux grains", False),
        ("Hangar 12", False), ("Yves", True), ("Yann", False), ("Œuvre", True), ("2026", False), ("onze amis", False), ("", False),
        ("« Atelier »", True), ("<span lang=\"en\">Open Lab</span>", True), ("Ouïe", True), ("L’Atelier", False), ("SNCF", False),
    ],
)  # fmt: skip
def test_a_name_is_told_by_what_is_read_first(name: str, shortens: bool) -> None:
    assert elides(name) is shortens


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("Tarifs de %(name)s", "Tarifs d’Elena"),
        ("Telle que %(name)s la lira", "Telle qu’Elena la lira"),
        ("De %(name)s", "D’Elena"),
        ("Adhésion de « %(name)s »", "Adhésion d’« Elena »"),
        ("le code %(name)s", "le code Elena"),
        ("Une grande %(name)s", "Une grande Elena"),
    ],
)
def test_de_and_que_shorten_before_a_vowel_and_nothing_else_does(phrase: str, said: str) -> None:
    assert Phrase(phrase) % {"name": "Elena"} == said


@given(st.text(max_size=40))
def test_whatever_the_name_it_stands_whole_in_the_phrase(name: str) -> None:
    assert Phrase("Tarifs de %(name)s") % {"name": name} in {f"Tarifs de {name}", f"Tarifs d’{name}"}


def test_every_way_to_a_phrase_knows_it() -> None:
    page = Template("{% load i18n %}{% blocktranslate %}Prices of {{ name }}{% endblocktranslate %}")
    late = gettext_lazy("Prices of %(name)s")
    with translation.override("fr"):
        told = [
            gettext("Prices of %(name)s") % {"name": "Elena"},
            late % {"name": "Elena"},
            page.render(Context({"name": "Elena"})),
        ]
        assert [str(each) for each in told] == ["Tarifs d’Elena"] * 3
        assert gettext("Prices of %(name)s") % {"name": "Paul"} == "Tarifs de Paul"
    with translation.override("en"):
        assert gettext("Prices of %(name)s") % {"name": "Elena"} == "Prices of Elena"
