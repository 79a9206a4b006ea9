# ruff: noqa: E501  (a sentence does not wrap)
"""The letter that says that an online payment came, with the document that it paid."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing import queries
from cantine.billing.commands.wording import kind_name
from cantine.billing.models import Sending
from cantine.billing.queries import Issued
from cantine.billing.queries.online import find_online_payment
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Sheet, letter_of
from cantine.core.mail import post
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours


def tell_paid(*, actor: Actor, now: datetime, place: PlaceRef, payment: UUID) -> bool:
    """Write to who paid, once, where the invoice was sent; whether somebody was written to. A debit was announced, and has no
    other letter. Refusals: none. Records nothing: the fact told is in the Journal already."""
    authorize(actor, "online.follow", Target(place.organisation_id, place.id))
    line = find_online_payment(organisation_id=place.organisation_id, uuid=payment)
    if line is None or line.debit or not line.paid_cents or line.invoice is None:
        return False  # who sells what is no invoice thanks for it
    found = queries.find_invoice(organisations=[place.organisation_id], uuid=line.invoice)
    address = _address_of(found) if found else ""
    if found is None or not address or found.card.taken_over:
        return False
    document, head = found.document, places.letterhead_of(place_id=place.id)
    colour, ink = print_colours(place.accent)
    with translation.override(document.language):
        said = {
            "amount": formats.money(line.paid_cents), "number": document.number, "kind": kind_name(document.kind),
            "seller": document.seller.name,
        }  # fmt: skip
        left = _("%(left)s is left to pay.") % {"left": formats.money(found.card.left_cents)}
        sheet = Sheet(
            subject=_("Payment received, %(number)s") % said, hello=_("Hello,"),
            lead=_("%(seller)s received your payment of %(amount)s, thank you. You will find the document with this letter: %(kind)s %(number)s.")
            % said,
            body=(left,) if found.card.left_cents > 0 else (), sender=place.name, colour=colour, ink=ink,
            foot="\n".join(part for part in (document.seller.name, head.address, head.email) if part),
        )  # fmt: skip
        letter = letter_of(
            sheet, to=address, reply_to=document.seller.email or head.email, attachment=f"invoice:{found.card.id}"
        )
    posted = post(
        letter, once=f"online-paid:{payment}", now=now, organisation_id=place.organisation_id, place_id=place.id,
        person_id=found.card.person_id,
    )  # fmt: skip
    return posted is not None


def _address_of(found: Issued) -> str:
    """Where it was sent last, else the payer's own address."""
    sent = (
        Sending.objects.filter(invoice_id=found.card.id)
        .order_by("-sent_at", "-pk")
        .values_list("to", flat=True)
        .first()
    )
    return sent or found.document.buyer.email
