"""A manager of these tests has no second factor: what asks for one is tried in people."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture
def priced_place(three: Any, now: Any) -> Iterator[Any]:
    """The place of the three people with La Cantine's four categories and a list in force, its scope open."""
    from cantine.core import scoping
    from cantine.pricing.testing import a_price_list

    with scoping.scope([three.place.organisation_id]):
        yield a_price_list(three.place, now=now)
