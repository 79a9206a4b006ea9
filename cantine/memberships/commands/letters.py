"""What every letter of memberships is made of: the colours and the address of the place, a greeting, one post an occasion."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cantine.billing.queries import ORGANISATION, PERSON, PayerCard, Who
from cantine.core.letters import Action, Block, Sheet, letter_of
from cantine.core.mail import Letter, post
from cantine.memberships.commands.papers import ids_of
from cantine.memberships.models import Paper
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui.palette import print_colours


def sheet_for(
    place: PlaceRef, card: PayerCard, *, subject: str, lead: str, blocks: Sequence[Block] = (),
    actions: tuple[Action, ...] = (),
) -> Sheet:  # fmt: skip
    """In the language that is on; the caller chose that of the payer."""
    head = places.letterhead_of(place_id=place.id)
    colour, ink = print_colours(place.accent)
    hello = _("Hello,") if card.who[0] == ORGANISATION else _("Hello %(name)s,") % {"name": card.party.name}
    foot = "\n".join(part for part in (place.name, head.address, head.email) if part)
    return Sheet(
        subject=subject, hello=hello, lead=lead, blocks=tuple(blocks), actions=actions, foot=foot, sender=place.name,
        colour=colour, ink=ink,
    )  # fmt: skip


def opens_pages(who: Who) -> bool:
    """Whether a page of their own opens to them: a person who came in once. An organisation answers through the team."""
    person = persons.person_of(who[1]) if who[0] == PERSON else None
    return person is not None and person.has_account


def post_to(
    sheet: Sheet, place: PlaceRef, card: PayerCard, *, once: str, now: datetime, paper: Paper | None = None
) -> bool:
    """False where there is no address to write to, or where it was written already."""
    if not card.party.email:
        return False
    letter: Letter = letter_of(
        sheet, to=card.party.email, reply_to=places.letterhead_of(place_id=place.id).email,
        attachment=f"paper:{paper.uuid}" if paper else "",
    )  # fmt: skip
    stored = post(
        letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id,
        person_id=ids_of(card.who)[0],
    )  # fmt: skip
    return stored is not None
