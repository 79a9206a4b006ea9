"""Each test begins in French, whatever a request of the one before it left in its thread."""

import pytest


@pytest.fixture(autouse=True)
def _in_french() -> None:
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
