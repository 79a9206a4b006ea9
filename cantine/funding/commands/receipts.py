"""Tax receipts: switched on by whoever answers for it, numbered without gaps in the transaction that makes their file, cancelled
and never deleted, sent to their donor."""

import hashlib
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cantine.accounting import queries as books
from cantine.accounting.queries import LegalEntityRef
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts
from cantine.funding.commands.bookkeeping import find_books
from cantine.funding.documents import content_of, receipt_pdf
from cantine.funding.models import Gift, GiftUndone, ReceiptTerms, TaxReceipt
from cantine.funding.queries.receipts import lock_receipt, stands, terms_of
from cantine.funding.queries.support import gift_card, lock_gift
from cantine.funding.rules.receipts import FORMS, Terms, check_receipt, check_terms, receipt_reference
from cantine.funding.rules.support import Donor
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

_NEXT = """
INSERT INTO funding_receiptseries (organisation_id, entity_id, year, last_number) VALUES (%s, %s, %s, 1)
ON CONFLICT (organisation_id, entity_id, year) DO UPDATE SET last_number = funding_receiptseries.last_number + 1
RETURNING last_number
"""


def set_receipts(*, actor: Actor, now: datetime, place: PlaceRef, terms: Terms, replay: bool = False) -> None:
    """Whether the entity of the place gives receipts, under which articles, and who signs them. Records ReceiptsSwitched.

    Refusals: those of ``check_terms``, nobody_invoices.
    """
    authorize(actor, "receipt.set", Target(place.organisation_id, place.id))
    if refusals := list(check_terms(terms)):
        raise Refused(*refusals)
    entity = find_books(place)
    with transaction.atomic():
        ReceiptTerms.objects.update_or_create(
            organisation_id=place.organisation_id, entity_id=entity.id, defaults={**asdict(terms), "changed_at": now}
        )
        fact = facts.ReceiptsSwitched(
            organisation_id=place.organisation_id, place_id=place.id, entity=entity.uuid, on=terms.on
        )
        record(fact, actor=actor, now=now, replay=replay)


def issue_receipt(
    *, actor: Actor, now: datetime, place: PlaceRef, gift: UUID, donor: Donor | None = None, replay: bool = False
) -> UUID:
    """Of a gift, once: the next number of the series of today's year, the file and its SHA-256. ``donor`` completes what was
    entered with the gift; its kind stays. Records ReceiptIssued.

    Refusals: gift_unknown, receipt_already, those of ``check_receipt``.
    """
    authorize(actor, "receipt.issue", Target(place.organisation_id, place.id))
    day = place.today(now)
    with transaction.atomic():
        row = lock_gift(place, uuid=gift)
        if row is None:
            raise Refused(Refusal("gift_unknown"))
        entity = next(each for each in books.entities_of(place.organisation_id) if each.id == row.entity_id)
        given = gift_card(row).given
        donor = replace(donor or given.donor, kind=given.donor.kind)
        terms = terms_of(row.entity_id)
        undone = GiftUndone.objects.filter(gift=row).exists()
        refusals = list(check_receipt(terms, donor, number=entity.siren or entity.rna, undone=undone))
        if stands(row.pk):
            refusals.append(Refusal("receipt_already"))
        if refusals:
            raise Refused(*refusals)
        number = _next_number(row, day)
        reference = receipt_reference(prefix=entity.prefix, year=day.year, number=number)
        content = content_of(given, donor, terms, _seller(entity), number=reference, day=day)
        made = _write(place, row, donor, number, reference, content, day, now)
        _tell(facts.ReceiptIssued, place, made.uuid, actor, now, replay=replay)
    return made.uuid


def cancel_receipt(*, actor: Actor, now: datetime, place: PlaceRef, receipt: UUID, why: str) -> None:
    """It is no longer one: its number and its file stay, another may be given. Records ReceiptCancelled.

    Refusals: receipt_unknown, receipt_cancelled_already, gift_reason_missing.
    """
    authorize(actor, "receipt.issue", Target(place.organisation_id, place.id))
    if not why.strip():
        raise Refused(Refusal("gift_reason_missing", field="why"))
    with transaction.atomic():
        row = lock_receipt(place, uuid=receipt)
        if row is None:
            raise Refused(Refusal("receipt_unknown"))
        if row.cancelled_on is not None:
            raise Refused(Refusal("receipt_cancelled_already", {"day": row.cancelled_on}))
        TaxReceipt.objects.filter(pk=row.pk).update(cancelled_on=place.today(now), why=why.strip()[:160])
        _tell(facts.ReceiptCancelled, place, receipt, actor, now)


def _next_number(gift: Gift, day: date) -> int:
    found = sql.row(_NEXT, [gift.organisation_id, gift.entity_id, day.year])
    assert found is not None
    return int(found[0])


def _write(
    place: PlaceRef, gift: Gift, donor: Donor, number: int, reference: str, content: dict[str, Any], day: date, now: datetime
) -> TaxReceipt:  # fmt: skip
    pdf = receipt_pdf(content, **({"accent": place.accent} if place.accent else {}))
    return TaxReceipt.objects.create(
        organisation_id=place.organisation_id, place_id=place.id, entity_id=gift.entity_id, gift=gift, person_id=gift.person_id,
        form=FORMS[donor.kind].value, year=day.year, number=number, reference=reference, name=donor.name,
        email=donor.email or gift.email, cents=gift.cents, issued_on=day, content=content, pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(), made_at=now,
    )  # fmt: skip


def _seller(entity: LegalEntityRef) -> dict[str, Any]:
    lines = [entity.street, entity.extra, f"{entity.postcode} {entity.town}".strip()]
    numbers = [entity.siren and f"SIREN {entity.siren}", entity.rna and f"RNA {entity.rna}"]
    return {
        "name": entity.name, "lines": [each for each in lines if each], "number": " · ".join(filter(None, numbers)),
        "legal": " · ".join(filter(None, [entity.name, entity.legal_form, *numbers])),
    }  # fmt: skip


def _tell(
    fact: type[facts.ReceiptFact], place: PlaceRef, receipt: UUID, actor: Actor, now: datetime, *, replay: bool = False
) -> None:
    told = fact(organisation_id=place.organisation_id, place_id=place.id, receipt=receipt)
    record(told, actor=actor, now=now, replay=replay)
