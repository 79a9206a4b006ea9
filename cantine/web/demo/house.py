"""Building the demo: persons, organisations, La Cantine's walls, the places of the network, then life."""

import json
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from cantine.booking import commands as booking
from cantine.booking import queries as bookings
from cantine.booking.commands import DateWish, Details
from cantine.core import scoping
from cantine.core.actor import Actor, system
from cantine.kernel import Interval, Refused, slug_of
from cantine.people import commands as people
from cantine.people import queries as persons
from cantine.people.rules.organisations import OrganisationDraft
from cantine.places import commands as places
from cantine.places import queries as place_queries
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.web.demo import life, year
from cantine.web.demo.bank import load_bank
from cantine.web.demo.books import close_books, load_books
from cantine.web.demo.counter import load_counter
from cantine.web.demo.debits import load_debits
from cantine.web.demo.desk import load_desk
from cantine.web.demo.dues import load_dues
from cantine.web.demo.funding import load_funding
from cantine.web.demo.house_life import load_house_life
from cantine.web.demo.invoices import load_invoices
from cantine.web.demo.online import load_online
from cantine.web.demo.online_debits import load_online_debits
from cantine.web.demo.people import COWORKERS, MEMBER, ORGANISATIONS, STRANGER, TEAM
from cantine.web.demo.plans import load_passes, use_passes
from cantine.web.demo.prices import load_prices
from cantine.web.demo.reporting import load_reporting
from cantine.web.demo.shares import load_shares
from cantine.web.demo.till import load_till
from cantine.web.demo.visits import load_visits

PASSWORD = settings.CANTINE_DEMO_PASSWORD  # printed by the demo, accepted on loopback in demo mode only
STUDY = Path(__file__).parents[1] / "data" / "study"
SLUG = "la-cantine-paris"
OPENED = datetime.fromisoformat("2008-01-15T09:00:00+01:00")
ALL_WEEK = (*tuple((weekday, time(8, 30), time(20)) for weekday in range(5)), (5, time(10), time(18)))
EVENINGS = tuple((weekday, time(18, 30), time(23)) for weekday in range(5))
NETWORK = {
    "Rennes": ("35000", "Bretagne, en bord de Vilaine"),
    "Nantes": ("44000", "au Quartier de la création"),
    "Toulouse": ("31000", "rue d’Aubuisson"),
    "Toulon": ("83000", "au Port des créateurs"),
}


def load_demo(*, now: datetime, days: int = year.DAYS) -> PlaceRef:
    """Load what is missing of the demo, with ``days`` behind it, and live up to a fortnight after ``now``; running it again
    adds only new days."""
    if not settings.DEMO and not settings.TESTING:
        raise RuntimeError("The demo's password is public: it loads with CANTINE_DEMO=1 only.")
    actor = system("demo")
    place = place_queries.find_place(slug=SLUG)
    if place is None:
        place = _build(actor, now)
    with scoping.scope([place.organisation_id]):
        load_books(actor=actor, place=place, now=now)
        load_prices(actor=actor, place=place, now=now)  # what is booked has the price of its day
        load_passes(actor=actor, place=place, now=now)  # and uses what its person has
    _live(actor, place, now, days)
    with scoping.scope([place.organisation_id]):
        load_house_life(actor=actor, place=place, now=now)
        load_counter(actor=actor, place=place, now=now)
        use_passes(actor=actor, place=place, now=now)
        load_till(actor=actor, place=place, now=now)
        load_invoices(actor=actor, place=place, now=now)
        load_dues(actor=actor, place=place, now=now)
        load_shares(actor=actor, place=place, now=now)
        load_desk(actor=actor, place=place, now=now)
        load_online(actor=actor, place=place, now=now)
        load_funding(actor=actor, place=place, now=now)
        load_debits(actor=actor, place=place, now=now)
        load_online_debits(actor=actor, place=place, now=now)
        load_reporting(actor=actor, place=place, now=now)
        load_bank(actor=actor, place=place, now=now)  # what all of them moved
        close_books(actor=actor, place=place, now=now)
    return place


