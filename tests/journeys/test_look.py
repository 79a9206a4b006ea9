"""The colour of a place is tried on the page before it is saved."""

from typing import Any

import pytest

pytestmark = pytest.mark.journey


def test_the_colour_of_the_place_is_seen_while_it_is_chosen(visit: Any, three: Any, settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    page = visit(three.manager)
    page.goto(f"/{three.place.slug}/reglages/")
    ground = "getComputedStyle(document.querySelector('.swatch.accent')).backgroundColor"
    before = page.evaluate(ground)
    page.locator("input[name=accent]").evaluate(
        "field => { field.value = '#1c4f8f'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.wait_for_function(f"{ground} !== '{before}'")
    assert page.evaluate(ground) == "rgb(28, 79, 143)"
    assert page.locator("link[data-accent-sheet]").count() == 1
