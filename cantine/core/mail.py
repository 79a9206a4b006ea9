"""Mail leaves through an outbox: written in the transaction of what it tells, sent by a job, readable afterwards.

``once`` makes a message unique: the reaction that runs twice writes one. The Message-ID is the row's uuid, so a server
that receives it twice knows it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from cantine.core import scoping
from cantine.core.jobs import later
from cantine.core.models import Mail


@dataclass(frozen=True)
class Letter:
    """A message in words: plain text always, HTML beside it, and an iCalendar part when there is a date to keep."""

    to: str
    subject: str
    text: str
    html: str = ""
    calendar: str = ""
    calendar_method: str = ""
    sender_name: str = ""
    reply_to: str = ""


def post(
    letter: Letter, *, once: str, now: datetime, organisation_id: int | None, person_id: int | None = None
) -> int | None:
    """Put ``letter`` in the outbox; returns its id, or None when ``once`` was already posted."""
    row = Mail(
        to=letter.to, subject=" ".join(letter.subject.split())[:200], text=letter.text, html=letter.html,
        calendar=letter.calendar, calendar_method=letter.calendar_method, sender_name=letter.sender_name,
        reply_to=letter.reply_to, once=once, written_at=now, organisation_id=organisation_id, person_id=person_id,
    )  # fmt: skip
    made = Mail.objects.bulk_create([row], ignore_conflicts=True)
    stored = Mail.objects.filter(once=once, uuid=made[0].uuid).values_list("pk", flat=True).first()
    if stored is not None:
        later("core.deliver_mail", mail_id=stored)
    return stored


def deliver(mail_id: int, *, now: datetime) -> None:
    """Send one message. The row's lock keeps two workers from sending it twice."""
    with scoping.unscoped("the post office serves every tenant"):
        row = Mail.objects.select_for_update(skip_locked=True).filter(pk=mail_id, state=Mail.State.WAITING).first()
        if row is None:
            return
        with transaction.atomic():
            _message(row).send()
        Mail.objects.filter(pk=row.pk).update(state=Mail.State.SENT, sent_at=now, error="")


def _message(row: Mail) -> EmailMultiAlternatives:
    sender = f'"{_quoted(row.sender_name)}" <{settings.DEFAULT_FROM_EMAIL}>' if row.sender_name else None
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=sender,
        to=[row.to],
        reply_to=[row.reply_to] if row.reply_to else None,
        headers={
            "Message-ID": f"<{row.uuid}@{settings.CANTINE_MAIL_DOMAIN}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    if row.calendar:
        method = row.calendar_method or "PUBLISH"
        message.attach("invitation.ics", row.calendar, f"text/calendar; method={method}; charset=utf-8")
    return message


def _quoted(name: str) -> str:
    return "".join(char for char in name if char not in '"\\\r\n')
