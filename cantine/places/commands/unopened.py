"""A day that nobody opens is said two days before, to the team: those who run the place and those who welcome."""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.core import mail
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, Sheet, absolute, letter_of
from cantine.people import queries as people
from cantine.places.queries import PlaceRef, answering_team, days_without_opener, letterhead_of
from cantine.places.rules.team import Unopened
from cantine.ui import formats

AHEAD = timedelta(days=2)


def warn_of_unopened_days(*, actor: Actor, now: datetime, place: PlaceRef) -> int:
    """Write to every manager and host when nobody opens the day after tomorrow; once a day and a person. Returns how many
    letters.

    Records nothing: the planning itself says it. Refusals: none.
    """
    authorize(actor, "place.warn_unopened", Target(place.organisation_id, place.id))
    day = place.today(now) + AHEAD
    found = days_without_opener(place, first_day=day, last_day=day)
    if not found:
        return 0
    ids = answering_team(place_id=place.id, organisation_id=place.organisation_id, today=place.today(now))
    written = 0
    for person in people.persons_of(ids).values():
        if not person.email:
            continue
        with translation.override(person.language):
            sheet = _sheet(place, found[0])
            letter = letter_of(sheet, to=person.email, reply_to=letterhead_of(place_id=place.id).email)
        once = f"places:unopened:{place.id}:{day}:{person.id}"
        sent = mail.post(
            letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id, person_id=person.id
        )
        written += sent is not None
    return written


def _sheet(place: PlaceRef, unopened: Unopened) -> Sheet:
    said = {
        "place": place.name,
        "day": formats.long_day(unopened.day),
        "hour": formats.hour(unopened.opens_at, place.zone),
    }
    address = absolute(f"/{place.slug}/equipe/planning/?jour={unopened.day}")
    return Sheet(
        subject=_("Nobody opens %(place)s on %(day)s") % said,
        lead=_("%(place)s opens on %(day)s at %(hour)s, and nobody has the opening shift.") % said,
        actions=(Action(label=_("Find somebody"), href=address),),
        foot=_("You receive this letter because you are in the team of %(place)s.") % said,
        sender=place.name,
        colour=place.accent,
    )
