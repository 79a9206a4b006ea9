"""The letters of plans: a yes that the team noted, a last day, and that it goes on after all. They go to who has the plan, or to
the organisation that pays for its team."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing.documents.figures import day as day_words
from cantine.billing.queries import ORGANISATION, PERSON, PayerCard, payer_card
from cantine.core.letters import Action, Block, absolute
from cantine.memberships.commands.letters import opens_pages, post_to, sheet_for
from cantine.memberships.queries import SubscriptionLine
from cantine.places.queries import PlaceRef
from cantine.pricing.commands.wording import named
from cantine.ui import formats


def tell_yes_noted(place: PlaceRef, line: SubscriptionLine, *, cents: int, how: str, now: datetime) -> None:
    """Somebody of the team noted that they said yes: whoever did not may say so."""
    card = _card(place, line)
    if card is None:
        return
    with translation.override(card.language):
        said = {"plan": _name(line), "amount": formats.money(cents)}
        lead = _("we noted that you said yes to the new price of “%(plan)s”: %(amount)s without VAT.") % said
        doubt = _("If you did not say yes, answer this letter: the price stays as it was.")
        blocks = [Block(title=_("How you said yes"), lines=(how, doubt))]
        _send(place, line, card, lead, blocks, once=f"plan-yes:{line.uuid}:{cents}:{now:%Y%m%d}", now=now)


def tell_end(place: PlaceRef, line: SubscriptionLine, *, until: date, by_place: bool, now: datetime) -> None:
    """It has a last day, and may go on until then."""
    card = _card(place, line)
    if card is None:
        return
    with translation.override(card.language):
        said = {"plan": _name(line), "day": day_words(until)}
        if by_place:
            lead = _("the team noted that your plan “%(plan)s” ends on %(day)s.") % said
        else:
            lead = _("your plan “%(plan)s” ends on %(day)s, as you asked.") % said
        keep = _("Until that day it may go on: press “Keep it after all” on its page, or tell the team.")
        blocks = [Block(title=_("What it means"), lines=(_("What it includes serves until that day."), keep))]
        _send(place, line, card, lead, blocks, once=f"plan-end:{line.uuid}:{until}:{now:%Y%m%d%H%M}", now=now)


def tell_kept(place: PlaceRef, line: SubscriptionLine, *, now: datetime) -> None:
    """The last day was taken back."""
    card = _card(place, line)
    if card is None:
        return
    with translation.override(card.language):
        lead = _("your plan “%(plan)s” goes on: it has no last day any more.") % {"plan": _name(line)}
        _send(place, line, card, lead, [], once=f"plan-kept:{line.uuid}:{now:%Y%m%d%H%M}", now=now)


def _send(
    place: PlaceRef, line: SubscriptionLine, card: PayerCard, lead: str, blocks: list[Block], *, once: str, now: datetime
) -> None:  # fmt: skip
    mine = opens_pages(card.who)
    href = absolute(reverse("memberships:my_subscription", args=[line.uuid]))
    actions = (Action(label=_("See my plan"), href=href),) if mine else ()
    subject = _("Your plan, %(place)s") % {"place": place.name}
    post_to(
        sheet_for(place, card, subject=subject, lead=lead, blocks=blocks, actions=actions),
        place,
        card,
        once=once,
        now=now,
    )


def _card(place: PlaceRef, line: SubscriptionLine) -> PayerCard | None:
    if line.person_id is not None:
        return payer_card(organisation_id=place.organisation_id, who=(PERSON, line.person_id))
    if line.customer_id is not None:
        return payer_card(organisation_id=place.organisation_id, who=(ORGANISATION, line.customer_id))
    return None


def _name(line: SubscriptionLine) -> str:
    return named(line.plan.name_fr, line.plan.name_en)
