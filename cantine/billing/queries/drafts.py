"""A draft as the document that it would be today: its charges as they stand, and what somebody wrote beside."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.billing import rules
from cantine.billing.models import Invoice
from cantine.billing.queries.charges import CHARGE_COLUMNS, ChargeLine, charge_line
from cantine.billing.queries.deposits import deposits_to_take_off
from cantine.billing.queries.payers import ORGANISATION, PERSON, PayerCard, Who, payer_cards
from cantine.billing.rules import Added, Address, Bank, Document, Kind, Line, Nature, Party, Terms, Words, draft
from cantine.core import sql
from cantine.kernel import Refusal
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.commands.price_wording import billed_words, reason_words
from cantine.pricing.commands.wording import named
from cantine.pricing.rules import Product
from cantine.ui import formats

NOBODY = UUID(int=0)  # who was erased
# In the order of keys: whoever locks them meets who locks them too.
_CHARGES = f"""
SELECT id, invoice_id, quote_id, {", ".join("price::json" if each == "price" else each for each in CHARGE_COLUMNS)}
FROM billing_charge WHERE organisation_id = %s AND invoice_id = ANY(%s::bigint[]) ORDER BY id
"""  # noqa: S608  names of our own
_STATE = 3 + CHARGE_COLUMNS.index("state")


@dataclass(frozen=True)
class Draft:
    """``document`` has no number; ``seen`` names it as it is, so that what is issued is what was looked at. ``given_up``: it
    took acts that ask for nothing any more."""

    id: int
    uuid: UUID
    who: Who
    card: PayerCard
    entity: LegalEntityRef
    added: Added
    charges: tuple[ChargeLine, ...]
    document: Document
    given_up: bool = False

    @property
    def seen(self) -> str:
        return fingerprint(self.document)

    def missing(self, today: date) -> list[Refusal]:
        """All that stands between it and its number: of the seller, of the payer, of its lines."""
        return [*self.entity.missing, *rules.check_issuable(self.document, on=today)]


def fingerprint(document: Document) -> str:
    """The same for the same draft, whatever its number and its day would be."""
    whole = replace(document, number="", issued_on=None, due_on=None).to_json()
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def find_draft(place: PlaceRef, *, invoice: UUID, today: date) -> Draft | None:
    """Constant number of statements; None when it is not there, or is a draft no more."""
    rows = list(Invoice.objects.filter(place_id=place.id, uuid=invoice, issued_at=None).select_related(None))
    return next(iter(drafts_of(place, rows, today=today)), None)


def drafts_among(place: PlaceRef, *, invoices: Sequence[UUID], today: date) -> list[Draft]:
    """Those of these that are drafts. Constant number of statements, none where nothing is asked."""
    if not invoices:
        return []
    rows = Invoice.objects.filter(place_id=place.id, uuid__in=invoices, issued_at=None).order_by("payer_name", "pk")
    return drafts_of(place, list(rows), today=today)


def drafts_of(place: PlaceRef, rows: Sequence[Invoice], *, today: date, lock: bool = False) -> list[Draft]:
    """The same for several at once; ``lock`` holds their charges until the transaction ends. What a place has in any case is
    asked with its charges, in one message."""
    if not rows:
        return []
    known, products = accounting.entities_soon(place.organisation_id), prices.products_soon(place)
    charges, quotes, given_up = _charges_of(place, [row.pk for row in rows], lock=lock)
    deposits = deposits_to_take_off([row.pk for row in rows]) if quotes else {}
    whos = [who_of(row) for row in rows]
    users = {(PERSON, each.person_id) for lines in charges.values() for each in lines if each.person_id}
    cards = payer_cards(organisation_id=place.organisation_id, whos={*whos, *users})
    entities = {each.id: each for each in known.value}
    activities = _activities(products.value)
    made = []
    for row, who in zip(rows, whos, strict=True):
        card = cards.get(who) or PayerCard(who, NOBODY, Party(row.payer_name, Address(), Nature.PERSON))
        mine, added = tuple(charges.get(row.pk, ())), rules.added_from_json(row.added)
        whole = replace(added, deposits=(*added.deposits, *deposits.get(row.pk, ())))
        document = document_of(
            Kind(row.kind), entities[row.entity_id], card, mine, whole, place, cards, activities, today
        )  # fmt: skip
        made.append(
            Draft(row.pk, row.uuid, who, card, entities[row.entity_id], added, mine, document, row.pk in given_up)
        )
    return made


def who_of(row: Invoice) -> Who:
    return (ORGANISATION, row.customer_id) if row.customer_id else (PERSON, row.person_id or 0)


def seller_of(entity: LegalEntityRef) -> Party:
    """The entity as it stands on a document."""
    return Party(
        entity.name, Address(entity.street, entity.extra, entity.postcode, entity.town, entity.country),
        legal_form=entity.legal_form, capital=entity.capital, siren=entity.siren, siret=entity.siret, rna=entity.rna,
        registry=entity.registry, vat_number=entity.vat_number, email=entity.email, phone=entity.phone,
    )  # fmt: skip


def terms_of(entity: LegalEntityRef) -> Terms:
    return Terms(entity.penalties, entity.recovery, entity.discount, entity.vat_on_debits)


def due_on(entity: LegalEntityRef, card: PayerCard, *, today: date) -> date:
    """What was agreed with the payer, else what the seller gives everybody."""
    return today + timedelta(days=entity.due_days if card.due_days is None else card.due_days)


def activities_of(place: PlaceRef) -> Mapping[str, str]:
    """What each product is income of, by its code; a line that somebody wrote says it in its own."""
    return _activities(prices.products_of(place))


def _activities(products: Iterable[Product]) -> Mapping[str, str]:
    return {**rules.WRITTEN_ACTIVITIES, **{each.code: str(each.sort) for each in products}}


def document_of(
    kind: Kind, entity: LegalEntityRef, card: PayerCard, charges: Iterable[ChargeLine], added: Added, place: PlaceRef,
    cards: Mapping[Who, PayerCard], activities: Mapping[str, str], today: date,
) -> Document:  # fmt: skip
    with translation.override(card.language):
        lines = [line for each in charges for line in _lines(each, card, place, cards, activities)]
        lines = rules.with_nets_shared(lines)
    return draft(
        kind=kind, seller=seller_of(entity), buyer=card.party, lines=(*lines, *added.lines),
        due_on=added.due_on or due_on(entity, card, today=today), terms=terms_of(entity), supply=added.supply,
        bank=Bank(entity.iban, entity.bic, entity.bank_holder or entity.name) if entity.iban else None,
        deposits=added.deposits, reference=added.reference or card.reference, service_code=card.service_code,
        engagement=added.engagement or card.engagement, note=added.note or entity.note, language=card.language,
    )  # fmt: skip


def _lines(
    charge: ChargeLine, card: PayerCard, place: PlaceRef, cards: Mapping[Who, PayerCard], activities: Mapping[str, str]
) -> list[Line]:
    return rules.lines_of_charge(
        charge.price, charge.standing, name=charge.name, detail=_detail(charge, card, place, cards), day=charge.day,
        charge=str(charge.uuid), words=WORDS, activities=activities, source=charge.source,
    )  # fmt: skip


def _detail(charge: ChargeLine, card: PayerCard, place: PlaceRef, cards: Mapping[Who, PayerCard]) -> str:
    """When it was, and for whom where another pays, with the reference by which the payer knows them."""
    when = formats.span(charge.interval, place.zone) if charge.interval else formats.full_day(charge.day)
    user = cards.get((PERSON, charge.person_id or 0))
    if card.who[0] == PERSON or user is None:
        return when
    said = {"when": when, "name": user.party.name, "reference": user.reference}
    if user.reference:
        return _("%(when)s, for %(name)s (%(reference)s)") % said
    return _("%(when)s, for %(name)s") % said


def _charges_of(
    place: PlaceRef, invoice_ids: Sequence[int], *, lock: bool
) -> tuple[dict[int, list[ChargeLine]], set[int], set[int]]:
    """The charges of each draft that still stand, the quotes that promised some of them, and the drafts that took some that
    do not: what was given up since asks for nothing. One statement."""
    asked = _CHARGES + (" FOR UPDATE" if lock else "")
    rows = sorted(sql.rows(asked, [place.organisation_id, list(invoice_ids)]), key=_in_time)
    due = [row for row in rows if row[_STATE] == rules.State.DUE]
    found: dict[int, list[ChargeLine]] = {}
    for row in due:
        found.setdefault(row[1], []).append(charge_line(row[3:]))
    return (
        found,
        {row[2] for row in due if row[2] is not None},
        {row[1] for row in rows if row[_STATE] != rules.State.DUE},
    )


def _in_time(row: sql.Row) -> tuple[Any, ...]:
    """By day, then by hour, what has none last."""
    day, starts_at = row[6], row[7]
    return day, starts_at is None, starts_at or day, row[0]


def _share(percent: int) -> str:
    return _("%(percent)s %% asked for") % {"percent": percent}


WORDS = Words(reason=reason_words, name=named, share=_share, billed=billed_words)
