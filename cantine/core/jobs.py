"""Jobs are procrastinate's, on Django's own connection: deferred in the transaction that asks for them.

One transaction makes one batch of jobs and so one notification, whatever it recorded.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from cantine.core import scoping

RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)
_batches: ContextVar[dict[str, list[dict[str, Any]]] | None] = ContextVar("job_batches", default=None)


def job(name: str, *, queue: str = "default", cron: str = "") -> Callable[[Callable[..., None]], Any]:
    """Declare a job. A periodic one (``cron``, five fields, UTC) receives the timestamp of its tick."""

    def declare(function: Callable[..., None]) -> Any:
        task = app.task(name=name, queue=queue, retry=RETRY, pass_context=False)(function)
        return app.periodic(cron=cron)(task) if cron else task

    return declare


def later(task: str, **arguments: Any) -> None:
    """Defer ``task`` with the current transaction; all that one scope defers goes in one batch per task."""
    batches = _batches.get()
    if batches is None:
        batches = {}
        _batches.set(batches)
    batches.setdefault(task, []).append(arguments)
    scoping.before_commit("jobs", _defer_all)


def later_reactions(jobs: list[dict[str, Any]]) -> None:
    for arguments in jobs:
        later("core.react", **arguments)


def _defer_all() -> None:
    batches = _batches.get() or {}
    _batches.set(None)
    for task, arguments in batches.items():
        app.configure_task(task, allow_unknown=False).batch_defer(*arguments)
