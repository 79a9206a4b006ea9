"""Direct debits by our own bank: who collects, mandates, runs with their file; and each debit, ours or that of a provider."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.billing.rules.sepa import Scheme, Sequence
from cantine.core.scoping import TenantModel, tenant_key

SCHEMES = [(each.value, each.value) for each in Scheme]
SEQUENCES = [(each.value, each.value) for each in Sequence]


class SepaCreditor(TenantModel):
    """A legal entity that may collect: its identifier, and how many days before it tells."""

    organisation = tenant_key(db_index=False)
    entity = models.OneToOneField("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    ics = models.CharField(max_length=35)
    notice_days = models.PositiveSmallIntegerField(default=14)


class Mandate(TenantModel):
    """Somebody lets an entity debit their account. The account is sealed; what was signed, when and from where is kept, with a
    print of the words."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    rum = models.CharField(max_length=35)
    scheme = models.CharField(max_length=4, choices=SCHEMES, default=Scheme.CORE)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    payer_name = models.CharField(max_length=160)
    holder = models.CharField(max_length=70, blank=True)
    street = models.CharField(max_length=70, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    town = models.CharField(max_length=35, blank=True)
    country = models.CharField(max_length=2, default="FR")
    iban_sealed = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    signed_name = models.CharField(max_length=120, blank=True)
    signed_from = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "rum"], name="one_mandate_a_rum"),
            models.UniqueConstraint(
                fields=["entity", "person"], condition=Q(revoked_at=None, customer=None), name="one_mandate_a_person"
            ),
            models.UniqueConstraint(
                fields=["entity", "customer"], condition=Q(revoked_at=None), name="one_mandate_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_on=None)
                | (Q(signed_at__isnull=False, signed_on__isnull=False) & ~Q(iban_sealed="") & ~Q(sha256="")),
                name="a_signed_mandate_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "place"], name="mandate_by_place")]


class DebitRun(TenantModel):
    """Invoices taken on one day: the file as it was made, kept with its print; closed once it was brought to the bank."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=35)
    collected_on = models.DateField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    credited_on = models.DateField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_at=None) | Q(sent_at=None), name="what_the_bank_has_is_not_dropped"
            ),
            models.CheckConstraint(
                condition=Q(credited_on=None) | Q(sent_at__isnull=False), name="only_what_the_bank_has_is_credited"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "place", "-made_at"], name="debit_run_by_day")]


class Debit(TenantModel):
    """An invoice that is being debited, by a run of ours or by a provider (``online``). ``live`` until it is refused, comes back or is
    given up: an invoice is debited once at a time, whoever does it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    run = models.ForeignKey(DebitRun, null=True, on_delete=models.PROTECT, related_name="debits")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="debits")
    online = models.OneToOneField("billing.OnlinePayment", null=True, on_delete=models.PROTECT, related_name="debit")
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, related_name="+", db_index=False)
    cents = models.PositiveBigIntegerField()
    sequence = models.CharField(max_length=4, choices=SEQUENCES, blank=True)
    live = models.BooleanField(default=True)
    payment = models.OneToOneField("billing.Payment", null=True, on_delete=models.PROTECT, related_name="debit")
    reason = models.CharField(max_length=4, blank=True)
    returned_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "invoice"], condition=Q(live=True), name="one_run_an_invoice"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_debit_is_of_something"),
            models.CheckConstraint(
                condition=(Q(run__isnull=False, mandate__isnull=False, online=None) & ~Q(sequence=""))
                | Q(run=None, mandate=None, online__isnull=False, sequence=""),
                name="a_debit_goes_one_way",
            ),
        ]
