"""A house where one pays online, for practice."""

from typing import Any

import pytest


@pytest.fixture
def till(house: Any) -> Any:
    from cantine.billing.tests.online.tills import Till

    return Till(house)


@pytest.fixture
def work(run_jobs: Any) -> Any:
    """What the open tenancy deferred, as if it had been left, then all that it leads to; the names of what ran."""
    from cantine.core import scoping

    def run() -> list[str]:
        ran: list[str] = []
        while True:
            scoping._flush()
            if not (more := run_jobs()):
                return ran
            ran += more

    return run


@pytest.fixture
def debtor(till: Any) -> Any:
    from cantine.billing.tests.online.debtors import Debtor

    return Debtor(till)
