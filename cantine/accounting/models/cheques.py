"""Cheques brought to the bank together, on one slip: which of those that the books say are in hand, and whether the bank has paid them
in. A slip that is given up keeps its number, and frees its cheques."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.accounting.models.books import entity_key, kin
from cantine.core.scoping import TenantModel, tenant_key


class ChequeSlip(TenantModel):
    """``entry`` is there once the bank has paid it in; let go, ``turn`` counts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = entity_key()
    number = models.PositiveIntegerField()
    day = models.DateField()
    cents = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    entry = models.UUIDField(null=True)
    turn = models.PositiveSmallIntegerField(default=0, db_default=0)
    dropped_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="one_cheque_slip_a_number"),
            models.CheckConstraint(condition=Q(cents__gt=0, count__gt=0), name="a_cheque_slip_has_cheques"),
            models.CheckConstraint(condition=Q(entry=None) | Q(dropped_on=None), name="what_is_paid_in_is_not_dropped"),
        ]
        indexes = [models.Index(fields=["organisation", "place", "-number"], name="cheque_slip_latest")]


class SlipCheque(TenantModel):
    """One cheque: the line of the books that says it came. ``live`` until its slip is given up; it is on one slip at once."""

    organisation = tenant_key(db_index=False)
    slip = models.ForeignKey(ChequeSlip, on_delete=models.PROTECT, related_name="cheques", db_index=False)
    entity = entity_key()
    line = kin("accounting.EntryLine", db_index=False)
    position = models.PositiveSmallIntegerField()
    drawer = models.CharField(max_length=160)
    bank = models.CharField(max_length=80, blank=True)
    cents = models.PositiveBigIntegerField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(live=True), name="one_slip_a_cheque"),
            models.UniqueConstraint(fields=["slip", "position"], name="one_cheque_a_position"),
        ]
