"""Mail leaves through an outbox: written in the transaction of what it tells, sent by a job, readable afterwards.

``once`` makes a message unique: the reaction that runs twice writes one. The Message-ID is the row's uuid, so a server
that receives it twice knows it. What the server would not take is tried again for three days, each time later, then
kept as failed with its reason, for somebody to read; an address that the server refuses for good fails at once.

Nobody is written to more than ten times a day by one place because of things that can wait: a reminder or news past
that number waits for the next day, or is dropped when it would come too late. What answers the reader's own act leaves
at once.
"""

import re
import smtplib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber

from cantine.core import scoping, sql
from cantine.core.jobs import later
from cantine.core.models import Mail
from cantine.core.rates import Limit, hits_of


@dataclass(frozen=True)
class Letter:
    """A message in words: plain text always, HTML beside it, and an iCalendar part when there is a date to keep.

    ``unsubscribe`` is the address that stops such letters in one click (RFC 8058). ``waits_until``: it may wait for the
    limit of a day, and is worth nothing after this instant. ``attachment`` names a file that goes with it.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    calendar: str = ""
    calendar_method: str = ""
    sender_name: str = ""
    reply_to: str = ""
    unsubscribe: str = ""
    waits_until: datetime | None = None
    attachment: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes
    type: str


_ATTACHMENTS: dict[str, Callable[[int, str], Attachment]] = {}


def register_attachment(kind: str, load: Callable[[int, str], Attachment]) -> None:
    """``Letter(attachment="kind:which")`` is read by ``load(organisation_id, which)`` when the letter leaves: a file that
    is kept elsewhere is not copied into the outbox."""
    _ATTACHMENTS[kind] = load


KEPT_FOR = timedelta(days=365)
TRIED_FOR = timedelta(hours=72)
LONGEST_WAIT = timedelta(hours=4)
_SECRET_END = re.compile(r"(https?://\S+?/)[\w~:.=-]{16,}(?:/[\w~:.=/-]*)?")
A_DAY_TO_ONE = Limit("letters_to_one", 10, 24 * 3600)
OVER_LIMIT = "over the limit of a day"
_FIRST_WAIT = timedelta(minutes=1)
_LOST_JOB_AFTER = timedelta(minutes=5)
_A_DAY = timedelta(days=1)


def post(
    letter: Letter,
    *,
    once: str,
    now: datetime,
    organisation_id: int | None,
    place_id: int | None = None,
    person_id: int | None = None,
    batch: UUID | None = None,
) -> int | None:
    """Put ``letter`` in the outbox; returns its id, or None when ``once`` was already posted. ``batch`` is what the
    letters of one writing share."""
    row = Mail(
        to=letter.to, subject=_one_line(letter.subject), text=letter.text, html=letter.html,
        calendar=letter.calendar, calendar_method=letter.calendar_method, sender_name=letter.sender_name,
        reply_to=letter.reply_to, unsubscribe=letter.unsubscribe, waits_until=letter.waits_until, attachment=letter.attachment, once=once,
        written_at=now, organisation_id=organisation_id, place_id=place_id, person_id=person_id, batch=batch,
        next_try_at=now + _LOST_JOB_AFTER,
    )  # fmt: skip
    stored = sql.insert_once(row)
    if stored is not None:
        later("core.deliver_mail", mail_id=stored)
    return stored


def deliver(mail_id: int, *, now: datetime) -> None:
    """Send one message, or write down why not and when to try again. The row's lock keeps two workers from sending it
    twice; a worker killed after the server took it sends it again under the same Message-ID."""
    with scoping.unscoped("the post office serves every tenant"):
        row = Mail.objects.select_for_update(skip_locked=True).filter(pk=mail_id, state=Mail.State.WAITING).first()
        if row is None or _held_back(row, now):
            return
        try:
            with transaction.atomic():
                _message(row).send()
        except (smtplib.SMTPException, OSError) as error:
            _failed(row, error, now)
        else:
            Mail.objects.filter(pk=row.pk).update(
                state=Mail.State.SENT, sent_at=now, error="", attempts=row.attempts + 1
            )


def try_again(*, now: datetime, limit: int = 500) -> int:
    """Hand what is due to the workers: what failed a while ago, and what a lost job left. Places take turns, so that
    one with a thousand letters does not keep the others waiting. Returns how many."""
    with scoping.unscoped("the post office serves every tenant"):
        turn = Window(RowNumber(), partition_by="organisation_id", order_by="id")
        due = Mail.objects.filter(state=Mail.State.WAITING, next_try_at__lte=now)
        ids = list(due.annotate(turn=turn).order_by("turn", "id").values_list("pk", flat=True)[:limit])
        Mail.objects.filter(pk__in=ids).update(next_try_at=now + _LOST_JOB_AFTER)
        for mail_id in ids:
            later("core.deliver_mail", mail_id=mail_id)
    return len(ids)


def outbox(
    *, place_id: int | None = None, batch: UUID | None = None, unsent: bool = False, page: int = 1, limit: int = 100
) -> list[Mail]:
    """A page of the letters of the scope that is open, newest first; of one place or of one writing when it is named,
    and only those that did not leave when they are asked for."""
    named = {"place_id": place_id, "batch": batch}
    rows = Mail.objects.filter(**{column: value for column, value in named.items() if value is not None})
    if unsent:
        rows = rows.exclude(state=Mail.State.SENT)
    return list(rows.order_by("-written_at", "-id")[(page - 1) * limit : page * limit])


def tallies(batches: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """How many letters of each writing are in each state; those swept after a year are not counted any more."""
    rows = Mail.objects.filter(batch__in=list(batches)).values_list("batch", "state").annotate(count=Count("pk"))
    found: dict[UUID, dict[str, int]] = {}
    for batch, state, count in rows:
        if batch is not None:
            found.setdefault(batch, {})[state] = count
    return found


def find_letter(uuid: UUID) -> Mail | None:
    """One letter of the scope that is open."""
    return Mail.objects.filter(uuid=uuid).first()


def masked(text: str) -> str:
    """The text without the secrets of its links: the team reads what was said, and opens nothing with it."""
    return _SECRET_END.sub(r"\1…", text)


def sweep(*, now: datetime) -> int:
    """Delete messages a year old; returns how many."""
    with scoping.unscoped("the post office serves every tenant"):
        return Mail.objects.filter(written_at__lt=now - KEPT_FOR).delete()[0]


def _held_back(row: Mail, now: datetime) -> bool:
    """Whether a letter that can wait has to: its reader was written to ten times in a day by this place. It leaves when
    the first of those is a day old, or is given up if that is too late."""
    most = hits_of(A_DAY_TO_ONE)
    if row.waits_until is None or row.person_id is None or row.place_id is None or not most:
        return False
    with connection.cursor() as cursor:  # two workers do not count at once
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{row.place_id}:{row.person_id}"])
    sent = Mail.objects.filter(place_id=row.place_id, person_id=row.person_id, sent_at__gt=now - _A_DAY)
    latest = list(sent.order_by("-sent_at").values_list("sent_at", flat=True)[:most])
    if len(latest) < most:
        return False
    assert latest[-1] is not None
    free_at = latest[-1] + _A_DAY
    over = free_at >= row.waits_until
    Mail.objects.filter(pk=row.pk).update(
        state=Mail.State.FAILED if over else Mail.State.WAITING,
        error=OVER_LIMIT,
        next_try_at=None if over else free_at,
    )
    return True


def _failed(row: Mail, error: Exception, now: datetime) -> None:
    attempts = row.attempts + 1
    over = _is_final(error) or now >= row.written_at + TRIED_FOR
    Mail.objects.filter(pk=row.pk).update(
        state=Mail.State.FAILED if over else Mail.State.WAITING,
        attempts=attempts,
        error=" ".join(f"{type(error).__name__}: {error}".split())[:300],
        next_try_at=None if over else now + wait_after(attempts, spread=row.uuid.int),
    )


def wait_after(attempts: int, *, spread: int) -> timedelta:
    """One minute, then twice as long each time, four hours at most, and up to a fifth more, so that a server that
    comes back is not met by everything at once."""
    wait: timedelta = min(_FIRST_WAIT * 2 ** min(attempts - 1, 12), LONGEST_WAIT)
    return wait + wait * (spread % 100) / 500


def _is_final(error: Exception) -> bool:
    """The server said 5xx about this address or this message: trying again would not help."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    permanent = isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError)
    return permanent and isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600


