from typing import Any

import pytest


@pytest.fixture
def kinds(three) -> None:
    """The usual kinds of things, as a place that was opened by the command has them."""
    from cantine.places.testing import some_kinds

    some_kinds(three.place)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    """What asks a manager for a second factor is tried in people."""
    settings.CANTINE_MFA_REQUIRED = False
