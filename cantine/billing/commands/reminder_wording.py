# ruff: noqa: E501  (a sentence does not wrap)
"""The letters that ask for what is late, in three tones, in the language of the moment."""

from datetime import date

from django.utils.translation import gettext as _

from cantine.accounting import queries as accounting
from cantine.billing.queries import LateInvoice
from cantine.billing.queries.online import entities_paid_online, path_to_pay
from cantine.billing.rules import Tone
from cantine.core.letters import Action, Block, Sheet, absolute, letter_of
from cantine.core.mail import Letter
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours

RECOVERY_EUROS = 40


def letter_about(late: LateInvoice, tone: Tone, place: PlaceRef, *, today: date) -> Letter:
    head, entity = places.letterhead_of(place_id=place.id), accounting.entity_of(place)
    colour, ink = print_colours(place.accent)
    name = entity.name if entity else place.name
    said = {
        "number": late.reference, "amount": formats.money(late.asked_cents), "due": formats.full_day(late.due_on),
        "days": (today - late.due_on).days, "place": place.name, "name": name,
    }  # fmt: skip
    sheet = Sheet(
        subject=subject_of(tone, said), hello=_("Hello,"), lead=_lead(tone, said),
        blocks=tuple(_blocks(late, tone, entity.iban if entity else "")), actions=_ways(late, entity.id if entity else 0),
        foot="\n".join(part for part in (name, head.address, head.email) if part), sender=place.name, colour=colour, ink=ink,
    )  # fmt: skip
    return letter_of(
        sheet, to=late.email, reply_to=head.email, attachment="" if late.taken_over else f"invoice:{late.id}"
    )


def subject_of(tone: Tone, said: dict[str, object]) -> str:
    match tone:
        case Tone.KIND:
            return _("Reminder: invoice %(number)s, %(place)s") % said
        case Tone.FIRM:
            return _("Second reminder: invoice %(number)s, %(place)s") % said
        case Tone.FORMAL:
            return _("Formal notice: invoice %(number)s, %(place)s") % said


def _lead(tone: Tone, said: dict[str, object]) -> str:
    match tone:
        case Tone.KIND:
            return (
                _(
                    "the invoice %(number)s, of which %(amount)s is left to pay, was due on %(due)s. It may have escaped you: here it is again. "
                    "If your payment is on its way, please do not mind this letter."
                )
                % said
            )
        case Tone.FIRM:
            return (
                _(
                    "in spite of our first letter, %(amount)s is still left to pay of the invoice %(number)s, due on %(due)s, %(days)s days ago. "
                    "Please pay it, or tell us what stands in the way: we will look for a way out together."
                )
                % said
            )
        case Tone.FORMAL:
            return (
                _(
                    "this letter is a formal notice to pay, within eight days, the %(amount)s left of the invoice %(number)s, due on %(due)s. "
                    "Past that time, %(name)s may claim the late penalties that the invoice mentions, and take the matter further."
                )
                % said
            )


def _ways(late: LateInvoice, entity_id: int) -> tuple[Action, ...]:
    if not entities_paid_online([entity_id]):
        return ()
    return (Action(label=_("Pay online"), href=absolute(path_to_pay(late.uuid))),)


def _blocks(late: LateInvoice, tone: Tone, iban: str) -> list[Block]:
    found = []
    if late.covered_cents:
        words = _(
            "The %(held)s that you paid already, and that were not used yet, are taken off: %(left)s is left to pay."
        )
        said = {"held": formats.money(late.covered_cents), "left": formats.money(late.asked_cents)}
        found.append(Block(title=_("Paid already"), lines=(words % said,)))
    if iban:
        grouped = " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
        words = _("Write %(number)s with your transfer, so that we know it.") % {"number": late.reference}
        found.append(Block(title=_("To pay by transfer"), lines=(f"IBAN {grouped}", words)))
    if tone is Tone.FORMAL and late.who[0] == "organisation":
        owed = _("Late penalties run since %(day)s, and %(amount)s of recovery costs are due (C. com. D441-5).") % {
            "day": formats.full_day(late.due_on), "amount": formats.money(RECOVERY_EUROS * 100)
        }  # fmt: skip
        found.append(Block(title=_("What the law adds"), lines=(owed,)))
    return found
