"""Migrations without the long way round: a model that one of ours changes is drawn again, and nothing else.

While it migrates, Django keeps each model as it was at that moment, and after every operation draws again all those related to
the one that changed, and those related to them. Here each has a place, a person or an organisation, so that every column or constraint
drew sixty models: nine tenths of a minute spent on an empty database. PostgreSQL is told the same with the one model drawn: its
table, its columns and their types. Code in a migration (``RunPython``) finds all of them drawn anew, as it does after any delayed change.
Migrations of libraries take the whole way: they may alter a key that others refer to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.migrations.state import ProjectState

OURS = "cantine."


@contextmanager
def drawing_what_changes() -> Iterator[None]:
    """Until it ends, an operation on one of our models draws that model only."""
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith(OURS)}
    every = ProjectState._find_reload_model  # type: ignore[attr-defined]  # its stubs leave it out

    def alone(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        if app_label not in ours:
            return set(every(state, app_label, model_name, delay))
        state.is_delayed = True
        return {(app_label, model_name)}

    ProjectState._find_reload_model = alone  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = every  # type: ignore[attr-defined]
