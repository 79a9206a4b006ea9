from django.test import RequestFactory

from cantine.ui.views import language


def test_the_language_chosen_is_kept_and_the_page_is_shown_again() -> None:
    answer = language(RequestFactory().post("/ui/language", {"language": "en", "next": "/ui/?date=14"}))

    assert answer.headers["Location"] == "/ui/?date=14"
    assert answer.cookies["language"].value == "en"


def test_it_sends_nobody_elsewhere_nor_keeps_an_unknown_language() -> None:
    answer = language(RequestFactory().post("/ui/language", {"language": "xx", "next": "https://evil.example/"}))

    assert answer.headers["Location"] == "/"
    assert not answer.cookies
