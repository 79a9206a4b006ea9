"""The SQL that a page costs. A list view is asked for at one row and at three: the count must not move."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

PLUMBING = re.compile(
    r"^\s*(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET )"
    r"|set_config\('cantine\."
    r'|"django_session"'
    r'|"core_cache"'
    r"|INSERT INTO core_ratecounter"
    r'|FROM "booking_device" WHERE \(?"booking_device"\."digest" = '
    r'|FROM "people_person" WHERE "people_person"\."id" = \d+ LIMIT'
)


@pytest.fixture
def statements(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[list[str]]]:
    """``with statements() as seen: client.get(…)`` then ``len(seen)``; the text of each, for the failing test.

    Left out, as in docs/reference/performance.md: the session (for a tablet, its link), the person, the scope, the count
    of a limit and transaction control.
    """
    if not {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("db")
    return _statements


@contextmanager
def _statements() -> Iterator[list[str]]:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    seen: list[str] = []
    reset_queries()  # a full log keeps no more
    with CaptureQueriesContext(connection) as captured:
        yield seen
    seen.extend(query["sql"] for query in captured.captured_queries if not PLUMBING.search(query["sql"]))
