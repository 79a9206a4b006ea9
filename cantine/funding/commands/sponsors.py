"""Sponsorships: what a sponsor gives against something in return is a sale. It is entered here, and invoiced by billing."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.queries import ORGANISATION
from cantine.billing.rules import Standing
from cantine.billing.rules import State as ChargeState
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts
from cantine.funding.models import Sponsorship
from cantine.funding.queries.support import lock_sponsorship, source_of
from cantine.funding.rules.support import Deal, check_deal
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Unit, fixed_line, fixed_price

SELLER = system("funding.sponsors")
NAMES = ("Parrainage", "Sponsorship")


def enter_sponsorship(
    *, actor: Actor, now: datetime, place: PlaceRef, customer_id: int, deal: Deal, replay: bool = False
) -> UUID:
    """A sponsor that the place knows agreed. Nothing is charged yet. Records SponsorshipEntered.

    Refusals: those of ``check_deal``, customer_unknown.
    """
    authorize(actor, "support.write", Target(place.organisation_id, place.id))
    refusals = list(check_deal(deal))
    card = documents.payer_card(organisation_id=place.organisation_id, who=(ORGANISATION, customer_id))
    if card is None or not places.knows(place=place, customer_id=customer_id):
        refusals.append(Refusal("customer_unknown", field="customer"))
    if refusals:
        raise Refused(*refusals)
    assert card is not None
    with transaction.atomic():
        row = Sponsorship.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, customer_id=customer_id, name=card.party.name[:160],
            counterpart=deal.counterpart, event=deal.event, year=deal.year, net_cents=deal.net_cents,
            agreed_on=deal.agreed_on, made_at=now,
        )  # fmt: skip
        _tell(facts.SponsorshipEntered, place, row.uuid, actor, now, replay=replay)
    return row.uuid


def bill_sponsorship(*, actor: Actor, now: datetime, place: PlaceRef, sponsorship: UUID, replay: bool = False) -> UUID:
    """Charge it once, at the VAT of the place, and put it on the draft of its sponsor, with all that they owe; returns the
    draft. Pressed again, the same draft. Records SponsorshipBilled.

    Refusals: sponsorship_unknown, sponsorship_dropped, sponsor_gone, seller_missing.
    """
    authorize(actor, "support.write", Target(place.organisation_id, place.id))
    today = place.today(now)
    with transaction.atomic():
        row = _standing(place, sponsorship)
        source = source_of(sponsorship)
        bill = documents.bills_of(organisation_id=place.organisation_id, sources=[source], today=today).get(source)
        if bill is not None and bill.invoice is not None:
            return bill.invoice
        if row.customer_id is None:
            raise Refused(Refusal("sponsor_gone"))
        billing.make_charges(actor=SELLER, now=now, place=place, sales=[_sale(place, row)], replay=replay)
        invoice = billing.prepare_invoice(
            actor=actor, now=now, place=place, who=(ORGANISATION, row.customer_id), last_day=max(row.agreed_on, today),
            replay=replay,
        )  # fmt: skip
        _tell(facts.SponsorshipBilled, place, row.uuid, actor, now, invoice=invoice, replay=replay)
    return invoice


def drop_sponsorship(*, actor: Actor, now: datetime, place: PlaceRef, sponsorship: UUID) -> None:
    """The sponsor gives nothing in the end, as long as no document says otherwise. Records SponsorshipDropped.

    Refusals: sponsorship_unknown, sponsorship_dropped, sponsorship_billed.
    """
    authorize(actor, "support.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _standing(place, sponsorship)
        source = source_of(sponsorship)
        bills = documents.bills_of(
            organisation_id=place.organisation_id, sources=[source], today=place.today(now)
        )  # fmt: skip
        if source in bills and bills[source].invoice is not None:
            raise Refused(Refusal("sponsorship_billed"))
        billing.withdraw_charges(actor=SELLER, now=now, place=place, sources=[source])
        Sponsorship.objects.filter(pk=row.pk).update(dropped_on=place.today(now))
        _tell(facts.SponsorshipDropped, place, row.uuid, actor, now)


def _standing(place: PlaceRef, sponsorship: UUID) -> Sponsorship:
    row = lock_sponsorship(place, uuid=sponsorship)
    if row is None:
        raise Refused(Refusal("sponsorship_unknown"))
    if row.dropped_on is not None:
        raise Refused(Refusal("sponsorship_dropped", {"day": row.dropped_on}))
    return row


def _sale(place: PlaceRef, row: Sponsorship) -> billing.Sale:
    """The counterpart is what the line of the invoice names: the tax office asks what was supplied."""
    name = f"{NAMES[0]} {row.event or row.year}, {row.counterpart}"[:160]
    line = fixed_line(
        code="sponsorship", names=(name, name), unit=Unit.PIECE, quantity=Decimal(1), cents=row.net_cents,
        vat=prices.terms_of(place).vat,
    )  # fmt: skip
    return billing.Sale(
        source=source_of(row.uuid), name=name, day=row.agreed_on, standing=Standing(ChargeState.DUE),
        price=fixed_price(names=NAMES, on=row.agreed_on, lines=[line]), customer_id=row.customer_id,
    )  # fmt: skip


def _tell(
    fact: type[facts.SponsorshipFact], place: PlaceRef, sponsorship: UUID, actor: Actor, now: datetime, *,
    replay: bool = False, **more: UUID,
) -> None:  # fmt: skip
    told = fact(organisation_id=place.organisation_id, place_id=place.id, sponsorship=sponsorship, **more)
    record(told, actor=actor, now=now, replay=replay)
