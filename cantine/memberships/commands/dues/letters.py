"""The letters of dues: the call and the receipt with their paper, the end that comes, and what changed when it passed."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.accounting.queries import LegalEntityRef
from cantine.billing.documents.figures import day as day_words
from cantine.billing.documents.figures import days as days_words
from cantine.billing.queries import PayerCard, payer_cards
from cantine.billing.queries.online import entities_paid_online
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, Block, absolute
from cantine.memberships.commands.letters import opens_pages, post_to, sheet_for
from cantine.memberships.models import Paper
from cantine.memberships.queries.dues import Gate, Member, gate_of, members_of
from cantine.memberships.queries.dues_links import path_to_pay_dues
from cantine.memberships.rules.dues import Covered, MemberState
from cantine.places.queries import PlaceRef
from cantine.ui import formats

REMINDED_BEFORE = timedelta(days=30)
TOLD_WITHIN = timedelta(days=15)


def send_call(
    place: PlaceRef,
    entity: LegalEntityRef,
    card: PayerCard,
    paper: Paper,
    *,
    cents: int,
    days: Covered,
    now: datetime,
) -> None:
    """The call, and how to pay."""
    with translation.override(card.language):
        iban = " ".join(entity.iban[at : at + 4] for at in range(0, len(entity.iban), 4))
        words = _("Write %(number)s with your payment.") % {"number": paper.reference}
        blocks = [Block(title=_("To pay by transfer"), lines=(f"IBAN {iban}", words))] if iban else []
        online = entity.id in entities_paid_online({entity.id})
        sheet = sheet_for(
            place, card, subject=_("Your dues, %(place)s") % {"place": entity.name},
            lead=_(
                "here is the call for your dues, %(amount)s, for the days %(days)s. Nothing is renewed without you: you are "
                "a member once it is paid, by transfer or at the counter."
            ) % {"amount": formats.money(cents), "days": days_words(days.first_day, days.last_day)},
            blocks=blocks,
            actions=(Action(label=_("Pay online"), href=absolute(path_to_pay_dues(paper.about))),) if online else (),
        )  # fmt: skip
        post_to(sheet, place, card, once=f"dues-call:{paper.uuid}", now=now, paper=paper)


def send_receipt(
    place: PlaceRef, entity: LegalEntityRef, card: PayerCard, paper: Paper, *, until: date, now: datetime
) -> None:
    """Thanks, and the proof."""
    with translation.override(card.language):
        sheet = sheet_for(
            place, card, subject=_("Receipt of your dues, %(place)s") % {"place": entity.name},
            lead=_("thank you: you are a member until %(day)s. Your receipt is with this letter.")
            % {"day": day_words(until)},
        )  # fmt: skip
        post_to(sheet, place, card, once=f"dues-receipt:{paper.uuid}", now=now, paper=paper)


def remind_members(*, actor: Actor, now: datetime, place: PlaceRef) -> int:
    """Write to who comes to the end of their dues within thirty days, and to who has just lost what dues open; each once
    an end. Returns how many letters left. Records nothing: each letter is in the outbox. Refusals: none."""
    authorize(actor, "dues.follow", Target(place.organisation_id, place.id))
    today, gate = place.today(now), gate_of(place)
    due = [each for each in members_of(place, today=today) if _ends(each, today) or _lapsed(each, today)]
    cards = payer_cards(organisation_id=place.organisation_id, whos=[each.who for each in due])
    return sum(_remind(place, gate, each, cards[each.who], now) for each in due if each.who in cards)


def consequences(gate: Gate) -> list[str]:
    """What a member has while dues are up to date, in words, for letters and pages."""
    words = [_("the prices of members")] if gate.category else []
    if gate.everything:
        words.append(_("booking rooms and seats"))
    elif gate.resources:
        words.append(_("booking the rooms kept for members"))
    return words


def _ends(member: Member, today: date) -> bool:
    until = member.standing.until
    return member.standing.state is MemberState.CURRENT and until is not None and until - today <= REMINDED_BEFORE


def _lapsed(member: Member, today: date) -> bool:
    holds = member.standing.holds_until
    return member.standing.state is MemberState.LAPSED and holds is not None and today - holds <= TOLD_WITHIN


def _remind(place: PlaceRef, gate: Gate, member: Member, card: PayerCard, now: datetime) -> bool:
    until, holds_until = member.standing.until, member.standing.holds_until
    assert until is not None
    assert holds_until is not None
    with translation.override(card.language):
        opens = ", ".join(consequences(gate))
        if member.standing.holds:
            lead = _("your dues end on %(day)s. Nothing is renewed without you: say so if you go on.")
            then = _("Until %(day)s you keep: %(what)s.") % {"day": day_words(holds_until), "what": opens}
        else:
            lead = _("your dues ended on %(day)s. What you booked stays yours.")
            then = _("Since %(day)s you no longer have: %(what)s. Paying your dues gives it back at once.") % {
                "day": day_words(holds_until), "what": opens,
            }  # fmt: skip
        blocks = [Block(title=_("What your dues open"), lines=(then,))] if opens else []
        page = reverse("memberships:my_dues") if opens_pages(card.who) else ""
        actions = (Action(label=_("See my membership"), href=absolute(page)),) if page else ()
        sheet = sheet_for(
            place, card, subject=_("Your dues, %(place)s") % {"place": place.name},
            lead=lead % {"day": day_words(until)}, blocks=blocks, actions=actions,
        )  # fmt: skip
        kind = "ends" if member.standing.holds else "lapsed"
        return post_to(sheet, place, card, once=f"dues-{kind}:{place.id}:{card.who}:{until}", now=now)
