"""What entries stand in: accounts and what each is for, journals, years and their counters, and what is closed.

Rows of one entity point at rows of the same entity: the keys that say so are in the migrations, and so are the triggers.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cantine.accounting.rules import JournalKind, Role
from cantine.core.scoping import TenantModel, tenant_key

ROLES = [(role.value, role.value) for role in Role]
KINDS = [(kind.value, kind.value) for kind in JournalKind]


def entity_key() -> models.ForeignKey[Any, Any]:
    """Whose books: an entity is retired, never deleted."""
    return models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)


def kin(to: str, *, db_index: bool = True) -> models.ForeignKey[Any, Any]:
    """A row of the same entity; the key of the database holds both columns."""
    return models.ForeignKey(to, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=db_index)


class Account(TenantModel):
    """``name`` is what the books say, in French."""

    organisation = tenant_key()
    entity = entity_key()
    number = models.CharField(max_length=12)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="one_account_a_number"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[1-9][0-9]{2}[0-9A-Z]{0,9}$"), name="an_account_has_a_class"
            ),
        ]


class Assignment(TenantModel):
    """Which account a role has; ``variant`` is a rate of VAT, or a side, for roles that have several."""

    organisation = tenant_key()
    entity = entity_key()
    role = models.CharField(max_length=24, choices=ROLES)
    variant = models.CharField(max_length=8, blank=True)
    account = kin("accounting.Account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "role", "variant"], name="one_account_a_role")]


class Journal(TenantModel):
    organisation = tenant_key()
    entity = entity_key()
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=KINDS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "code"], name="one_journal_a_code"),
            models.UniqueConstraint(fields=["entity", "kind"], name="one_journal_a_kind"),
        ]


class Year(TenantModel):
    """A financial year, there from its first entry on; years of an entity never overlap."""

    organisation = tenant_key()
    entity = entity_key()
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "first_day"], name="one_year_a_first_day"),
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="a_year_ends_after_it_starts"),
        ]


class Counter(TenantModel):
    """The last number given in a journal over a year: this row is locked while the next one is written."""

    organisation = tenant_key()
    entity = entity_key()
    journal = kin("accounting.Journal")
    year = kin("accounting.Year", db_index=False)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journal", "year"], name="one_counter_a_journal_and_year")]


class Period(TenantModel):
    """Days on which nothing is entered any more. Each begins where the former ended; none is ever opened again."""

    organisation = tenant_key()
    entity = entity_key()
    first_day = models.DateField()
    last_day = models.DateField()
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "last_day"], name="one_period_a_last_day"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_period_ends_after_it_starts"),
        ]
