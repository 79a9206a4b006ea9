import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from cantine.ui.views import language


def test_the_language_chosen_is_kept_and_the_page_is_shown_again() -> None:
    answer = language(RequestFactory().post("/ui/language", {"language": "en", "next": "/ui/?date=14"}))

    assert answer.headers["Location"] == "/ui/?date=14"
    assert answer.cookies["language"].value == "en"


def test_it_sends_nobody_elsewhere_nor_keeps_an_unknown_language() -> None:
    answer = language(RequestFactory().post("/ui/language", {"language": "xx", "next": "https://evil.example/"}))

    assert answer.headers["Location"] == "/"
    assert not answer.cookies


def render(markup: str, **said: object) -> str:
    return engines["django"].from_string("{% load ui %}" + markup).render(said)


@pytest.mark.parametrize(
    ("page", "shown"), [("fr", "Salle &amp; café"), ("en", '<span lang="fr">Salle &amp; café</span>')]
)
def test_what_a_place_wrote_says_its_language_on_a_page_in_another(page: str, shown: str) -> None:
    with translation.override(page):
        assert render("{{ name|written }}", name="Salle & café") == shown


def test_nothing_written_says_nothing() -> None:
    with translation.override("en"):
        assert render("{{ name|written }}", name="") == ""
        assert render("<div{% written %}>…</div>") == '<div lang="fr">…</div>'


def test_within_a_sentence_it_is_marked_alone() -> None:
    with translation.override("en"):
        sentence = (
            "{% load i18n %}{% blocktranslate with reason=why|written %}closed: {{ reason }}{% endblocktranslate %}"
        )
        assert render(sentence, why="Travaux") == 'closed: <span lang="fr">Travaux</span>'
