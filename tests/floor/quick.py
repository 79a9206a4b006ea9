"""What five thousand tests would do again each time, and need once: looking for static files, and for what to forget."""

import gc
from typing import Any

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported stays: it is not searched for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    _find_static_files_once()


def _find_static_files_once() -> None:
    """Each client of a test makes the whole chain of middleware, whose last looks through every static file."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def look_once(self: Any) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = look_once
