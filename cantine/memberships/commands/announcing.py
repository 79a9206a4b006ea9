"""Telling who has a plan of the price that waits for their yes: terms that cost more, or a price of a category that ended. What they
pay stays as it is until they answer."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing.queries import ORGANISATION, PERSON, PayerCard, Who, payer_cards
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, absolute
from cantine.memberships import queries, rules
from cantine.memberships.commands.letters import opens_pages, post_to, sheet_for
from cantine.memberships.queries import SubscriptionLine
from cantine.memberships.rules import Asked
from cantine.places.queries import PlaceRef
from cantine.pricing.commands.wording import named
from cantine.ui import formats


def announce_prices(*, actor: Actor, now: datetime, place: PlaceRef) -> int:
    """Write once to the payer of each subscription whose price would change, for each new price. Returns how many letters left.
    Records nothing: each letter is in the outbox. Refusals: none."""
    authorize(actor, "subscription.charge", Target(place.organisation_id, place.id))
    today = place.today(now)
    lines = queries.subscriptions_of(place, during=rules.Span(today))
    asked = [(line, found) for line in lines if (found := line.asked(today)) is not None and _stays(line, found)]
    if not asked:
        return 0
    cards = payer_cards(
        organisation_id=place.organisation_id, whos=[who for line, _asked in asked if (who := _payer(line))]
    )
    return sum(
        _announce(place, line, found, card, today, now)
        for line, found in asked
        if (who := _payer(line)) and (card := cards.get(who)) is not None
    )


def _stays(line: SubscriptionLine, asked: Asked) -> bool:
    """Who leaves before the price would change is asked nothing."""
    return line.until is None or line.until >= asked.first_day


def _payer(line: SubscriptionLine) -> Who | None:
    if line.customer_id is not None:
        return ORGANISATION, line.customer_id
    return (PERSON, line.person_id) if line.person_id is not None else None


def _announce(
    place: PlaceRef, line: SubscriptionLine, asked: Asked, card: PayerCard, today: date, now: datetime
) -> bool:  # fmt: skip
    with translation.override(card.language):
        said = {
            "plan": named(line.plan.name_fr, line.plan.name_en),
            "price": formats.money(asked.cents),
            "day": formats.full_day(asked.first_day),
        }
        kept = line.fee(today)
        said["kept"] = formats.money(kept.cents if kept else line.most_cents)
        lead = (
            _(
                "from %(day)s on, “%(plan)s” costs %(price)s without VAT. Until you say yes, the price stays at %(kept)s."
            )
            % said
        )
        actions = _actions(line)
        if not actions:
            lead = f"{lead} {_('To say yes, answer this letter.')}"
        sheet = sheet_for(
            place, card, subject=_("A new price for “%(plan)s”") % said, lead=lead,
            actions=actions,
        )  # fmt: skip
        return post_to(sheet, place, card, once=f"price:{line.uuid}:{asked.cents}:{_since(line)}", now=now)


def _since(line: SubscriptionLine) -> date:
    """A price that was agreed to, then reduced, is another occasion."""
    return line.consented_at.date()


def _actions(line: SubscriptionLine) -> tuple[Action, ...]:
    """An organisation, and whoever never came in, answers through the team."""
    if line.person_id is None or line.customer_id is not None or not opens_pages((PERSON, line.person_id)):
        return ()
    return (
        Action(label=_("Read it, and answer"), href=absolute(reverse("memberships:my_subscription", args=[line.uuid]))),
    )
