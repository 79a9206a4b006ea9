"""Tables of domiciliations: organisations whose address is the place, and the letters that come for them."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.booking.rules.post import MailKind
from cantine.core.scoping import TenantModel, tenant_key


class Domiciliation(TenantModel):
    """An organisation whose legal address is the place, until it ends. ``silence_told_on``: the day on which the team was told
    that nobody collects its mail; emptied once it is collected."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    silence_told_on = models.DateField(null=True)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "customer"], condition=Q(until=None), name="one_open_domiciliation_a_customer"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="domiciliation_ends_after_it_starts"
            ),
        ]


class DomiciliationContact(TenantModel):
    """A person told of the letters of a domiciled organisation, who may take them."""

    owned_by = "person_id"
    organisation = tenant_key()
    domiciliation = models.ForeignKey(Domiciliation, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["domiciliation", "person"], name="one_contact_a_domiciliation")]


class MailItem(TenantModel):
    """A letter or a parcel received for a domiciled organisation: announced, then handed over, forwarded or sent back. How
    it left is written once: a trigger keeps that trace from being rewritten."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    domiciliation = models.ForeignKey(Domiciliation, on_delete=models.PROTECT, related_name="mail")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in MailKind])
    sender = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    announced_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_to = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    handed_to_name = models.CharField(max_length=80, blank=True)
    handed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    returned_at = models.DateTimeField(null=True)
    forwarded_at = models.DateTimeField(null=True)
    forwarded_to = models.CharField(max_length=200, blank=True)
    sent_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(handed_at=None) & Q(returned_at=None))
                | (Q(handed_at=None) & Q(forwarded_at=None))
                | (Q(returned_at=None) & Q(forwarded_at=None)),
                name="mail_leaves_in_one_way",
            ),
            models.CheckConstraint(
                condition=Q(handed_at=None) | Q(handed_at__gte=F("received_at")), name="mail_is_received_first"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "place", "-received_at"], name="mail_by_place"),
            models.Index(fields=["domiciliation", "-received_at"], name="mail_of_domiciliation"),
            models.Index(fields=["received_at"], condition=Q(announced_at=None), name="mail_to_announce"),
        ]
