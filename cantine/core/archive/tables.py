"""Which tables an archive holds, which of their columns, and which rows are a place's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, ForeignKey, Model, Q

from cantine.core.models import JournalEntry, Mail
from cantine.core.scoping import TenantModel
from cantine.kernel.once import once

SECRET = re.compile(r"(^|_)(digest|secret|token|password|hash)$")
PLACE = "place"
# Tables with a tenant that no archive holds, and why; what holds a secret that it cannot be without is added to them, and
# what says itself that it stays here.
OTHERS: dict[type[Model], str] = {
    JournalEntry: "read in the archive, never brought in: an instance testifies of what it saw itself",
    Mail: "letters already sent, with the secret links that they held",
}
NOT_WITHOUT = "it is nothing without its secret, which stays here"


@dataclass(frozen=True)
class Reference:
    """A column that points at a row: of an archived table (by its label), of a person, or of an organisation."""

    field: "ForeignKey[Any, Any]"

    @property
    def to(self) -> str:
        return str(self.field.related_model._meta.label_lower)

    @property
    def needed(self) -> bool:
        return not self.field.null


@dataclass(frozen=True)
class ArchivedTable:
    """One table of the archive; ``label`` names its file."""

    model: type[Model]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @once
    def columns(self) -> "list[Field[Any, Any]]":
        """Plain columns: no key, no reference, no secret, nothing that the database computes."""
        fields = self.model._meta.concrete_fields
        return [f for f in fields if not (f.primary_key or f.is_relation or f.generated or SECRET.search(f.name))]

    @once
    def references(self) -> list[Reference]:
        fields = self.model._meta.concrete_fields
        return [Reference(f) for f in fields if isinstance(f, ForeignKey) and f.name != "organisation"]

    @property
    def is_place(self) -> bool:
        return self.label == "places.place"

    @once
    def path(self) -> str:
        """The way from a row to its place through parents that it cannot be without; '' for a table of the tenancy."""
        return "pk" if self.is_place else _path(self.model, ())

    @property
    def optional_place(self) -> bool:
        """Rows without a place are of the whole tenancy."""
        return self.path == PLACE and bool(self.model._meta.get_field(PLACE).null)

    def rows_of(self, place_id: int) -> Q:
        if not self.path:
            return Q()
        return Q(**{self.path: place_id}) | (Q(**{f"{PLACE}__isnull": True}) if self.optional_place else Q(pk__in=[]))


def archived_tables() -> list[ArchivedTable]:
    """Every table of the archive, each after those that it points at."""
    tables = {model._meta.label_lower: ArchivedTable(model) for model in _tenant_models() if _reason(model) is None}
    ordered: dict[str, ArchivedTable] = {}

    def put(label: str, under: tuple[str, ...]) -> None:
        if label in ordered or label not in tables or label in under:
            return
        for reference in tables[label].references:
            put(reference.to, (*under, label))
        ordered[label] = tables[label]

    for label in sorted(tables):
        put(label, ())
    return list(ordered.values())


def left_out() -> dict[str, str]:
    """The tables with a tenant that are in no archive, and why."""
    reasons = {model._meta.label_lower: _reason(model) for model in _tenant_models()}
    return {label: reason for label, reason in sorted(reasons.items()) if reason is not None}


def _tenant_models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if issubclass(model, TenantModel) or any(f.attname == "organisation_id" for f in model._meta.concrete_fields):
            yield model


def _reason(model: type[Model]) -> str | None:
    if model in OTHERS:
        return OTHERS[model]
    if issubclass(model, TenantModel) and model.stays_here:
        return model.stays_here
    secret = any(SECRET.search(f.name) and not f.blank and not f.null for f in model._meta.concrete_fields)
    return NOT_WITHOUT if secret else None


def _path(model: type[Model], seen: tuple[type[Model], ...]) -> str:
    fields = [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]
    if any(f.name == PLACE for f in fields):
        return PLACE
    for field in fields:
        parent = field.related_model
        if field.null or not isinstance(parent, type) or not issubclass(parent, TenantModel) or parent in seen:
            continue
        further = _path(parent, (*seen, model))
        if further:
            return f"{field.name}__{further}"
    return ""


PERSON = settings.AUTH_USER_MODEL.lower()
ORGANISATION = settings.CANTINE_TENANT_MODEL.lower()
