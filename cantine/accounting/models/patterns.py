"""Entries that are written again and again: the lines to begin from. No entry points at them: they may change and go."""

import uuid

from django.db import models

from cantine.accounting.models.books import entity_key
from cantine.core.scoping import TenantModel, tenant_key


class EntryPattern(TenantModel):
    """``lines`` are a list of account, debit, credit and label; amounts of zero are to be written each time."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    entity = entity_key()
    name = models.CharField(max_length=80)
    journal = models.CharField(max_length=10)
    piece = models.CharField(max_length=60, blank=True)
    lines = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="one_pattern_a_name")]
