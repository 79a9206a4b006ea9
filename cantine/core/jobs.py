"""Jobs are procrastinate's, on Django's own connection: deferred in the transaction that asks for them.

One transaction makes one batch of jobs and so one notification, whatever it recorded.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from cantine.core import scoping, sql

# What procrastinate's own ``batch_defer`` calls, said once and prepared: every command of everybody ends with it.
_DEFER = """
SELECT procrastinate_defer_jobs_v1(array_agg(ROW(queue, task, priority, lock, queueing_lock, args, NULL)
  ::procrastinate_job_to_defer_v1))
FROM jsonb_to_recordset(%s::jsonb) AS job (queue text, task text, priority integer, lock text, queueing_lock text, args jsonb)
"""
MOST_ATTEMPTS = 5
_here: ContextVar[tuple[str, list[dict[str, Any]]]] = ContextVar("done_here", default=("", []))
RETRY = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=5)


def job(name: str, *, queue: str = "default", cron: str = "") -> Callable[[Callable[..., None]], Any]:
    """Declare a job. A periodic one (``cron``, five fields, UTC) receives the timestamp of its tick."""

    def declare(function: Callable[..., None]) -> Any:
        task = app.task(name=name, queue=queue, retry=RETRY, pass_context=False)(function)
        return app.periodic(cron=cron)(task) if cron else task

    return declare


def later(task: str, **arguments: Any) -> None:
    """Defer ``task`` with the current transaction; all that one scope defers goes in one batch per task."""
    scoping.before_commit("jobs", _Batch()).add(task, arguments)


@contextmanager
def done_here(task: str) -> Iterator[list[dict[str, Any]]]:
    """What is deferred to ``task`` inside is given to the caller, who does it once the scopes inside have committed:
    a worker that is at it already need not queue, fetch and tick off another job."""
    kept: list[dict[str, Any]] = []
    token = _here.set((task, kept))
    try:
        yield kept
    finally:
        _here.reset(token)


def later_reactions(reactions: Iterable[str], *, journal_id: Callable[[], int]) -> None:
    """``journal_id`` is asked at the end of the scope, when the entry was certainly written."""
    for name in reactions:
        later("core.react", journal_id=journal_id, reaction=name)


class _Mark:
    """Stands in Django's list of things to do on commit: when a savepoint is rolled back, Django drops it there."""

    def __call__(self) -> None:
        """Nothing to do."""


@dataclass
class _Batch:
    """What one transaction defers. It lives with the scope, so a scope that fails leaves nothing behind."""

    wanted: list[tuple[_Mark, str, dict[str, Any]]] = field(default_factory=list)

    def add(self, task: str, arguments: dict[str, Any]) -> None:
        mark = _Mark()
        transaction.on_commit(mark)
        self.wanted.append((mark, task, arguments))

    def __call__(self) -> None:
        standing = {id(entry[1]) for entry in connection.run_on_commit}
        here, kept = _here.get()
        jobs = []
        for mark, task, arguments in self.wanted:
            if id(mark) in standing and task == here:
                kept.append(_known(arguments))
            elif id(mark) in standing:
                jobs.append(_waiting(task, _known(arguments)))
        if jobs:
            sql.soon(_DEFER, [json.dumps(jobs)])


def _known(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in arguments.items()}


def _waiting(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    task = app.tasks[name]
    return {
        "queue": task.queue, "task": name, "priority": task.priority, "lock": task.lock,
        "queueing_lock": task.queueing_lock, "args": arguments,
    }  # fmt: skip
