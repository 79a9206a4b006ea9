"""Writing to people: the audience is fixed when the message is sent, then a job writes each of them one letter.

A letter is posted in the transaction that marks its reader as written to, under a name of its own, so a worker killed
halfway leaves nobody with two and nobody without. Who stops the news meanwhile is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from cantine.booking import facts, rules
from cantine.booking.commands.message_wording import message_letter
from cantine.booking.models import Message, MessageReader, NewsStop
from cantine.booking.queries.messages import readers_of, readership_of, sent_since
from cantine.core import mail, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refused
from cantine.people import queries as people
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places.queries import Letterhead, PlaceRef

NEWS_WAIT = timedelta(days=3)


@dataclass(frozen=True)
class Written:
    """``again``: this very message had been sent already, and was not sent twice."""

    uuid: UUID
    reached: int
    left_out: int
    again: bool = False


def write_message(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    message: UUID,
    sort: rules.Sort,
    audience: rules.Audience,
    subject: str,
    words: str,
) -> Written:
    """Send ``words`` to the audience as it stands; ``message`` is the id that the writer's page chose, so a form sent
    twice sends one message. Records MessageSent; the letters follow.

    Refusals: message_empty, message_too_long, message_to_nobody, message_too_often.
    """
    authorize(actor, "message.send", Target(place.organisation_id, place.id))
    with transaction.atomic():
        known = _written_already(place, message)
        if known is not None:
            return known
        readership = readership_of(place, audience=audience, sort=sort, today=place.today(now)).sorted
        refusals = rules.check_message(
            subject=subject, words=words, reached=len(readership.reached), sent_today=sent_since(place, now=now)
        )
        if refusals:
            raise Refused(*refusals)
        row = Message(
            uuid=message, organisation_id=place.organisation_id, place_id=place.id, sent_by_id=actor.person_id,
            sent_at=now, sort=sort, audience=audience.key, subject=" ".join(subject.split()), words=words.strip(),
            reached=len(readership.reached), left_out=len(readership.left_out),
        )  # fmt: skip
        twice = _kept_by_another(row, place)
        if twice is not None:
            return twice
        _keep_readers(row, readership, now)
        sent = facts.MessageSent(
            organisation_id=place.organisation_id, place_id=place.id, message_id=row.pk, sort=sort, reached=row.reached
        )
        record(sent, actor=actor, now=now)
    return Written(row.uuid, row.reached, row.left_out)


def post_message(*, actor: Actor, now: datetime, place: PlaceRef, message_id: int, limit: int = 100) -> int:
    """Write to the next readers of a message; returns how many were settled, 0 when it is done. What another worker
    is settling is left to it. Records nothing: MessageSent says it.
    """
    authorize(actor, "message.post_letters", Target(place.organisation_id, place.id))
    with transaction.atomic():
        waiting = MessageReader.objects.select_for_update(skip_locked=True, no_key=True).filter(
            message_id=message_id, message__place_id=place.id, done_at__isnull=True
        )
        rows = list(waiting.order_by("pk")[:limit])
        if not rows:
            return 0
        message = Message.objects.get(pk=message_id)
        head = places.letterhead_of(place_id=place.id)
        persons = people.persons_of(row.person_id for row in rows)
        why = rules.sorted_readers(
            readers_of(place, persons=persons.values(), sort=rules.Sort(message.sort)), sort=rules.Sort(message.sort)
        ).left_out
        for row in rows:
            left_out = why.get(row.person_id, None if row.person_id in persons else rules.LeftOut.NO_ADDRESS)
            if left_out is None:
                _post_one(place, head, message, persons[row.person_id], now)
            MessageReader.objects.filter(pk=row.pk).update(done_at=now, left_out=left_out or "")
        _count_who_left(message, list(why))
    return len(rows)


def stop_news(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int) -> None:
    """Send that person no more news of this place; said twice, it is stopped once. Records NewsStopped. Refusals: none."""
    authorize(actor, "message.stop_news", Target(place.organisation_id, place.id, person_id))
    with transaction.atomic():
        _, made = NewsStop.objects.get_or_create(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, defaults={"stopped_at": now}
        )
        if made:
            stopped = facts.NewsStopped(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id)
            record(stopped, actor=actor, now=now)


def resume_news(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int) -> None:
    """Undo ``stop_news``. Records NewsResumed. Refusals: none."""
    authorize(actor, "message.stop_news", Target(place.organisation_id, place.id, person_id))
    with transaction.atomic():
        gone, _tables = NewsStop.objects.filter(place_id=place.id, person_id=person_id).delete()
        if gone:
            resumed = facts.NewsResumed(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id)
            record(resumed, actor=actor, now=now)


def forget_reader(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Somebody was erased: forget what they were written to, and what they stopped. Records nothing. Refusals: none."""
    authorize(actor, "message.post_letters", Target(None))
    with scoping.unscoped("an erased person leaves every tenancy"):
        MessageReader.objects.filter(person_id=person_id).delete()
        NewsStop.objects.filter(person_id=person_id).delete()


def _written_already(place: PlaceRef, message: UUID) -> Written | None:
    row = Message.objects.filter(uuid=message, place_id=place.id).first()
    return Written(row.uuid, row.reached, row.left_out, again=True) if row else None


def _kept_by_another(row: Message, place: PlaceRef) -> Written | None:
    """Keep the message; what the same form, sent twice at once, had written before, if it did."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = _written_already(place, row.uuid)
        if known is None:
            raise
        return known
    return None


def _keep_readers(row: Message, readership: rules.Sorted, now: datetime) -> None:
    writing_to = [MessageReader(person_id=person) for person in readership.reached]
    leaving = [
        MessageReader(person_id=person, left_out=reason, done_at=now) for person, reason in readership.left_out.items()
    ]
    for reader in (*writing_to, *leaving):
        reader.organisation_id, reader.message_id = row.organisation_id, row.pk
    MessageReader.objects.bulk_create([*writing_to, *leaving], batch_size=1000)


def _post_one(place: PlaceRef, head: Letterhead, message: Message, person: PersonRef, now: datetime) -> None:
    sort = rules.Sort(message.sort)
    letter = message_letter(
        place=place,
        head=head,
        sort=sort,
        audience=rules.audience_of(message.audience),
        subject=message.subject,
        words=message.words,
        person=person,
        waits_until=now + NEWS_WAIT if sort is rules.Sort.NEWS else None,
    )
    mail.post(
        letter, once=f"message:{message.uuid}:{person.id}", now=now, organisation_id=place.organisation_id,
        place_id=place.id, person_id=person.id, batch=message.uuid,
    )  # fmt: skip


def _count_who_left(message: Message, persons: Sequence[int]) -> None:
    """Those who could no longer be written to when their turn came."""
    if persons:
        Message.objects.filter(pk=message.pk).update(
            reached=F("reached") - len(persons), left_out=F("left_out") + len(persons)
        )