def forget(*, person_id: int, address: str) -> None:
    """Delete every message to a person who is being erased; the caller opened ``unscoped``."""
    Mail.objects.filter(Q(person_id=person_id) | Q(to__iexact=address)).delete()


def _one_line(subject: str) -> str:
    """No line break, which would begin another header; French no-break spaces stay."""
    return re.sub(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+", " ", subject).strip()[:200]


def house_address() -> str:
    """The bare address that the house writes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _message(row: Mail) -> EmailMultiAlternatives:
    sender = f'"{_quoted(row.sender_name)}" <{settings.DEFAULT_FROM_EMAIL}>' if row.sender_name else None
    headers = {"Message-ID": f"<{row.uuid}@{settings.CANTINE_MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    if row.unsubscribe:
        headers |= {"List-Unsubscribe": f"<{row.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=sender,
        to=[row.to],
        reply_to=[row.reply_to] if row.reply_to else None,
        headers=headers,
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    if row.calendar:
        method = row.calendar_method or "PUBLISH"
        message.attach("invitation.ics", row.calendar, f"text/calendar; method={method}; charset=utf-8")
    if row.attachment:
        kind, _colon, which = row.attachment.partition(":")
        file = _ATTACHMENTS[kind](row.organisation_id or 0, which)
        message.attach(file.name, file.content, file.type)
    return message


def _quoted(name: str) -> str:
    return "".join(char for char in name if char not in '"\\\r\n')
