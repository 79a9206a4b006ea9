"""The colour of a place is tried on the page before it is saved."""

from typing import Any

import pytest

pytestmark = pytest.mark.journey


def test_the_colour_of_the_place_is_seen_while_it_is_chosen(visit: Any, three: Any, settings: Any) -> None:
    from playwright.sync_api import expect

    settings.CANTINE_MFA_REQUIRED = False
    page = visit(three.manager)
    page.goto(f"/{three.place.slug}/reglages/")
    page.locator("input[name=accent]").evaluate(
        "field => { field.value = '#1c4f8f'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(page.locator(".swatch.accent")).to_have_css("background-color", "rgb(28, 79, 143)")
    expect(page.locator("link[data-accent-sheet]")).to_have_count(1)
