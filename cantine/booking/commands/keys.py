"""The register of keys and badges: added, lent, taken back, lost, retired. One pair of hands a key, in the database too."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cantine.booking import facts
from cantine.booking.models import Key, Loan
from cantine.booking.rules import keys as rules
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import commands as place_commands
from cantine.places.queries import PlaceRef


def add_key(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    kind: rules.KeyKind,
    label: str,
    number: str = "",
    resource_id: int | None = None,
    replay: bool = False,
) -> UUID:
    """Put a key on the register; ``number`` is what the door's reader says of a badge, ``resource_id`` the one room that
    it opens. Refusals: name_missing, key_number_taken. Records KeyAdded."""
    authorize(actor, "key.manage", Target(place.organisation_id, place.id))
    if not label.strip():
        raise Refused(Refusal("name_missing", field="label"))
    row = Key(
        organisation_id=place.organisation_id, place_id=place.id, kind=kind.value, label=label.strip()[:60],
        number=number.strip()[:40], resource_id=resource_id,
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(Refusal("key_number_taken", {"number": row.number}, "number")) from error
        _tell(facts.KeyAdded, row, actor, now, replay=replay, kind=kind.value)
    return row.uuid


def lend_key(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    key: UUID,
    person_id: int,
    due: date | None = None,
    replay: bool = False,
) -> UUID:
    """Give a key to a person, until ``due`` when there is such a day. Returns the loan.

    Refusals: key_unknown, key_lent, key_lost, key_retired, due_past. Records KeyLent.
    """
    authorize(actor, "key.lend", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row, loan = _lock(place, key)
        refusals = rules.check_lend(_hands(row, loan, place, now), due=due, today=place.today(now))
        if refusals:
            raise Refused(*refusals)
        made = Loan(
            organisation_id=place.organisation_id, key=row, person_id=person_id, lent_at=now, due=due,
            lent_by_id=actor.person_id,
        )  # fmt: skip
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(Refusal("key_lent")) from error
        place_commands.note_contact(actor=actor, now=now, place=place, person_id=person_id)
        _tell(facts.KeyLent, row, actor, now, replay=replay, person_id=person_id, loan_id=made.pk, due=due)
    return made.uuid


def take_back_key(*, actor: Actor, now: datetime, place: PlaceRef, key: UUID) -> None:
    """The key is home again, whether it was lent or lost. Refusals: key_unknown, key_not_lent. Records KeyTakenBack."""
    authorize(actor, "key.lend", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row, loan = _lock(place, key)
        if loan is None and row.lost_at is None:
            raise Refused(Refusal("key_not_lent"))
        _close(loan, actor, now)
        Key.objects.filter(pk=row.pk).update(lost_at=None)
        _tell(
            facts.KeyTakenBack, row, actor, now, person_id=loan.person_id if loan else None,
            loan_id=loan.pk if loan else None,
        )  # fmt: skip


def declare_key_lost(*, actor: Actor, now: datetime, place: PlaceRef, key: UUID) -> None:
    """Nobody knows where it is. Who held it still answers for it, and it is lent to nobody until it is found.

    Refusals: key_unknown, key_lost. Records KeyLost.
    """
    authorize(actor, "key.lend", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row, loan = _lock(place, key)
        if row.lost_at is not None:
            raise Refused(Refusal("key_lost"))
        Key.objects.filter(pk=row.pk).update(lost_at=now)
        _tell(facts.KeyLost, row, actor, now, person_id=loan.person_id if loan else None)


def retire_key(*, actor: Actor, now: datetime, place: PlaceRef, key: UUID) -> None:
    """Take a key off the register: the lock was changed, the badge thrown away. Lost in somebody's hands, it ends the loan.

    Refusals: key_unknown, key_lent. Records KeyRetired.
    """
    authorize(actor, "key.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row, loan = _lock(place, key)
        if loan is not None and row.lost_at is None:
            raise Refused(Refusal("key_lent"))
        _close(loan, actor, now)
        Key.objects.filter(pk=row.pk).update(retired_at=now)
        _tell(facts.KeyRetired, row, actor, now, person_id=loan.person_id if loan else None)


def _close(loan: Loan | None, actor: Actor, now: datetime) -> None:
    if loan is not None:
        Loan.objects.filter(pk=loan.pk).update(returned_at=max(now, loan.lent_at), taken_back_by_id=actor.person_id)


def _lock(place: PlaceRef, key: UUID) -> tuple[Key, Loan | None]:
    """The key, locked, and its open loan; a retired one is known no more."""
    row = Key.objects.select_for_update(no_key=True).filter(uuid=key, place_id=place.id, retired_at=None).first()
    if row is None:
        raise Refused(Refusal("key_unknown"))
    return row, Loan.objects.select_for_update(no_key=True).filter(key=row, returned_at=None).first()


def _hands(row: Key, loan: Loan | None, place: PlaceRef, now: datetime) -> rules.Hands:
    return rules.hands_of(
        lent=loan is not None, due=loan.due if loan else None, lost=row.lost_at is not None,
        retired=row.retired_at is not None, today=place.today(now),
    )  # fmt: skip


def _tell(
    fact: type[facts.KeyFact], row: Key, actor: Actor, now: datetime, *, replay: bool = False, **said: object
) -> None:  # fmt: skip
    told = fact(organisation_id=row.organisation_id, place_id=row.place_id, key_id=row.pk, **said)  # type: ignore[arg-type]  # what the fact says more
    record(told, actor=actor, now=now, replay=replay)
