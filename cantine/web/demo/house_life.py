"""The life of the house in the demo: a fortnight of shifts with one Saturday that nobody opens, what was decided, an
office let and one wish waiting, a notice on the wall."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from cantine.booking import commands as booking
from cantine.core.actor import Actor
from cantine.kernel import Refused
from cantine.people import queries as persons
from cantine.places import commands as places
from cantine.places import queries as place_queries
from cantine.places.queries import PlaceRef
from cantine.places.rules.house_life import Body

VOLUNTEERS = ("amel@cantine.example", "lea@cantine.example", "marc@cantine.example")
OPENERS = ("host@cantine.example", "manager@cantine.example", *VOLUNTEERS)
REMITS = (
    ("Le budget de l’année", Body.COMMITTEE, "Comité des partenaires, une fois par an"),
    ("Les tarifs", Body.MEETING, "À la majorité des présents, après une discussion"),
    ("L’aménagement des espaces", Body.MEETING, "Par consentement"),
    ("Le planning des ouvertures", Body.TEAM, "L’équipe propose, les bénévoles s’inscrivent"),
    ("L’accueil d’un événement", Body.TEAM, "Deux voix de l’équipe suffisent"),
    ("La sécurité, les urgences", Body.MANAGER, "Sans attendre"),
)
DECISIONS = (
    (200, Body.MEETING, "Le café reste ouvert à tous : personne n’est obligé de consommer.", None),
    (120, Body.MEETING, "La machine à café passe à prix libre.", None),
    (64, Body.TEAM, "Le samedi, l’ouverture se fait à deux.", None),
    (20, Body.MEETING, "La tasse de café coûte 50 centimes : le prix libre ne couvrait pas les grains.", 2),
)


def load_house_life(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Write what is not there yet; needs the place's scope. The days are around ``now``."""
    people = {email: person for email in OPENERS if (person := persons.find_person_id(email=email)) is not None}
    for email in VOLUNTEERS:
        if email in people:
            places.give_role(actor=actor, now=now, place=place, person_id=people[email], role="volunteer")
    _shifts(actor, place, now, people)
    if not place_queries.remits_of(place):
        places.set_remits(actor=actor, now=now, place=place, lines=REMITS)
        _decisions(actor, place, now)
        _notice(actor, place, now)
        _office(actor, place, now)


def _shifts(actor: Actor, place: PlaceRef, now: datetime, people: dict[str, int]) -> None:
    """This week and the next: one opens, one welcomes; the first Saturday to come is left to whoever takes it."""
    today = place.today(now)
    monday = today - timedelta(days=today.weekday())
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    there = {
        card.day for card in place_queries.shifts_between(place, first_day=monday, last_day=monday + timedelta(days=13))
    }
    for number in range(14):
        day = monday + timedelta(days=number)
        if day not in there and day.weekday() < 6:
            _day(actor, place, now, day, list(people.values()), number, open_=day != saturday)


def _day(
    actor: Actor, place: PlaceRef, now: datetime, day: date, people: list[int], number: int, *, open_: bool
) -> None:
    early, late = (time(9, 30), time(14)) if day.weekday() == 5 else (time(8), time(13))
    opener, host = people[number % len(people)], people[(number + 2) % len(people)]
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place, "day": day}
    with suppress(Refused):
        shifts = places.plan_shift(
            **said,
            starts=early,
            ends=late,
            duty="opening",
            person_id=opener if open_ else None,
        )
        if open_ and day < place.today(now):
            places.keep_shift(actor=actor, now=now, place=place, shift=shifts[0])
    with suppress(Refused):
        places.plan_shift(
            **said,
            starts=late,
            ends=time(18),
            duty="welcome",
            person_id=host if number % 4 else None,
        )


def _decisions(actor: Actor, place: PlaceRef, now: datetime) -> None:
    today = place.today(now)
    meeting = places.plan_meeting(
        actor=actor, now=now, place=place,
        fields={
            "title": "Réunion des occupants", "starts_at": _evening(place, today - timedelta(days=20)), "where": "Café",
            "agenda": "Le prix du café\nLes clés du samedi\nLe mur d’annonces", "attendees": 14,
            "notes": "Les grains coûtent 38 € par mois de plus que ce que la tirelire reçoit.\n"
            "Un deuxième jeu de clés est confié à l’accueil.",
        },
    )  # fmt: skip
    places.plan_meeting(
        actor=actor, now=now, place=place,
        fields={
            "title": "Réunion des occupants", "starts_at": _evening(place, today + timedelta(days=9)), "where": "Salle Rouge",
            "agenda": "Les horaires d’été\nUne bibliothèque dans le couloir",
        },
    )  # fmt: skip
    made: list[UUID] = []
    for ago, body, words, replaces in DECISIONS:
        made.append(
            places.note_decision(
                actor=actor, now=now, place=place, words=words, decided_on=today - timedelta(days=ago), body=body,
                meeting=meeting if ago == 20 else None, replaces=made[replaces - 1] if replaces else None,
            )
        )  # fmt: skip


def _evening(place: PlaceRef, day: date) -> datetime:
    return datetime.combine(day, time(18, 30), tzinfo=place.zone)


def _notice(actor: Actor, place: PlaceRef, now: datetime) -> None:
    today = place.today(now)
    places.post_notice(
        actor=actor, now=now, place=place, first_day=today, last_day=today + timedelta(days=14),
        words_fr="Le four du café est réparé : soupe du jour à midi, chacun apporte son bol.",
        words_en="The oven of the café works again: soup at noon, bring your bowl.",
    )  # fmt: skip


def _office(actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Two offices let by the month: one taken, one waited for."""
    fields = {"long_term": True, "see": "public", "capacity": 4}
    for name in ("Bureau Nord", "Bureau Sud"):
        with suppress(Refused):
            places.add_resource(actor=actor, now=now, place=place, name=name, kind="office", fields=fields)
    cards = {card.slug: card for card in place_queries.resource_cards(place_id=place.id)}
    resident, waiting = (persons.find_person_id(email=f"{name}@cantine.example") for name in ("resident", "hugo"))
    start = place.today(now).replace(day=1)
    booking.begin_occupation(
        actor=actor, now=now, place=place, resource=cards["bureau-nord"], person_id=resident, replay=True,
        starts_on=(start - timedelta(days=150)).replace(day=1),
        agreement="Convention d’un an, renouvelable : quatre postes, deux casiers, préavis d’un mois.",
    )  # fmt: skip
    booking.wish_occupation(
        actor=actor, now=now, place=place, person_id=waiting, resource_id=cards["bureau-nord"].id,
        from_day=(start + timedelta(days=62)).replace(day=1), note="Deux personnes, surtout le matin",
    )  # fmt: skip
