"""The letter that thanks a donor, with the receipt."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.letters import letter_of
from cantine.core.mail import post
from cantine.funding import facts
from cantine.funding.commands.letters import sheet_of
from cantine.funding.queries.receipts import lock_receipt
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef
from cantine.ui import formats


def send_receipt(*, actor: Actor, now: datetime, place: PlaceRef, receipt: UUID) -> bool:
    """Thank the donor, the receipt attached, once; False where it left already. A tax paper of France: in French. Records
    ReceiptSent.

    Refusals: receipt_unknown, receipt_cancelled_already, donor_email_missing.
    """
    authorize(actor, "receipt.issue", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_receipt(place, uuid=receipt)
        if row is None:
            raise Refused(Refusal("receipt_unknown"))
        if row.cancelled_on is not None:
            raise Refused(Refusal("receipt_cancelled_already", {"day": row.cancelled_on}))
        if not row.email:
            raise Refused(Refusal("donor_email_missing"))
        with translation.override("fr"):
            sheet, answers = sheet_of(
                place, subject=_("Your tax receipt, %(place)s") % {"place": place.name},
                hello=_("Hello %(name)s,") % {"name": row.name},
                lead=_("thank you for your gift of %(amount)s. Your tax receipt, number %(number)s, is with this letter: keep it.")
                % {"amount": formats.money(row.cents), "number": row.reference},
            )  # fmt: skip
        letter = letter_of(sheet, to=row.email, reply_to=answers, attachment=f"receipt:{row.uuid}")
        left = post(
            letter, once=f"receipt:{row.uuid}", now=now, organisation_id=place.organisation_id, place_id=place.id,
            person_id=row.person_id,
        )  # fmt: skip
        if left is not None:
            fact = facts.ReceiptSent(organisation_id=place.organisation_id, place_id=place.id, receipt=receipt)
            record(fact, actor=actor, now=now)
    return left is not None
