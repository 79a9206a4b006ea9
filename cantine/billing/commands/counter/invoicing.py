"""The invoice of a sale that was paid at once, for whoever asks. The ticket told the books the sale and its money: the invoice
tells them only whose it was, by an entry of the payer's account that comes to nothing."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.accounting import queries as books
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import Posting, Role
from cantine.billing import rules as documents
from cantine.billing.commands.counter.ringing import ticket_number
from cantine.billing.commands.issuing import freeze
from cantine.billing.commands.lettering import letter_settled
from cantine.billing.models import CounterInvoice, Invoice
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter import SaleCard
from cantine.billing.queries.drafts import seller_of, terms_of
from cantine.billing.queries.payers import ORGANISATION, PERSON, PayerCard, Who, payer_card
from cantine.billing.rules import Document, Kind, Line, Reference, Supply, Third
from cantine.billing.rules.counter import Act
from cantine.billing.rules.counter import Line as SaleLine
from cantine.billing.rules.postings import GOODS
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef
from cantine.pricing.commands.wording import named
from cantine.pricing.rules import Unit

_SIX = Decimal("0.000001")


def invoice_sale(*, actor: Actor, now: datetime, place: PlaceRef, sale: UUID, who: Who, replay: bool = False) -> UUID:
    """A numbered invoice of a sale, paid already; once. Done again, it is the same invoice.

    Refusals: sale_unknown, sale_not_paid, payer_unknown, and all that the law wants and that is missing. Records
    InvoiceIssued, EntryPosted.
    """
    authorize(actor, "sale.invoice", Target(place.organisation_id, place.id))
    known = queries.find_sale(place, uuid=sale)
    if known is None:
        raise Refused(Refusal("sale_unknown"))
    with transaction.atomic():
        queries.lock_head(organisation_id=place.organisation_id, entity_id=known.entity_id, key="")
        found = queries.find_sale(place, uuid=sale)
        assert found is not None
        if found.invoice is not None:
            return found.invoice
        if found.act is Act.REVERSE or found.undone_by is not None or not found.means.is_money:
            raise Refused(Refusal("sale_not_paid"))
        return _issue(actor, now, place, found, who, replay=replay)


def _issue(actor: Actor, now: datetime, place: PlaceRef, found: SaleCard, who: Who, *, replay: bool) -> UUID:
    card = payer_card(organisation_id=place.organisation_id, who=who)
    if card is None:
        raise Refused(Refusal("payer_unknown"))
    entity = next(each for each in books.entities_of(place.organisation_id) if each.id == found.entity_id)
    document = document_of_sale(found, entity, card)
    if missing := [*entity.missing, *documents.check_issuable(document, on=place.today(now))]:
        raise Refused(*missing)
    row = Invoice.objects.create(
        uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, entity_id=entity.id, kind=Kind.INVOICE,
        person_id=who[1] if who[0] == PERSON else None, customer_id=who[1] if who[0] == ORGANISATION else None,
        payer_name=card.party.name[:160], made_at=now, currency="EUR",
    )  # fmt: skip
    freeze(
        actor=actor,
        now=now,
        place=place,
        row=row,
        entity=entity,
        document=document,
        postings_of=_passes_through,
        replay=replay,
    )
    CounterInvoice.objects.create(organisation_id=place.organisation_id, sale_id=found.id, invoice_id=row.pk)
    letter_settled(
        now=now, organisation_id=place.organisation_id, entity_id=entity.id, who=who, payer=row.payer_name, invoices=[row.pk]
    )  # fmt: skip
    return row.uuid


def document_of_sale(found: SaleCard, entity: LegalEntityRef, card: PayerCard) -> Document:
    """The very amounts of the ticket: its VAT was inside prices, and is not counted anew."""
    goods = {line.activity in GOODS for line in found.lines if line.cents}
    with translation.override(card.language):
        note = _("Paid at the counter, ticket %(number)s.") % {"number": ticket_number(found.number)}
        lines = tuple(_line(line, found) for line in found.lines if line.cents)
    net, vat = sum(each.net_cents for each in found.groups), sum(each.vat_cents for each in found.groups)
    return Document(
        kind=Kind.INVOICE, seller=seller_of(entity), buyer=card.party, lines=lines, groups=found.groups, net_cents=net,
        vat_cents=vat, gross_cents=found.total_cents, terms=terms_of(entity),
        supply=Supply.BOTH if len(goods) > 1 else Supply.GOODS if goods == {True} else Supply.SERVICES,
        deposits=(Reference("", found.day, found.total_cents),), reference=card.reference, service_code=card.service_code,
        engagement=card.engagement, note="\n".join(part for part in (note, entity.note) if part), language=card.language,
    )  # fmt: skip


def _line(line: SaleLine, found: SaleCard) -> Line:
    quantity = Decimal(line.quantity)
    return documents.line_of(
        name=named(line.name_fr, line.name_en), quantity=quantity, unit=Unit.PIECE,
        unit_cents=(Decimal(line.net_cents) / quantity).quantize(_SIX), vat=line.vat, first_day=found.day,
        last_day=found.day, activity=line.activity,
    )  # fmt: skip


def _passes_through(document: Document, third: Third) -> list[Posting]:
    """The payer owed it and paid it."""
    said = {"role": Role.CUSTOMERS, "third": third.code, "third_name": third.name}
    return [Posting(debit_cents=document.gross_cents, **said), Posting(credit_cents=document.gross_cents, **said)]  # type: ignore[arg-type]  # as written above
