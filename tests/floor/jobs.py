"""Deferred jobs, run where the test can see them: same connection, same transaction, no retry."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from asgiref.sync import async_to_sync

_TAKE = """
DELETE FROM procrastinate_jobs WHERE id = (
  SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
  ORDER BY priority DESC, id LIMIT 1)
RETURNING task_name, args
"""


@pytest.fixture
def run_jobs(request: pytest.FixtureRequest) -> Callable[..., list[str]]:
    """``run_jobs()`` runs what is deferred, and what that defers, and returns the names of the tasks that ran.

    A job that raises fails the test. Jobs set for later wait, unless ``until`` reaches them.
    """
    if not {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("db")
    return _run


def _run(*, until: datetime | None = None) -> list[str]:
    ran = []
    while (job := _take(until)) is not None:
        name, arguments = job
        _call(name, arguments)
        ran.append(name)
    return ran


def _take(until: datetime | None) -> tuple[str, dict[str, Any]] | None:
    import json

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [until])
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1] if isinstance(row[1], dict) else json.loads(row[1]))


def _call(name: str, arguments: dict[str, Any]) -> None:
    from inspect import iscoroutinefunction

    from procrastinate.contrib.django import app

    function = app.tasks[name].func
    if iscoroutinefunction(function):
        awaited(function, **arguments)
    else:
        function(**arguments)


def awaited(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run a coroutine to its end in this thread and on its connection, where a browser's loop may be waiting already."""
    waiting = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return async_to_sync(function)(*args, **kwargs)
    finally:
        asyncio._set_running_loop(waiting)
