"""Tables of no domain: the Journal and its seals, the mail to send, answers kept for repeated writes, rate counters."""

import uuid
from typing import ClassVar

from django.db import models

from cantine.core.scoping import ScopedManager


class JournalEntry(models.Model):
    """One fact. Append-only: a trigger refuses any change but the dropping of the actor."""

    owned_by: ClassVar[str] = ""
    organisation_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    data = models.JSONField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor_person_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["JournalEntry"]()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "place_id", "-at"], name="journal_by_place")]


class JournalSeal(models.Model):
    """The digest of a batch of entries chained to the one before: an entry edited or cut by hand is found."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    entries = models.IntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class Mail(models.Model):
    """A message to send, written in the transaction of what it tells; sent by a job, kept as a trace."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    owned_by: ClassVar[str] = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    batch = models.UUIDField(null=True)
    to = models.EmailField()
    sender_name = models.CharField(max_length=120, blank=True)
    reply_to = models.EmailField(blank=True)
    unsubscribe = models.CharField(max_length=300, blank=True)
    waits_until = models.DateTimeField(null=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=12, blank=True)
    attachment = models.CharField(max_length=120, blank=True, db_default="")
    once = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    error = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    objects = ScopedManager["Mail"]()

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "-written_at"], name="mail_by_tenant"),
            models.Index(fields=["place_id", "-written_at"], name="mail_by_place_written"),
            models.Index(
                fields=["person_id", "place_id", "-sent_at"],
                condition=models.Q(sent_at__isnull=False),
                name="mail_to_one",
            ),
            models.Index(fields=["batch", "state"], condition=models.Q(batch__isnull=False), name="mail_of_batch"),
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="mail_to_try"),
        ]


class KeptAnswer(models.Model):
    """What a write answered, under the key that its client chose: the same request again gets the same answer."""

    actor_key = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    body = models.JSONField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_key", "key"], name="one_answer_a_key")]


class RateCounter(models.Model):
    """How many times a bucket was used in a window; rows of past windows are swept by a job."""

    bucket = models.CharField(max_length=120)
    window = models.BigIntegerField()
    hits = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "window"], name="one_counter_a_window")]
