"""The page that explains the API, to people and in both languages."""

import pytest

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("en", 320)])
def test_the_api_is_explained_to_people(visit, axe, language: str, width: int) -> None:
    page = visit(language=language, width=width)
    page.goto("/api/")
    assert page.locator("h1").inner_text() == {"fr": "L’API", "en": "The API"}[language]
    assert page.locator("article").count() > 12
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)
