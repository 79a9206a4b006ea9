"""Letters about dates: to the person whose they are, and to the team that answers.

A letter is about one booking, however many dates it has, in the language of its reader. It says what happened, how to
get in, what giving up means, and carries the dates for a calendar. It is written only of dates that still stand where
the letter says, so what was confirmed and cancelled within a minute is told once, as cancelled.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import translation

from cantine.booking import rules
from cantine.booking.commands import wording
from cantine.booking.commands.wording import Matter, Telling
from cantine.booking.queries.dates import DateCard, dates_by_id
from cantine.booking.queries.loans import ways_in_of
from cantine.booking.queries.waiting import offer_of_booking
from cantine.booking.rules import ical
from cantine.core import mail
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import letter_of
from cantine.people import queries as persons
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places.queries import PlaceRef, ResourceCard

_STANDS_AS: dict[Telling, tuple[rules.State, ...]] = {
    Telling.CONFIRMED: (rules.State.CONFIRMED,),
    Telling.REQUESTED: (rules.State.REQUESTED,),
    Telling.HELD: (rules.State.HELD,),
    Telling.REFUSED: (rules.State.REFUSED,),
    Telling.CANCELLED: (rules.State.CANCELLED, rules.State.SKIPPED),
    Telling.EXPIRED: (rules.State.EXPIRED,),
    Telling.MOVED: tuple(rules.TAKING),
    Telling.REMINDED: (rules.State.CONFIRMED,),
    Telling.OFFERED: (rules.State.HELD,),
    Telling.GIVEN: tuple(rules.TAKING),
    Telling.HANDED_ON: tuple(rules.TAKING),
}


def tell_person(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    telling: Telling,
    dates: Iterable[int],
    once: str,
    late: bool = False,
    by_place: bool = False,
) -> int | None:
    """Write to the person whose dates these are; nobody is written to when the dates no longer stand so, or are
    nobody's. Returns the letter, if there is one. Records nothing: the fact told is already in the Journal.
    """
    authorize(actor, "booking.tell", Target(place.organisation_id, place.id))
    cards = [card for card in dates_by_id(dates) if card.state in _STANDS_AS[telling]]
    person = _person_of(cards)
    if person is None:
        return None
    with translation.override(person.language):
        offer = _offer_of(telling, cards)
        matter = matter_of(place, cards, now, late=late, by_place=by_place, offer=offer)
        sheet = wording.sheet_for_person(telling, matter, person)
        entries = [_entry(matter, card, person) for card in cards]
        method = ical.method_of(entries)
        letter = letter_of(
            sheet,
            to=person.email,
            reply_to=matter.head.email,
            calendar=ical.calendar_text(entries, method=method),
            calendar_method=method,
            waits_until=cards[0].starts_at if telling is Telling.REMINDED else None,
        )
    return mail.post(
        letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id, person_id=person.id
    )


def tell_former(
    *, actor: Actor, now: datetime, place: PlaceRef, person_id: int, dates: Iterable[int], once: str
) -> int | None:
    """Write to the person whose these dates were: their calendar forgets them. Nobody is written to when the dates are
    theirs again, or no longer stand. Returns the letter, if there is one. Records nothing.
    """
    authorize(actor, "booking.tell", Target(place.organisation_id, place.id))
    cards = [
        card
        for card in dates_by_id(dates)
        if card.state in _STANDS_AS[Telling.HANDED_ON] and card.person_id != person_id
    ]
    person = persons.person_of(person_id)
    if not cards or person is None or not person.email:
        return None
    with translation.override(person.language):
        matter = matter_of(place, cards, now)
        gone = [replace(_entry(matter, card, person), description="", status=ical.Status.CANCELLED) for card in cards]
        letter = letter_of(
            wording.sheet_for_former(matter, person),
            to=person.email,
            reply_to=matter.head.email,
            calendar=ical.calendar_text(gone, method=ical.method_of(gone)),
            calendar_method=ical.method_of(gone),
        )
    return mail.post(
        letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id, person_id=person.id
    )


def tell_team(*, actor: Actor, now: datetime, place: PlaceRef, dates: Iterable[int], once: str) -> int:
    """Tell those who answer that somebody asks: at the place's own address if it has one, else each of them.

    Returns how many letters were written.
    """
    authorize(actor, "booking.tell", Target(place.organisation_id, place.id))
    cards = [card for card in dates_by_id(dates) if card.state is rules.State.REQUESTED]
    if not cards:
        return 0
    asker = _person_of(cards)
    return sum(
        _tell_one(place, cards, asker, address=address, language=language, once=f"{once}:{number}", now=now)
        for number, (address, language) in enumerate(answering(place, now))
    )


def _tell_one(
    place: PlaceRef,
    cards: Sequence[DateCard],
    asker: PersonRef | None,
    *,
    address: str,
    language: str,
    once: str,
    now: datetime,
) -> int:
    with translation.override(language):
        sheet = wording.sheet_for_team(matter_of(place, cards, now), asker)
        letter = letter_of(sheet, to=address, reply_to=asker.email if asker else "")
    posted = mail.post(letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id)
    return int(posted is not None)


def answering(place: PlaceRef, now: datetime) -> list[tuple[str, str]]:
    """(address, language) of whoever answers."""
    own = places.letterhead_of(place_id=place.id).email
    if own:
        return [(own, "fr")]
    ids = places.answering_team(place_id=place.id, organisation_id=place.organisation_id, today=place.today(now))
    team = persons.persons_of(ids)
    return [(team[pk].email, team[pk].language) for pk in sorted(team) if team[pk].email]


def _person_of(cards: Sequence[DateCard]) -> PersonRef | None:
    """Whose the dates are, when they can be written to."""
    owner = next((card.person_id for card in cards), None)
    person = persons.person_of(owner) if owner is not None else None
    return person if person and person.email else None


def _rooms(cards: Sequence[DateCard]) -> Iterator[ResourceCard]:
    for resource_id in dict.fromkeys(card.resource_id for card in cards):
        room = places.resource_by_id(resource_id)
        if room is not None:
            yield room


def matter_of(
    place: PlaceRef,
    cards: Sequence[DateCard],
    now: datetime,
    *,
    late: bool = False,
    by_place: bool = False,
    offer: str = "",
) -> Matter:
    owner = next((card.person_id for card in cards), None)
    return Matter(
        place=place,
        head=places.letterhead_of(place_id=place.id),
        rooms=tuple(_rooms(cards)),
        keys=tuple(ways_in_of([card.resource_id for card in cards], person_id=owner)),
        cards=tuple(cards),
        now=now,
        late=late,
        by_place=by_place,
        offer=offer,
    )


def _offer_of(telling: Telling, cards: Sequence[DateCard]) -> str:
    """Where an offer of the waiting list is answered."""
    line = offer_of_booking(cards[0].booking_id) if telling is Telling.OFFERED else None
    return line.offer_link if line else ""


_STATUS = {
    rules.State.CONFIRMED: ical.Status.CONFIRMED,
    rules.State.REQUESTED: ical.Status.TENTATIVE,
    rules.State.HELD: ical.Status.TENTATIVE,
}


def entry_of(card: DateCard, *, place: PlaceRef, now: datetime) -> ical.Entry:
    """The date as a calendar keeps it, with how to get in; nobody is invited by it."""
    return _entry(matter_of(place, [card], now), card)


def _entry(matter: Matter, card: DateCard, person: PersonRef | None = None) -> ical.Entry:
    where = [card.resource_name, matter.place.name, matter.head.address]
    return ical.Entry(
        uid=str(card.uuid),
        starts_at=card.starts_at,
        ends_at=card.ends_at,
        timezone=matter.place.timezone,
        summary=card.title or wording.plain_title(card, matter.place),
        description=wording.calendar_note(matter, card),
        location=", ".join(part for part in where if part),
        url=wording.page_of(matter.place, card)
        if person is None or person.has_account
        else wording.cancel_address(card),
        sequence=card.sequence,
        status=_STATUS.get(card.state, ical.Status.CANCELLED),
        changed_at=matter.now,
        organizer=(matter.place.name, matter.head.email or mail.house_address()) if person else None,
        attendee=(person.name, person.email) if person else None,
    )
