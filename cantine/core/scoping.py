"""The one way to read a tenant's rows. Three doors: ``scope`` (these organisations), ``own`` (one person's rows in
every tenancy) and ``unscoped`` (address look-up, jobs choosing their tenants, backup, public and network pages).

Each door opens a transaction and tells PostgreSQL too: row-level security reads ``cantine.organisations``,
``cantine.person`` and ``cantine.unscoped``, so a query that forgot its filter still finds nothing of another tenant.
A query outside any door raises ``ScopeError``. The state is django-scopes'; the typed manager is ours.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models, transaction
from django_scopes import get_scope, scopes_disabled
from django_scopes import scope as _state
from django_scopes.exceptions import ScopeError

from cantine.core import sql

__all__ = [
    "ScopeError",
    "ScopedManager",
    "TenantModel",
    "before_commit",
    "own",
    "scope",
    "tenant_key",
    "unscoped",
    "within",
]

Row = TypeVar("Row", bound=models.Model)
_SETTINGS = ("cantine.organisations", "cantine.person", "cantine.unscoped")
_SWAP = "SELECT " + ", ".join(
    f"coalesce(current_setting('{name}', true), ''), set_config('{name}', %s, true)" for name in _SETTINGS
)
_OPEN = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
_pending: ContextVar[dict[object, Callable[[], None]] | None] = ContextVar("before_commit", default=None)


@contextmanager
def scope(organisations: Iterable[int]) -> Iterator[None]:
    """Rows of these organisations only, in one transaction."""
    ids = sorted(map(int, set(organisations)))
    state = _state(_enabled=True, organisations=ids, person=None)
    with _door(state, ",".join(map(str, ids)) or "0", "", ""):
        yield


@contextmanager
def own(person_id: int) -> Iterator[None]:
    """The rows of one person, whatever the tenant: sign-in, my page, one calendar."""
    with _door(_state(_enabled=True, organisations=None, person=person_id), "", str(int(person_id)), ""):
        yield


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Every row. ``reason`` is for the reader of the code: the callers are few and each says why."""
    if not reason:
        raise ValueError("Say why no scope is needed.")
    with _door(scopes_disabled(), "", "", "on"):
        yield


@contextmanager
def within(organisation_id: int) -> Iterator[None]:
    """``scope`` of one organisation, unless the door that is open shows its rows already: for what runs at the end of a
    transaction that somebody else opened, perhaps as ``own``."""
    state: dict[str, Any] = get_scope()
    if not state.get("_enabled", True) or organisation_id in (state.get("organisations") or ()):
        yield
    else:
        with scope([organisation_id]):
            yield


Promise = TypeVar("Promise", bound=Callable[[], None])


def before_commit(key: object, run: Promise) -> Promise:
    """Run once, at the end of the outermost door, inside its transaction; a second call with one key is given back
    the first one's ``run``, which may hold what all of them asked for."""
    pending = _pending.get()
    if pending is None:
        raise ScopeError("Nothing can be promised outside a scope: open one first.")
    kept: Promise = pending.setdefault(key, run)  # type: ignore[assignment]  # one key, one kind of promise
    return kept


@contextmanager
def _door(state: AbstractContextManager[Any], *values: str) -> Iterator[None]:
    """What was promised is kept inside the outermost door, with the rows that it opened."""
    outermost = _pending.get() is None
    token = _pending.set({}) if outermost else None
    alone = not connection.in_atomic_block  # then the values end with the transaction that opens here
    try:
        with transaction.atomic():
            before = () if alone else _swap(values)
            if alone:
                sql.begin(_OPEN, values)
            with state:
                yield
                if outermost:
                    _flush()
            if not alone:
                sql.soon(_OPEN, before)
    finally:
        if token is not None:
            _pending.reset(token)


def _flush() -> None:
    pending = _pending.get() or {}
    while pending:
        pending.pop(next(iter(pending)))()


def _swap(values: Iterable[str]) -> tuple[str, ...]:
    """Set the three values for this transaction and return the former ones (never set, or undone, reads as '')."""
    row = sql.row(_SWAP, list(values))
    assert row is not None
    return row[::2]


class ScopedManager(models.Manager[Row]):
    """Only the rows of the door that is open; outside any door, an error rather than every tenant's rows."""

    def get_queryset(self) -> models.QuerySet[Row]:
        state: dict[str, Any] = get_scope()
        rows = super().get_queryset()
        if not state.get("_enabled", True):
            return rows
        if state.get("organisations") is not None:
            return rows.filter(organisation_id__in=state["organisations"])
        if state.get("person") is not None:
            return self._owned(rows, state["person"])
        raise ScopeError(f"Rows of {self.model.__name__} are read in a scope: open one first.")

    def _owned(self, rows: models.QuerySet[Row], person_id: int) -> models.QuerySet[Row]:
        owner = getattr(self.model, "owned_by", "")
        return rows.filter(**{owner: person_id}) if owner else rows.none()


def tenant_key(**options: Any) -> "models.ForeignKey[Any, Any]":
    """The column that every tenant table carries. PROTECT: a tenant is closed by a command, never by a cascade."""
    return models.ForeignKey(settings.CANTINE_TENANT_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class TenantModel(models.Model):
    """A table whose rows belong to a tenant. ``owned_by`` names the column of the person whose row it is, if any;
    ``stays_here`` says why no archive of a place takes it along, if it does."""

    owned_by = ""
    stays_here = ""
    objects = ScopedManager()

    class Meta:
        abstract = True
