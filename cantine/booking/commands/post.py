"""Organisations whose address is the place, and their letters: received, handed over with a trace, forwarded, sent back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cantine.booking import facts
from cantine.booking.commands.domiciliation.ending import close_contract
from cantine.booking.models import Domiciliation, DomiciliationContact, MailItem
from cantine.booking.rules import post as rules
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import Fact, record
from cantine.kernel import Refusal, Refused
from cantine.places import commands as place_commands
from cantine.places.queries import PlaceRef


def domicile_organisation(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    customer_id: int,
    since: date,
    contacts: Iterable[int] = (),
    replay: bool = False,
) -> UUID:
    """Give an organisation the place's address; ``contacts`` are told of its letters.

    Refusals: already_domiciled, domiciliation_out_of_range. Records OrganisationDomiciled and MailContactNamed.
    """
    authorize(actor, "domiciliation.manage", Target(place.organisation_id, place.id))
    refusals = rules.check_since(since, today=place.today(now))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        place_commands.note_customer(actor=actor, now=now, place=place, customer_id=customer_id)
        row = Domiciliation(
            organisation_id=place.organisation_id, place_id=place.id, customer_id=customer_id, since=since,
            made_by_id=actor.person_id,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(Refusal("already_domiciled", field="customer")) from error
        told = facts.OrganisationDomiciled(domiciliation_id=row.pk, customer_id=customer_id, **_where(place))
        record(told, actor=actor, now=now, replay=replay)
        for person_id in dict.fromkeys(contacts):
            _name(row, person_id, actor, now, place, replay=replay)
    return row.uuid


def end_domiciliation(*, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, on: date) -> None:
    """Set the last day of an address; letters that still come are noted, to be handed over or sent on. Its contract ends with
    it, whatever its notice, and the letter to the registry is prepared.

    Refusals: domiciliation_unknown, domiciliation_over, domiciliation_reversed. Records DomiciliationEnded.
    """
    authorize(actor, "domiciliation.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock(place, domiciliation)
        if row.until is not None and row.until < place.today(now):
            raise Refused(Refusal("domiciliation_over", {"until": row.until}))
        refusals = rules.check_end(on, since=row.since)
        if refusals:
            raise Refused(*refusals)
        Domiciliation.objects.filter(pk=row.pk).update(until=on)
        close_contract(place, row.uuid, on, actor, now)
        told = facts.DomiciliationEnded(
            domiciliation_id=row.pk, customer_id=row.customer_id, until=on, **_where(place)
        )  # fmt: skip
        record(told, actor=actor, now=now)


def name_mail_contact(
    *, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, person_id: int, replay: bool = False
) -> None:
    """Tell this person too of the letters that come. Said twice, it changes nothing. Refusals: domiciliation_unknown.
    Records MailContactNamed."""
    authorize(actor, "domiciliation.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        _name(_lock(place, domiciliation), person_id, actor, now, place, replay=replay)


def drop_mail_contact(*, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, person_id: int) -> None:
    """Tell this person no more. Said twice, it changes nothing. Refusals: domiciliation_unknown. Records
    MailContactDropped."""
    authorize(actor, "domiciliation.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock(place, domiciliation)
        gone, _ = DomiciliationContact.objects.filter(domiciliation=row, person_id=person_id).delete()
        if gone:
            told = facts.MailContactDropped(domiciliation_id=row.pk, person_id=person_id, **_where(place))
            record(told, actor=actor, now=now)


def receive_mail(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    domiciliation: UUID,
    kind: rules.MailKind = rules.MailKind.LETTER,
    count: int = 1,
    sender: str = "",
    replay: bool = False,
) -> list[UUID]:
    """Note letters that came, of one kind. They are announced together, a little later (``rules.post``).

    Refusals: domiciliation_unknown, mail_count_out_of_range. Records MailReceived.
    """
    authorize(actor, "mail.receive", Target(place.organisation_id, place.id))
    refusals = rules.check_count(count)
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        row = _lock(place, domiciliation)
        items = MailItem.objects.bulk_create(
            MailItem(
                organisation_id=place.organisation_id, place_id=place.id, domiciliation=row, kind=kind.value,
                sender=sender.strip()[:80], received_at=now, received_by_id=actor.person_id,
                announced_at=now if replay else None,
            )
            for _ in range(count)
        )  # fmt: skip
        _tell(facts.MailReceived, row, [item.pk for item in items], actor, now, place, replay=replay, kind=kind.value)
    return [item.uuid for item in items]


def take_out_mail(*, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID) -> None:
    """The last letter noted less: a tap too many, before anybody was told. Refusals: domiciliation_unknown,
    mail_already_announced. Records MailTakenOut."""
    authorize(actor, "mail.receive", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock(place, domiciliation)
        waiting = MailItem.objects.select_for_update().filter(
            domiciliation=row, announced_at=None, handed_at=None, forwarded_at=None, returned_at=None
        )
        item = waiting.order_by("-received_at", "-pk").first()
        if item is None:
            raise Refused(Refusal("mail_already_announced"))
        _tell(facts.MailTakenOut, row, [item.pk], actor, now, place)
        MailItem.objects.filter(pk=item.pk).delete()


def hand_over_mail(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    domiciliation: UUID,
    items: Sequence[UUID],
    person_id: int | None = None,
    name: str = "",
    replay: bool = False,
) -> int:
    """Give letters to a person known here, or to whoever says their name; returns how many.

    Refusals: domiciliation_unknown, bearer_missing, mail_unchosen, mail_gone. Records MailHandedOver.
    """
    authorize(actor, "mail.hand_over", Target(place.organisation_id, place.id))
    if person_id is None and not name.strip():
        raise Refused(Refusal("bearer_missing", field="name"))
    with transaction.atomic():
        row, ids = _lock_waiting(place, domiciliation, items)
        MailItem.objects.filter(pk__in=ids).update(
            handed_at=now, handed_to_id=person_id, handed_to_name="" if person_id else name.strip()[:80],
            handed_by_id=actor.person_id,
        )  # fmt: skip
        _tell(facts.MailHandedOver, row, ids, actor, now, place, replay=replay, person_id=person_id)
    return len(ids)


def forward_mail(
    *, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, items: Sequence[UUID], address: str
) -> int:
    """Send letters on to another address; returns how many. Refusals: domiciliation_unknown, address_missing,
    mail_unchosen, mail_gone. Records MailForwarded."""
    authorize(actor, "mail.hand_over", Target(place.organisation_id, place.id))
    if not address.strip():
        raise Refused(Refusal("address_missing", field="address"))
    with transaction.atomic():
        row, ids = _lock_waiting(place, domiciliation, items)
        MailItem.objects.filter(pk__in=ids).update(
            forwarded_at=now, forwarded_to=address.strip()[:200], sent_by_id=actor.person_id
        )
        _tell(facts.MailForwarded, row, ids, actor, now, place)
    return len(ids)


def send_back_mail(*, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, items: Sequence[UUID]) -> int:
    """Send letters back to their sender; returns how many. Refusals: domiciliation_unknown, mail_unchosen, mail_gone.
    Records MailSentBack."""
    authorize(actor, "mail.hand_over", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row, ids = _lock_waiting(place, domiciliation, items)
        MailItem.objects.filter(pk__in=ids).update(returned_at=now, sent_by_id=actor.person_id)
        _tell(facts.MailSentBack, row, ids, actor, now, place)
    return len(ids)


def _name(row: Domiciliation, person_id: int, actor: Actor, now: datetime, place: PlaceRef, *, replay: bool) -> None:
    contact = DomiciliationContact(organisation_id=row.organisation_id, domiciliation=row, person_id=person_id)
    if DomiciliationContact.objects.filter(domiciliation=row, person_id=person_id).exists():
        return
    contact.save(force_insert=True)
    place_commands.note_contact(actor=actor, now=now, place=place, person_id=person_id)
    told = facts.MailContactNamed(domiciliation_id=row.pk, person_id=person_id, **_where(place))
    record(told, actor=actor, now=now, replay=replay)


def _lock(place: PlaceRef, domiciliation: UUID) -> Domiciliation:
    """The address, locked so that what is counted, named or announced of it happens one at a time."""
    rows = Domiciliation.objects.select_for_update(no_key=True).filter(uuid=domiciliation, place_id=place.id)
    row = rows.first()
    if row is None:
        raise Refused(Refusal("domiciliation_unknown"))
    return row


def _lock_waiting(place: PlaceRef, domiciliation: UUID, items: Sequence[UUID]) -> tuple[Domiciliation, list[int]]:
    """The letters that still wait; one that already left refuses all, so that a trace says what was really given."""
    row = _lock(place, domiciliation)
    wanted = set(items)
    if not wanted:
        raise Refused(Refusal("mail_unchosen", field="items"))
    waiting = MailItem.objects.select_for_update(no_key=True).filter(
        domiciliation=row, uuid__in=wanted, handed_at=None, forwarded_at=None, returned_at=None
    )
    ids = sorted(waiting.values_list("pk", flat=True))
    if len(ids) != len(wanted):
        raise Refused(Refusal("mail_gone", field="items"))
    return row, ids


def _where(place: PlaceRef) -> dict[str, int]:
    return {"organisation_id": place.organisation_id, "place_id": place.id}


def _tell(
    fact: type[facts.MailFact], row: Domiciliation, mail_ids: Sequence[int], actor: Actor, now: datetime,
    place: PlaceRef, *, replay: bool = False, **said: object,
) -> None:  # fmt: skip
    told: Fact = fact(domiciliation_id=row.pk, mail_ids=tuple(mail_ids), **_where(place), **said)  # type: ignore[arg-type]  # what the fact says more
    record(told, actor=actor, now=now, replay=replay)
