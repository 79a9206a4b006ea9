"""Gifts: entered once each, told to the books in the same transaction, never changed; what was wrong is undone by its contrary."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.accounting import commands as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import Nature
from cantine.billing.commands.bank_ends import explain_line
from cantine.billing.rules.bank import Became
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts
from cantine.funding.commands.bookkeeping import BOOKKEEPER, Act, enter_money, find_books, piece_of, third_of
from cantine.funding.models import Gift, GiftUndone
from cantine.funding.queries.bank import is_of_line
from cantine.funding.queries.receipts import stands
from cantine.funding.queries.support import lock_gift
from cantine.funding.rules.support import Given, Way, check_given, journal_of, postings_of_gift
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def receive_gift(
    *, actor: Actor, now: datetime, place: PlaceRef, given: Given, customer_id: int | None = None, key: str = "",
    line: UUID | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """Enter a gift; the same ``key`` enters it once, and answers the one that stands. Whoever has this e-mail at the place is
    its donor, and finds it among their own papers. ``line`` is the one of the bank that it was entered from: where it is this money, the
    line is handled. Records GiftReceived.

    Refusals: those of ``check_given``, customer_unknown, nobody_invoices, period_closed, cash_day_closed, and those of
    ``explain_line``.
    """
    authorize(actor, "support.write", Target(place.organisation_id, place.id))
    refusals = list(check_given(given, today=place.today(now)))
    if customer_id is not None and not places.knows(place=place, customer_id=customer_id):
        refusals.append(Refusal("customer_unknown", field="customer"))
    if refusals:
        raise Refused(*refusals)
    entity, key = find_books(place), key or str(uuid4())
    with transaction.atomic():
        row = _row(place, entity, given, key, customer_id, now)
        row.entry = _enter(place, row, entity, given, now=now, replay=replay)
        Gift.objects.bulk_create([row], ignore_conflicts=True)
        kept = Gift.objects.get(organisation_id=place.organisation_id, key=key).uuid
        if kept == row.uuid:
            fact = facts.GiftReceived(organisation_id=place.organisation_id, place_id=place.id, gift=kept)
            record(fact, actor=actor, now=now, replay=replay)
            if line and row.entry and given.way is Way.TRANSFER and is_of_line(place, line, given.cents):
                explain_line(
                    actor=actor, now=now, place=place, line=line, became=Became.GIFT, entry=row.entry, replay=replay
                )
    return kept


def undo_gift(*, actor: Actor, now: datetime, place: PlaceRef, gift: UUID, why: str) -> None:
    """It never was a gift: the books take its contrary today, once. Records GiftReversed.

    Refusals: gift_unknown, gift_undone_already, gift_reason_missing, gift_has_receipt, period_closed, cash_day_closed.
    """
    authorize(actor, "support.write", Target(place.organisation_id, place.id))
    if not why.strip():
        raise Refused(Refusal("gift_reason_missing", field="why"))
    with transaction.atomic():
        row = lock_gift(place, uuid=gift)
        if row is None:
            raise Refused(Refusal("gift_unknown"))
        if found := GiftUndone.objects.filter(gift=row).first():
            raise Refused(Refusal("gift_undone_already", {"day": found.day}))
        if stands(row.pk):
            raise Refused(Refusal("gift_has_receipt"))
        day = place.today(now)
        GiftUndone.objects.create(
            organisation_id=place.organisation_id, gift=row, day=day, why=why.strip()[:160], made_at=now
        )
        if row.entry is not None:
            accounting.undo_money(actor=BOOKKEEPER, now=now, place=place, entry=row.entry, day=day, label=row.name)
        fact = facts.GiftReversed(organisation_id=place.organisation_id, place_id=place.id, gift=gift)
        record(fact, actor=actor, now=now)


def _row(
    place: PlaceRef, entity: LegalEntityRef, given: Given, key: str, customer_id: int | None, now: datetime
) -> Gift:
    donor = given.donor
    email = donor.email.strip().lower()
    person = places.persons_at_addresses(place, emails=[email]).get(email) if email and customer_id is None else None
    return Gift(
        organisation_id=place.organisation_id, place_id=place.id, entity_id=entity.id, key=key, kind=donor.kind.value,
        person_id=person, customer_id=customer_id, name=donor.name, email=email, street=donor.street,
        postcode=donor.postcode, town=donor.town, country=donor.country, legal_form=donor.legal_form, siren=donor.siren,
        cents=given.cents, day=given.day, way=given.way.value, what=given.what, valued_by=given.valued_by, made_at=now,
    )  # fmt: skip


def _enter(
    place: PlaceRef, row: Gift, entity: LegalEntityRef, given: Given, *, now: datetime, replay: bool
) -> UUID | None:
    """By its key: the same press is one entry. A company has no accounts for what comes in kind: it is told beside them."""
    if given.way is Way.KIND and entity.nature is not Nature.ASSOCIATION:
        return None
    act = Act(
        source=f"gift:{row.key}", journal=journal_of(given.way), day=given.day, label=given.donor.name,
        piece=piece_of("DON", row.uuid),
    )  # fmt: skip
    postings = postings_of_gift(given, third=third_of("D", given.donor.name))
    return enter_money(act, entity.id, postings, place=place, now=now, replay=replay)
