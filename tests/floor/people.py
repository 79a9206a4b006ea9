"""The three people shared by every test, as healthchecks does: who runs the place, who belongs to it, who does not."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cantine.places.testing import Three


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """A password costs 50 ms to check, on purpose; the suite checks hundreds."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture
def three(request: pytest.FixtureRequest) -> "Three":
    """``three.place``, ``three.room``, ``three.manager``, ``three.member``, ``three.stranger``."""
    if not {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("db")
    from cantine.places.testing import three_people

    return three_people()
