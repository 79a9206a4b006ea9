"""Entries, their lines, and which lines settle each other. Rows are added, never changed nor removed (triggers)."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.accounting.models.books import entity_key, kin
from cantine.core.scoping import TenantModel, tenant_key


class Entry(TenantModel):
    """``source`` says which act it tells, to whoever posted it: one act is posted once. ``total_cents`` and ``lines`` are
    what its lines add up to on each side, and how many they are: no line can come later. ``posted_at`` is never before that of the former
    entry, whatever a clock says: the file of entries is in the order of validation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    entity = entity_key()
    journal = kin("accounting.Journal", db_index=False)
    year = kin("accounting.Year", db_index=False)
    number = models.PositiveIntegerField()
    day = models.DateField()
    posted_at = models.DateTimeField()
    label = models.CharField(max_length=200)
    piece = models.CharField(max_length=60)
    piece_day = models.DateField()
    source = models.CharField(max_length=120)
    total_cents = models.PositiveBigIntegerField()
    lines = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "source"], name="an_act_is_posted_once"),
            models.UniqueConstraint(fields=["journal", "year", "number"], name="one_entry_a_number"),
            models.CheckConstraint(
                condition=Q(total_cents__gt=0, lines__gte=2, number__gt=0), name="an_entry_moves_something"
            ),
        ]
        indexes = [
            models.Index(fields=["year", "day"], name="entry_by_day"),
            models.Index(fields=["entity", "posted_at"], name="entry_by_posting"),
        ]


class EntryLine(TenantModel):
    """One account, one side. ``third`` is the code of a customer, opaque here, and ``third_name`` their name that day."""

    organisation = tenant_key(db_index=False)
    entity = entity_key()
    entry = kin("accounting.Entry", db_index=False)
    position = models.PositiveSmallIntegerField()
    account = kin("accounting.Account")
    third = models.CharField(max_length=40, blank=True)
    third_name = models.CharField(max_length=160, blank=True)
    label = models.CharField(max_length=200)
    debit_cents = models.PositiveBigIntegerField(default=0)
    credit_cents = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="one_line_a_position"),
            models.CheckConstraint(
                condition=Q(debit_cents__gt=0, credit_cents=0) | Q(debit_cents=0, credit_cents__gt=0),
                name="a_line_has_one_side",
            ),
        ]
        indexes = [models.Index(fields=["entity", "third"], condition=~Q(third=""), name="line_by_third")]


class Lettering(TenantModel):
    """Lines that settle each other bear one code: an invoice and its payments."""

    organisation = tenant_key()
    entity = entity_key()
    line = models.OneToOneField("accounting.EntryLine", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    code = models.CharField(max_length=8)
    lettered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["entity", "code"], name="lettering_by_code")]
