"""A message as its reader receives it: the writer's words, framed in the reader's language, and why it came."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.booking import rules
from cantine.booking.queries.messages import stop_link
from cantine.core.letters import Action, Sheet, absolute, letter_of
from cantine.core.mail import Letter
from cantine.people.queries import PersonRef
from cantine.places.permissions import ROLE_NAMES
from cantine.places.queries import Letterhead, PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours


def message_letter(
    *, place: PlaceRef, head: Letterhead, sort: rules.Sort, audience: rules.Audience, subject: str, words: str,
    person: PersonRef, waits_until: datetime | None = None,
) -> Letter:  # fmt: skip
    """The letter as one person receives it, in their language around the writer's words."""
    with translation.override(person.language):
        said = {"place": place.name}
        stop = None
        if sort is rules.Sort.NEWS:
            address = absolute(f"/desabonner/{stop_link(place_id=place.id, person_id=person.id)}/")
            stop = Action(label=_("Receive no more news of %(place)s") % said, href=address)
        colour, ink = print_colours(place.accent)
        contact = " · ".join(part for part in (head.email, head.phone) if part)
        why = " ".join(part for part in (_why(audience, place), _agreed(sort)) if part)
        sheet = Sheet(
            subject=subject,
            hello=_("Hello %(name)s,") % {"name": person.name} if person.name else _("Hello,"),
            body=rules.paragraphs_of(words),
            foot="\n".join(part for part in (place.name, head.address, contact, "", why) if part or part == ""),
            stop=stop,
            sender=place.name,
            colour=colour,
            ink=ink,
        )
        return letter_of(sheet, to=person.email, reply_to=head.email, waits_until=waits_until)


def _why(audience: rules.Audience, place: PlaceRef) -> str:
    said = {"place": place.name}
    match audience.group:
        case rules.Group.DAY if audience.day is not None:
            day = formats.full_day(audience.day)
            return _("You receive this letter because you have a booking at %(place)s on %(day)s.") % {
                **said,
                "day": day,
            }
        case rules.Group.MEMBERS:
            return _("You receive this letter because you are a member of %(place)s.") % said
        case rules.Group.ROLE:
            role = {"role": ROLE_NAMES.get(audience.code, audience.code)}
            return _("You receive this letter because you are on the list “%(role)s” of %(place)s.") % {**said, **role}
        case rules.Group.CERTIFIED:
            code = {"code": audience.code}
            return _("You receive this letter because you hold the certification “%(code)s” at %(place)s.") % {
                **said,
                **code,
            }
        case _:
            return _("You receive this letter because the team of %(place)s wrote to you.") % said


def _agreed(sort: rules.Sort) -> str:
    return _("You agreed to receive the news of your places.") if sort is rules.Sort.NEWS else ""