def _build(actor: Actor, now: datetime) -> PlaceRef:
    organisations = {name: _organisation(actor, name, form, kind) for name, form, kind in ORGANISATIONS}
    everyone = {
        somebody.email: people.register_person(
            actor=actor, now=now, email=somebody.email, name=somebody.name, password=PASSWORD, replay=True
        )
        for somebody in (*TEAM, *COWORKERS, STRANGER)
    }
    for somebody in (*TEAM, *COWORKERS):
        for organisation, relation in somebody.belongs:
            people.begin_belonging(
                actor=actor,
                now=now,
                person_id=everyone[somebody.email],
                organisation_id=organisations[organisation],
                relation=relation,
                since=OPENED.date(),
                replay=True,
            )
    with scoping.scope([organisations["Silicon Sentier"]]):
        place = _walls(actor, organisations["Silicon Sentier"])
        for somebody in (*TEAM, *COWORKERS):
            places.give_role(
                actor=actor, now=OPENED, place=place, person_id=everyone[somebody.email], role=somebody.role
            )
            places.accept_house_rules(
                actor=actor, now=OPENED, place=place, person_id=everyone[somebody.email], version=1
            )
    _network(actor, everyone[MEMBER.email])
    return place


def _organisation(actor: Actor, name: str, form: str, kind: str) -> int:
    return people.enter_organisation(
        actor=actor, now=OPENED, draft=OrganisationDraft(name=name, legal_form=form, kind=kind), replay=True
    )


def _walls(actor: Actor, organisation_id: int) -> PlaceRef:
    """The study's 350 m²: a café area open to all, shared desks, meeting rooms that join, a conference room, a
    demonstration area."""
    study = json.loads((STUDY / "la-cantine-2009.json").read_text())["place"]
    place = places.open_place(
        actor=actor,
        now=OPENED,
        organisation_id=organisation_id,
        name=study["name"],
        slug=SLUG,
        fields={
            "tagline": "Le premier espace de coworking et d’événements numériques de Paris",
            "description": "Un café ouvert à tous, des postes partagés, des salles qui se rejoignent et une scène : "
            "La Cantine réunit développeurs, chercheurs, graphistes, entrepreneurs et curieux. "
            "On y vient pour travailler une heure ou toute l’année, et surtout pour se rencontrer.",
            "street": "151 rue Montmartre, passage des Panoramas, 12 galerie Montmartre",
            "postcode": "75002",
            "commune": "Paris",
            "insee_code": "75102",
            "area_m2": study["area_m2"],
            "legal_capacity": 190,
            "how_to_come": "Métro Grands Boulevards (lignes 8 et 9), sortie 6. Le passage des Panoramas ferme à minuit : "
            "après, entrez par la rue Montmartre.",
            "how_to_enter": "En journée, la porte est ouverte : quelqu’un vous accueille au café. Le soir, sonnez à « Cantine ».",
            "wifi": "Réseau « lacantine », mot de passe : panoramas",
            "accessibility": "De plain-pied, toilettes accessibles. La salle de démonstration est à l’étage, sans ascenseur.",
            "email": "bonjour@cantine.example",
            "published_at": OPENED,
        },
    )
    places.set_week(actor=actor, now=OPENED, place=place, hours=ALL_WEEK)
    _rooms(actor, place)
    places.publish_house_rules(
        actor=actor,
        now=OPENED,
        place=place,
        text="On salue, on range sa table, on parle bas près des postes. La dernière personne éteint et ferme. "
        "Le café est ouvert à tous : personne n’est obligé de consommer.",
    )
    return place


