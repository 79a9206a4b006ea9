"""A day that nobody opens is said to the team, those who run the place and those who welcome: two days before, and at
once when a turn so near is left by whoever had it."""

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


def warn_of_unopened_days(*, actor: Actor, now: datetime, place: PlaceRef, cause: str = "") -> int:
    """Write to every manager and host of each opening of today, tomorrow or the day after that nobody keeps; once a day,
    a person and a ``cause`` (a turn given up, say, after somebody had been found). Returns how many letters.

    Records nothing: the planning itself says it. Refusals: none.
    """
    authorize(actor, "place.warn_unopened", Target(place.organisation_id, place.id))
    today = place.today(now)
    near = days_without_opener(place, first_day=today, last_day=today + AHEAD)
    found = [unopened for unopened in near if unopened.opens_at > now]
    if not found:
        return 0
    ids = answering_team(place_id=place.id, organisation_id=place.organisation_id, today=today)
    team = [person for person in people.persons_of(ids).values() if person.email]
    return sum(_write(place, unopened, person, now, cause) for unopened in found for person in team)


def _write(place: PlaceRef, unopened: Unopened, person: people.PersonRef, now: datetime, cause: str) -> bool:
    with translation.override(person.language):
        sheet = _sheet(place, unopened)
        letter = letter_of(sheet, to=person.email, reply_to=letterhead_of(place_id=place.id).email)
    once = f"places:unopened:{place.id}:{unopened.day}:{person.id}{cause}"
    sent = mail.post(
        letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id, person_id=person.id
    )
    return sent is not None


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
