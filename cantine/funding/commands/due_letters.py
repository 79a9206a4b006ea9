"""Letters before a grant's dates: money to ask for, a report to send; thirty days before and seven, to who keeps the books, once
each."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, Block, absolute, letter_of
from cantine.core.mail import post
from cantine.funding.commands.letters import sheet_of
from cantine.funding.queries.due import BEFORE, Due, due_of
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats

KEEPERS = ("treasurer",)
ELSE = ("manager",)


def tell_due(*, actor: Actor, now: datetime, place: PlaceRef) -> int:
    """Write to the treasurers of the place, else to who runs it, of each thing that is due within thirty days, and again within
    seven; a night that was missed is caught up with the next. Returns how many letters left. Records nothing: each letter is in
    the outbox. Refusals: none."""
    authorize(actor, "economy.see", Target(place.organisation_id, place.id))
    today = place.today(now)
    due = due_of(place, today=today)
    if not due:
        return 0
    left = 0
    for reader in _keepers(place, now):
        for each in due:
            days = min(before for before in BEFORE if (each.due_on - today).days <= before)
            left += _tell(place, reader, each, days, now)
    return left


def _keepers(place: PlaceRef, now: datetime) -> Sequence[PersonRef]:
    for roles in (KEEPERS, ELSE):
        today = place.today(now)
        lines = [each for each in places.team_of(place, today=today, roles=roles) if each.since <= today]
        if found := {each.person.id: each.person for each in lines}:
            return list(found.values())
    return ()


def _tell(place: PlaceRef, reader: PersonRef, due: Due, days: int, now: datetime) -> bool:
    with translation.override(reader.language):
        day = formats.full_day(due.due_on)
        if due.kind == "report":
            subject = _("Report for %(funder)s, before %(day)s") % {"funder": due.funder, "day": day}
            lead = _("%(funder)s wants to read “%(what)s” before %(day)s.") % {
                "funder": due.funder, "what": due.what, "day": day,
            }  # fmt: skip
        else:
            subject = _("Money to ask %(funder)s for, %(day)s") % {"funder": due.funder, "day": day}
            lead = _("%(amount)s of %(funder)s are due on %(day)s. Ask for them now: most funders wait to be asked.") % {
                "amount": formats.money(due.cents), "funder": due.funder, "day": day,
            }  # fmt: skip
        lines = tuple(each for each in (due.purpose, due.what if due.kind == "part" else "") if each)
        sheet, answers = sheet_of(
            place, subject=subject, hello=_("Hello %(name)s,") % {"name": reader.shown}, lead=lead,
            blocks=(Block(title=_("The grant"), lines=lines),),
            actions=(
                Action(label=_("Open the grant"), href=absolute(reverse("funding:grant", args=[place.slug, due.grant]))),
            ),
        )  # fmt: skip
        letter = letter_of(sheet, to=reader.email, reply_to=answers)
    once = f"funding:{due.kind}:{due.uuid}:{due.due_on}:{days}:{reader.id}"
    return post(
        letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id, person_id=reader.id
    ) is not None  # fmt: skip