def _rooms(actor: Actor, place: PlaceRef) -> None:
    def space(name: str, area: int, description: str = "") -> int:
        return places.add_space(actor=actor, now=OPENED, place=place, name=name, area_m2=area, description=description)

    def room(name: str, **said: object) -> int:
        return places.add_resource(actor=actor, now=OPENED, place=place, name=name, **said)  # type: ignore[arg-type]

    cafe = space("Café", 90, "Ouvert à tous, sans réserver.")
    desks = space("Postes partagés", 80)
    rooms = space("Salles de réunion", 50)
    stage = space("Salle de conférence", 90)
    demo = space("Démonstration", 40, "Ce qui se fabrique ici se montre et s’essaie.")
    room(
        "Conférence", space_id=stage,
        fields={"capacity": 80, "buffer_after_minutes": 30, "book": "resident", "longest_minutes": 720},
        layouts={"theatre": 80, "classroom": 40, "cocktail": 110}, equipment=["Vidéoprojecteur", "Sonorisation", "Captation"],
    )  # fmt: skip
    red = room(
        "Salle Rouge", space_id=rooms, fields={"capacity": 12}, layouts={"u": 10, "classroom": 12},
        equipment=["Écran", "Visioconférence"],
    )  # fmt: skip
    green = room("Salle Verte", space_id=rooms, fields={"capacity": 8}, equipment=["Tableau blanc"])
    places.join_resources(
        actor=actor, now=OPENED, place=place, name="Rouge + Verte", parts=[red, green],
        fields={"capacity": 24}, layouts={"theatre": 24, "u": 16}, equipment=["Écran", "Visioconférence", "Tableau blanc"],
    )  # fmt: skip
    room(
        "Démonstration", kind="area", space_id=demo,
        fields={"capacity": 20, "accessibility": "À l’étage, sans ascenseur."}, equipment=["Table multitouch"],
    )  # fmt: skip
    room("Cabine", kind="phone-box", space_id=desks, fields={"capacity": 1, "longest_minutes": 120})
    room("Postes partagés", kind="desk", space_id=desks, seats=24, fields={"longest_minutes": 720})
    bar = room("Café", kind="area", space_id=cafe, seats=30, fields={"book": "public", "longest_minutes": 240})
    night = room("Café, le soir", kind="area", space_id=cafe, fields={"capacity": 60, "book": "staff"})
    places.take_pool_along(actor=actor, now=OPENED, place=place, resource_id=night, pool_id=bar)
    places.set_week(actor=actor, now=OPENED, place=place, hours=EVENINGS, resource_id=night)
    late = (*tuple((weekday, time(8, 30), time(23)) for weekday in range(5)), (5, time(10), time(18)))
    stage_id = place_queries.find_resource(place_id=place.id, slug="conference")
    assert stage_id is not None
    places.set_week(actor=actor, now=OPENED, place=place, hours=late, resource_id=stage_id.id)


def _network(actor: Actor, member_id: int) -> None:
    """The Cantines and the associated places of 2012, each borne by an organisation of its own, as far as the note says."""
    network = json.loads((STUDY / "network-2012.json").read_text())
    for city in network["cantines"]:
        if city == "Paris":
            continue
        postcode, where = NETWORK[city]
        place = _affiliate(actor, f"La Cantine {city}", city, postcode, f"La Cantine, {where}")
        if city == "Rennes":
            with scoping.scope([place.organisation_id]):
                places.give_role(actor=actor, now=OPENED, place=place, person_id=member_id, role="member")
    for other in network["associated_places"]:
        _affiliate(actor, other["name"], other["city"], "", f"Lieu associé au réseau des Cantines, à {other['city']}")


