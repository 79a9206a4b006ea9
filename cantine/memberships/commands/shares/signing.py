"""A bulletin that is signed elsewhere, on the phone of whoever subscribes: asked for by a link, read, signed by a name; or annulled, as
long as no money came. What was read has its print, kept beside the name, the moment and the address."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing.documents.parties import address_lines
from cantine.billing.queries import Who
from cantine.core import mail
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, Sheet, absolute, letter_of
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts
from cantine.memberships.commands.papers import PRINTER, ids_of, make_paper
from cantine.memberships.commands.shares.common import check_cooperative, find_card, tell
from cantine.memberships.commands.shares.subscribing import Wish, check_wish, lock_bulletin, print_bulletin
from cantine.memberships.documents.shares import bulletin_text
from cantine.memberships.models import ShareSubscription
from cantine.memberships.queries.shares import Bulletin, colleges_of, find_bulletin, link_of_bulletin
from cantine.memberships.rules import shares as rules
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours


def ask_bulletin(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, college: str, quantity: int, replay: bool = False
) -> UUID:
    """Prepare a bulletin that somebody signs by a link, sent to them where they have an address. Returns its id. Records
    SharesAsked. Refusals: those of ``sign_bulletin``, but for its signature."""
    person_id, customer_id = ids_of(who)
    authorize(actor, "shares.subscribe", Target(place.organisation_id, place.id, person_id))
    wish = check_wish(place, who, college, quantity, place.today(now))
    if wish.refusals:
        raise Refused(*wish.refusals)
    with transaction.atomic():
        row = ShareSubscription.objects.create(
            uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, college_id=wish.college.id,
            person_id=person_id, customer_id=customer_id, quantity=quantity, cents_each=wish.cents,
            state=rules.SubscriptionState.ASKED, asked_at=now,
        )  # fmt: skip
        tell(facts.SharesAsked, place, row.uuid, who, actor, now, replay=replay)
        if not replay:
            _send(place, wish, row.uuid, now)
    return row.uuid


def sign_by_link(
    *, actor: Actor, now: datetime, place: PlaceRef, bulletin: UUID, signed_by: str, read: str, signed_from: str = "",
    agent: str = "",
) -> None:  # fmt: skip
    """The name that is typed signs what was read: ``read`` is its print. The bulletin has its number and its file at once. Records
    SharesSubscribed.

    Refusals: bulletin_unknown, bulletin_settled, bulletin_changed, share_signature_missing, shareholder_unknown,
    college_of_another, no_cooperative.
    """
    authorize(actor, "shares.sign", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found = lock_bulletin(place, bulletin, rules.SubscriptionState.ASKED)
        if refusals := list(rules.check_signature(signed_by)):
            raise Refused(*refusals)
        print_ = rules.print_of(text_of_bulletin(place, found))
        if read != print_:
            raise Refused(Refusal("bulletin_changed"))
        ShareSubscription.objects.filter(pk=found.id).update(
            state=rules.SubscriptionState.SIGNED, signed_by=" ".join(signed_by.split())[:120], signed_at=now,
            signed_from=signed_from or None, signed_with=agent[:300], read_print=print_,
        )  # fmt: skip
        assert found.who is not None
        college = next(each for each in colleges_of(place.organisation_id) if each.id == found.college_id)
        wish = check_wish(place, found.who, college.code, found.quantity, place.today(now), cents=found.cents_each)
        paper = print_bulletin(
            place,
            wish,
            ShareSubscription.objects.get(pk=found.id),
            now,
            print=print_,
            text=text_of_bulletin(place, found),
        )
        make_paper(actor=PRINTER, now=now, paper=paper.uuid)
        tell(facts.SharesSubscribed, place, bulletin, found.who, actor, now)


def annul_bulletin(*, actor: Actor, now: datetime, place: PlaceRef, bulletin: UUID, why: str) -> None:
    """Give up a bulletin of which nothing was paid: its link signs no more, its number stays. Records SubscriptionAnnulled.
    Refusals: bulletin_unknown, bulletin_settled, dues_why_missing."""
    authorize(actor, "shares.annul", Target(place.organisation_id, place.id))
    if not why.strip():
        raise Refused(Refusal("dues_why_missing", field="why"))
    with transaction.atomic():
        found = lock_bulletin(place, bulletin, *rules.UNPAID)
        ShareSubscription.objects.filter(pk=found.id).update(
            state=rules.SubscriptionState.ANNULLED, settled_on=place.today(now), why=why.strip()[:200]
        )
        if found.who is not None:
            tell(facts.SubscriptionAnnulled, place, bulletin, found.who, actor, now)


def text_of_bulletin(place: PlaceRef, found: Bulletin) -> str:
    """What somebody reads before signing, in their language. Raises Refused: no_cooperative, shareholder_unknown."""
    entity, card = check_cooperative(place), find_card(place, found.who)
    college = next(each for each in colleges_of(place.organisation_id) if each.id == found.college_id)
    return bulletin_text(
        {
            "language": card.language, "seller": {"name": entity.name},
            "payer": {"name": card.party.name, "lines": address_lines(card.party.address)},
            "college_fr": college.name_fr, "college_en": college.name_en, "quantity": found.quantity,
            "cents_each": found.cents_each,
        }
    )  # fmt: skip


def _send(place: PlaceRef, wish: Wish, bulletin: UUID, now: datetime) -> None:
    card, found = wish.card, find_bulletin(place.organisation_id, uuid=bulletin)
    if not card.party.email or found is None:
        return
    head, (colour, ink) = places.letterhead_of(place_id=place.id), print_colours(place.accent)
    address = reverse("memberships:sign_shares", args=[link_of_bulletin(bulletin)])
    with translation.override(card.language):
        said = {"cooperative": wish.entity.name, "amount": formats.money(found.cents)}
        sheet = Sheet(
            subject=_("Your shares of %(cooperative)s: read and sign") % said,
            hello=_("Hello,"),
            lead=_(
                "here is your subscription of shares of %(cooperative)s, %(amount)s. Read it, then sign it with your name: no account"
                " is needed."
            ) % said,
            actions=(Action(label=_("Read and sign"), href=absolute(address)),),
            foot=place.name, sender=place.name, colour=colour, ink=ink,
        )  # fmt: skip
        letter = letter_of(sheet, to=card.party.email, reply_to=head.email)
    mail.post(letter, once=f"bulletin:{bulletin}", now=now, organisation_id=place.organisation_id, place_id=place.id)
