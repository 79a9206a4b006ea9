"""What a test needs, marked by the fixtures that it asks for, so that no mark is forgotten: ``journey`` for a browser,
``database`` for PostgreSQL. The quick loop (``make check``) is what needs neither."""

import pytest

BROWSER = {"browser"}
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server", "three", "run_jobs", "statements", "as_owner"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: what is left for the end then fills both processes."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_itemcollected(item: pytest.Item) -> None:
    asked = set(getattr(item, "fixturenames", ()))
    if asked & BROWSER:
        item.add_marker("journey")
    if asked & DATABASE or item.get_closest_marker("django_db"):
        item.add_marker("database")
