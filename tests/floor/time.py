"""The one clock, stopped or moved by a test."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)  # Tuesday 10 March 2026, 12:00 in Paris


@pytest.fixture
def now() -> datetime:
    """A Tuesday noon in Paris, for commands; far from any clock change."""
    return NOON


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """``at(instant)``: views and tasks now read this instant."""
    from cantine.core import clock

    return lambda instant: monkeypatch.setattr(clock, "now", lambda: instant)
