"""What the bank says came in and went out, and from which account whoever pays has paid before."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.billing.rules.bank import Became
from cantine.core.scoping import TenantModel, tenant_key

REASONS = [("", ""), ("other", "other"), ("pay_back", "pay_back")]
BECAME = [("", ""), *((each.value, each.value) for each in Became)]


class BankFile(TenantModel):
    """A statement that was imported: what it said of the account, and how many of its lines were new. The file is not kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=34, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    opening_cents = models.BigIntegerField(null=True)
    closing_cents = models.BigIntegerField(null=True)
    lines = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="a_bank_file_has_days"),
        ]
        indexes = [models.Index(fields=["organisation", "place", "-imported_at"], name="bank_file_latest")]


class BankLine(TenantModel):
    """``key`` says which line of the account it is: the same file twice brings it once. The account of the other side is
    sealed; its print finds it again. ``payment`` is what it was matched with: undone, the line waits again; ``turn`` counts. ``debit``
    is the one of ours that it sent back (``return_code`` why), ``run`` the one that it paid in. ``entry`` is what the books hold of a
    line that no payment tells, and ``became`` what that is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="rows")
    account = models.CharField(max_length=34, blank=True)
    key = models.CharField(max_length=64)
    day = models.DateField()
    value_day = models.DateField(null=True)
    cents = models.BigIntegerField()
    label = models.CharField(max_length=300, blank=True)
    counterparty = models.CharField(max_length=160, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    reversal = models.BooleanField(default=False)
    iban_sealed = models.CharField(max_length=120, blank=True)
    iban_print = models.CharField(max_length=64, blank=True)
    payment = models.OneToOneField("billing.Payment", null=True, on_delete=models.PROTECT, related_name="bank_line")
    turn = models.PositiveSmallIntegerField(default=0)
    return_code = models.CharField(max_length=4, blank=True, default="", db_default="")
    debit = models.OneToOneField("billing.Debit", null=True, on_delete=models.PROTECT, related_name="bank_line")
    run = models.ForeignKey(
        "billing.DebitRun", null=True, on_delete=models.PROTECT, related_name="bank_lines", db_index=False
    )
    became = models.CharField(max_length=10, choices=BECAME, blank=True, default="", db_default="")
    entry = models.UUIDField(null=True)
    reason = models.CharField(max_length=8, choices=REASONS, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "account", "key"], name="one_bank_line_a_key"),
            models.CheckConstraint(
                condition=Q(payment__isnull=True) | Q(reason=""), name="a_bank_line_is_matched_or_set_aside"
            ),
            models.CheckConstraint(condition=Q(payment__isnull=True) | Q(cents__gt=0), name="what_is_matched_came_in"),
            models.CheckConstraint(
                condition=Q(debit=None, run=None)
                | Q(payment=None, run=None, reason="", cents__lt=0)
                | Q(payment=None, debit=None, reason="", cents__gt=0),
                name="a_line_of_debits_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(became="", entry=None)
                | Q(entry__isnull=False, payment=None, debit=None, run=None, reason="") & ~Q(became=""),
                name="what_a_line_became_is_in_the_books",
            ),
            models.UniqueConstraint(
                fields=["organisation", "entry"], condition=Q(entry__isnull=False), name="one_bank_line_an_entry"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "place", "-day"], name="bank_line_by_day")]


class PayerIban(TenantModel):
    """Who paid from this account, as a person confirmed it last. Sealed: it is shown masked, found by its print."""

    owned_by = "person_id"
    organisation = tenant_key(db_index=False)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=160)
    iban_sealed = models.CharField(max_length=120)
    iban_print = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "iban_print"], name="one_payer_an_account"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, customer__isnull=False)
                | Q(person__isnull=False, customer__isnull=True),
                name="an_account_is_of_somebody",
            ),
        ]
