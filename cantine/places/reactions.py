"""What a place does when something happened below."""

from datetime import date, datetime

from cantine.core.actor import system
from cantine.core.facts import on
from cantine.people.facts import InvitationAccepted, PersonErased
from cantine.places import commands, queries
from cantine.places.facts import ShiftFact, ShiftGivenUp, ShiftRemoved


@on(PersonErased)
def forget_the_person(fact: PersonErased, now: datetime) -> None:
    commands.forget_person(actor=system("places.forget"), now=now, person_id=fact.person_id)


@on(ShiftGivenUp)
def say_that_nobody_opens_now(fact: ShiftGivenUp, now: datetime) -> None:
    _warn(fact, now)


@on(ShiftRemoved)
def say_that_nobody_opens_any_more(fact: ShiftRemoved, now: datetime) -> None:
    _warn(fact, now)


def _warn(fact: ShiftFact, now: datetime) -> None:
    """Too late for the letter of the morning: what is left open within two days is said at once."""
    place = queries.place_by_id(fact.place_id or 0)
    if place is None or place.published_at is None or fact.day > place.today(now) + commands.AHEAD:
        return
    cause = f":{fact.journal_id}"
    commands.warn_of_unopened_days(actor=system("places.unopened"), now=now, place=place, cause=cause)


@on(InvitationAccepted)
def give_the_role_offered(fact: InvitationAccepted, now: datetime) -> None:
    """The reference is the one that ``commands.team.reference_of`` wrote; others are not for us."""
    word, _, rest = fact.reference.partition(":")
    place_id, _, offer = rest.partition(":")
    if word != "place" or not place_id.isdigit():
        return
    role, _, until = offer.partition(":")
    place = queries.place_refs(ids=[int(place_id)]).get(int(place_id))
    last_day = date.fromisoformat(until) if until else None
    if place is None or place.organisation_id != fact.organisation_id:
        return
    if last_day is not None and last_day < place.today(now):
        return
    commands.give_role(
        actor=system("places.invitation"), now=now, place=place, person_id=fact.person_id, role=role, until=last_day
    )
