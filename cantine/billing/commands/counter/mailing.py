"""The ticket of a sale, written to whoever bought."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing.commands.counter.ringing import ticket_number
from cantine.billing.commands.counter.wording import MEANS_NAMES, line_words
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter import SaleCard
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Block, Sheet, letter_of
from cantine.core.mail import Letter, post
from cantine.kernel import Refusal, Refused
from cantine.people import queries as people
from cantine.people.rules.organisations import check_email
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing.commands.wording import vat_words
from cantine.ui import formats
from cantine.ui.palette import print_colours


def send_ticket(*, actor: Actor, now: datetime, place: PlaceRef, sale: UUID, to: str) -> None:
    """The ticket leaves by e-mail, once an address, in the language of who bought. Refusals: sale_unknown,
    no_address_to_write_to, people.email_wrong."""
    authorize(actor, "sale.ring", Target(place.organisation_id, place.id))
    found, address = queries.find_sale(place, uuid=sale), to.strip()
    if found is None:
        raise Refused(Refusal("sale_unknown"))
    if not address:
        raise Refused(Refusal("no_address_to_write_to", {}, "to"))
    if check_email(address):
        raise Refused(Refusal("people.email_wrong", {}, "to"))
    language = people.language_of(found.person_id) if found.person_id else "fr"
    post(
        _letter(found, place, address, language), once=f"ticket:{found.uuid}:{address.lower()}", now=now,
        organisation_id=place.organisation_id, place_id=place.id, person_id=found.person_id,
    )  # fmt: skip


def _letter(found: SaleCard, place: PlaceRef, to: str, language: str) -> Letter:
    head, (colour, ink) = places.letterhead_of(place_id=place.id), print_colours(place.accent)
    with translation.override(language):
        said = {"number": ticket_number(found.number), "place": place.name, "amount": formats.money(found.total_cents)}
        lines = tuple(f"{line_words(line)}: {formats.money(line.cents)}" for line in found.lines)
        taxes = tuple(f"{vat_words(each.vat)}: {formats.money(each.vat_cents)}" for each in found.groups)
        paid = f"{MEANS_NAMES[found.means]}: {said['amount']}"
        sheet = Sheet(
            subject=_("Ticket %(number)s, %(place)s") % said, hello=_("Hello,"),
            lead=_("here is the ticket %(number)s, of %(amount)s. Thank you!") % said,
            blocks=(Block(title=formats.moment(found.rung_at, place.zone), lines=(*lines, *taxes, paid)),),
            foot="\n".join(part for part in (place.name, head.address, head.email) if part), sender=place.name,
            colour=colour, ink=ink,
        )  # fmt: skip
        return letter_of(sheet, to=to, reply_to=head.email)
