"""A treasurer of these tests has no second factor: what asks for one is tried in people. Entries are posted as billing will:
by the system, in the transaction of an act."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture
def entity(three: Any, now: Any) -> Iterator[Any]:
    """The association that invoices for the place of the three people, its scope open."""
    from cantine.accounting.testing import a_legal_entity
    from cantine.core import scoping

    with scoping.scope([three.place.organisation_id]):
        yield a_legal_entity(three.place, now=now)


@pytest.fixture
def post(entity: Any, now: Any) -> Callable[..., UUID]:
    """``post(12_000)`` → a sale of so many cents to customer C1, on the day of the test unless said."""
    from cantine.accounting.testing import an_entry

    def posted(cents: int = 12_000, *, day: date | None = None, **changes: Any) -> UUID:
        return an_entry(entity, **{"now": now, "cents": cents, "day": day, **changes})

    return posted
