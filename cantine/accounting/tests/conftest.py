"""A treasurer of these tests has no second factor: what asks for one is tried in people."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False