def _affiliate(actor: Actor, name: str, city: str, postcode: str, tagline: str) -> PlaceRef:
    organisation_id = _organisation(actor, f"{name} (association)", "association-1901", "")
    with scoping.scope([organisation_id]):
        fields = {"commune": city, "postcode": postcode, "tagline": tagline, "published_at": OPENED}
        place = places.open_place(
            actor=actor, now=OPENED, organisation_id=organisation_id, name=name, slug=slug_of(name), fields=fields
        )
        places.add_resource(actor=actor, now=OPENED, place=place, name="Salle de réunion", fields={"capacity": 10})
        places.add_resource(actor=actor, now=OPENED, place=place, name="Postes partagés", kind="desk", seats=16)
    return place


def _live(actor: Actor, place: PlaceRef, now: datetime, days: int) -> None:
    """A day that has any booking was lived already."""
    today = place.today(now)
    with scoping.scope([place.organisation_id]):
        resources = {card.slug: card for card in place_queries.resource_cards(place_id=place.id)}
        members = [persons.find_person_id(email=somebody.email) for somebody in (*COWORKERS, *TEAM)]
        known = [person for person in members if person is not None]
        first, last = today - life.FORTNIGHT, today + life.FORTNIGHT
        window = Interval(_midnight(place, first), _midnight(place, last + timedelta(days=1)))
        lived = {
            date.starts_at.astimezone(place.zone).date()
            for date in bookings.bookings_between(place_id=place.id, window=window)
        }
        if not lived:
            year.load_year(
                actor=actor,
                place=place,
                resources=resources,
                people=known,
                last_day=first - timedelta(days=1),
                days=days,
            )
            _unfinished(actor, place, resources, now)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day not in lived:
                life.live_through(actor=actor, place=place, resources=resources, people=known, day=day)
        load_visits(actor=actor, place=place, people=known, now=now)
    _count_days(actor, place, first if lived else first - timedelta(days=days), now)


def _count_days(actor: Actor, place: PlaceRef, first: date, now: datetime) -> None:
    """What the nightly job would have kept of these days."""
    with scoping.scope([place.organisation_id]):
        days = (place.today(now) - first).days + booking.DAYS_AHEAD
        booking.rebuild_occupancy(actor=actor, now=now, place=place, first_day=first, days=days)


def _midnight(place: PlaceRef, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=place.zone)


def _unfinished(actor: Actor, place: PlaceRef, resources: dict[str, ResourceCard], now: datetime) -> None:
    """What waits for somebody: an option that expires, a request to answer, a room withdrawn."""
    stranger = persons.find_person_id(email=STRANGER.email)
    soon = _next_workday(place, now, 2)

    def at(days: int, hour: int, hours: int) -> Interval:
        starts_at = datetime.combine(soon + timedelta(days=days), time(hour), tzinfo=place.zone)
        return Interval(starts_at, starts_at + timedelta(hours=hours))

    assert stranger is not None
    asker = place_queries.actor_of(person_id=stranger, now=now)
    places.accept_house_rules(actor=asker, now=now, place=place, person_id=stranger, version=1)
    option = Details(title="Option : lancement Cartocube", title_hidden=False)
    breakfast = Details(title="Petit-déjeuner clients, 40 personnes", guests=39)
    with suppress(Refused):
        booking.hold_resource(
            actor=actor, now=now, place=place, resource=resources["salle-verte"], dates=[DateWish(interval=at(0, 18, 2))],
            expires_at=now + timedelta(days=2), details=option, person_id=stranger, override=True, replay=True,
        )  # fmt: skip
    with suppress(Refused):
        booking.request_booking(
            actor=asker, now=now, place=place, resource=resources["conference"], dates=[DateWish(interval=at(1, 9, 3))],
            details=breakfast, replay=True,
        )  # fmt: skip
    with suppress(Refused):
        booking.block_resource(
            actor=actor, now=now, place=place, resource=resources["demonstration"], interval=at(2, 9, 8),
            reason="Montage de l’exposition multitouch",
        )  # fmt: skip


def _next_workday(place: PlaceRef, now: datetime, after: int) -> date:
    day = place.today(now) + timedelta(days=after)
    while day.weekday() > 2:
        day += timedelta(days=1)
    return day
