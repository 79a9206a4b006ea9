# ruff: noqa: E501  (what somebody wrote does not wrap)
"""What comes in at La Cantine: a dozen requests in every state, in both flows, and three quotes, of which one accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from cantine.billing.rules import Part, written_price
from cantine.core.actor import Actor
from cantine.desk import commands as desk
from cantine.desk import queries
from cantine.desk.commands import Payer, Room
from cantine.desk.rules import CameBy, Lane, State, When, Wish
from cantine.kernel import Interval, Refused
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit, Vat
from cantine.web.demo.people import MANAGER, TEAM


@dataclass(frozen=True)
class Asked:
    """A request of the demo: so many days ago, for so many days ahead; ``quote`` says what became of its quote."""

    ago: int
    by: CameBy
    wish: Wish
    subject: str = ""
    ahead: int = 0
    hours: tuple[int, int] = (9, 12)
    lane: Lane = Lane.COMMERCIAL
    state: State | None = None
    next_action: str = ""
    next_in: int = 0
    minutes: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    quote: str = ""
    rooms: tuple[str, ...] = ()
    payer: dict[str, str] = field(default_factory=dict)


def _wish(what: str, name: str, email: str, people: int | None = None, organisation: str = "", phone: str = "") -> Wish:
    return Wish(what=what, name=name, email=email, phone=phone, organisation=organisation, people=people)


REQUESTS: Sequence[Asked] = (
    Asked(
        0, CameBy.MAIL,
        _wish("Bonjour, nous cherchons deux salles pour un séminaire d’équipe : une plénière et une salle de travail, avec un café d’accueil.",
              "Claire Morin", "claire.morin@atelier-nord.example", 12, "Atelier Nord", "06 12 34 56 78"),
        "Séminaire d’équipe", 24, (9, 17), minutes=(15,),
    ),
    Asked(
        1, CameBy.FORM,
        _wish("Un anniversaire d’association, un soir, avec de la musique douce. Est-ce possible ?", "Paul Roy", "paul.roy@exemple.example", 40),
        "", 30, (18, 22),
    ),
    Asked(
        5, CameBy.PHONE, _wish("Cherche une salle pour des entretiens, un jour par semaine.", "Mme Caron", "", 3, "", "01 44 55 66 77"),
        "Entretiens d’embauche", next_action="Rappeler pour les dates", next_in=-2, minutes=(15,),
    ),
    Asked(
        9, CameBy.COUNTER, _wish("Tournage d’un entretien filmé, deux heures, au calme.", "Bérénice Lau", "berenice@exemple.example", 4),
        "Tournage", 20, (14, 16), state=State.ANSWERED, next_action="Attendre sa date", next_in=4, minutes=(30,),
    ),
    Asked(
        12, CameBy.MAIL,
        _wish("Une journée de formation pour nos salariés.", "Hugo Lemoine", "hugo.lemoine@formation-plus.example", 8, "Formation Plus"),
        "Formation", 40, (9, 17), quote="sent", rooms=("salle-verte",), minutes=(30, 15), next_action="Relancer", next_in=3,
        payer={"street": "14 rue des Jeûneurs", "postcode": "75002", "town": "Paris", "siren": "999900046"},
    ),
    Asked(
        20, CameBy.MAIL,
        _wish("Lancement de notre atlas des communs : conférence le matin, ateliers l’après-midi.", "Inès Prat", "ines.prat@atlas.example", 20, "L’Atlas des communs"),
        "Lancement de l’atlas", 35, (9, 12), quote="accepted", rooms=("salle-rouge", "demonstration"), minutes=(60, 30),
        notes=("Elle vient voir les salles jeudi.", "Micro à prévoir."),
        payer={"street": "3 passage du Caire", "postcode": "75002", "town": "Paris", "kind": "association"},
    ),
    Asked(
        28, CameBy.FORM, _wish("Une salle pour dix le soir.", "Sacha Blin", "sacha@exemple.example", 10), "Réunion du soir", 45, (18, 20),
        quote="refused", rooms=("salle-rouge",), minutes=(15,), payer={"street": "8 rue Vivienne", "postcode": "75002", "town": "Paris"},
    ),
    Asked(
        33, CameBy.MAIL, _wish("Un hackathon de deux jours.", "Yann Le Bris", "yann@exemple.example", 60), "Hackathon", 60, (9, 18),
        state=State.LOST, minutes=(30,), notes=("Trop grand pour nos murs : adressé à Rennes.",),
    ),
    Asked(
        2, CameBy.MAIL,
        _wish("Quatre entreprises et deux laboratoires veulent un temps commun sur la donnée ouverte, sans chef de file. Pouvez-vous l’accueillir ?",
              "Amandine Roche", "amandine@labo.example", 80),
        "Journée de la donnée ouverte", lane=Lane.COLLABORATIVE, next_action="Réunir les six autour d’une table", next_in=5, minutes=(60, 60),
        notes=("Chacun doit trouver sa place ; un micro-parrainage par structure.",),
    ),
    Asked(
        16, CameBy.COUNTER, _wish("Le quartier voudrait une fête de la réparation.", "Collectif du passage", "passage@exemple.example", 60),
        "Fête de la réparation", 50, (14, 18), lane=Lane.COLLABORATIVE, state=State.ANSWERED, next_action="Écrire l’appel aux bénévoles",
        next_in=-1, minutes=(60, 30, 30),
    ),
    Asked(
        40, CameBy.MAIL, _wish("Un BarCamp sur les cartes libres.", "Gaël Dorne", "gael@exemple.example", 90), "BarCamp des cartes", lane=Lane.COLLABORATIVE,
        state=State.WON, minutes=(60, 60, 60, 30),
    ),
    Asked(
        50, CameBy.PHONE, _wish("Demande de tarifs, sans suite.", "M. Petit", "", None, "", "01 40 11 22 33"), "Tarifs", state=State.CLOSED, minutes=(15,),
    ),
)  # fmt: skip
ANSWERS = (
    ("Première réponse", "Bonjour {name},\n\nMerci de votre demande. {place} peut vous accueillir ; pour vous répondre au mieux, dites-nous la date, l’heure et le nombre de personnes.\n\nÀ bientôt !"),
    ("C’est complet", "Bonjour {name},\n\nNous sommes complets ce jour-là ({when}). Une autre date vous irait-elle ?"),
)  # fmt: skip


def load_desk(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Nothing if anything was asked already."""
    if queries.requests_of(place, most=1):
        return
    team = [persons.find_person_id(email=each.email) for each in (TEAM[1], MANAGER)]
    for number, asked in enumerate(REQUESTS):
        _enter(asked, actor, place, now, team[number % 2])
    for title, text in ANSWERS:
        desk.write_answer(actor=actor, now=now, place=place, title=title, text=text)


def _enter(asked: Asked, actor: Actor, place: PlaceRef, now: datetime, lead: int | None) -> None:
    then, today = now - timedelta(days=asked.ago), place.today(now)
    said: dict[str, Any] = {"actor": actor, "now": then, "place": place}
    day = _workday(today + timedelta(days=asked.ahead))
    whens = [When(day, time(asked.hours[0]), time(asked.hours[1]))] if asked.ahead else []
    made = desk.enter_request(
        **said, wish=asked.wish, came_by=asked.by, subject=asked.subject, whens=whens, lane=asked.lane, lead_id=lead, replay=True
    )  # fmt: skip
    for minutes in asked.minutes:
        desk.note_time(**said, request=made, minutes=minutes, person_id=lead, replay=True)
    for text in asked.notes:
        desk.note_on_request(**said, request=made, text=text)
    if asked.quote:
        _quote(asked, said, made, place, day, now)
    if asked.state:
        desk.move_request(**said, request=made, to=asked.state, replay=True)
    next_on = today + timedelta(days=asked.next_in) if asked.next_action else None
    if asked.next_action:
        desk.change_request(
            **said, request=made, lane=asked.lane, lead_id=lead, next_action=asked.next_action, next_on=next_on
        )  # fmt: skip


def _quote(asked: Asked, said: dict[str, Any], request: UUID, place: PlaceRef, day: date, now: datetime) -> None:
    """Sent the day after; a room that is not free leaves the request as it was."""
    slot = Interval(*(datetime.combine(day, time(hour), tzinfo=place.zone) for hour in asked.hours))
    cards = {each.slug: each for each in places.resource_cards(place_id=place.id)}
    payer = Payer(
        **{"name": asked.wish.name, "email": asked.wish.email, "organisation": asked.wish.organisation, **asked.payer}
    )
    later = {**said, "now": min(now, said["now"] + timedelta(days=1))}
    valid_until = place.today(now) + timedelta(days=20)
    try:
        quote = desk.draft_offer(
            **later, request=request, payer=payer, rooms=[Room(cards[slug], slot) for slug in asked.rooms], people_count=asked.wish.people,
            valid_until=valid_until, parts=[_lunch(day)], replay=True,
        )  # fmt: skip
        desk.send_offer(**later, quote=quote, replay=True)
    except Refused:
        return
    if asked.quote == "accepted":
        desk.accept_offer(
            **{**said, "now": now - timedelta(days=1)}, quote=quote, name=f"{asked.wish.name}, présidente", address="192.0.2.17",
            agent="Mozilla/5.0 (iPhone)", replay=True,
        )  # fmt: skip
    elif asked.quote == "refused":
        desk.refuse_offer(**later, quote=quote, reason="Nous avons trouvé plus près de chez nous.", replay=True)


def _lunch(day: date) -> Part:
    """What the customer may tick."""
    price = written_price(
        name="Plateaux-repas du marché, par personne", day=day, quantity=Decimal(12), unit=Unit.PIECE, unit_cents=1650,
        vat=Vat(rate=Decimal(10)), activity="catering",
    )  # fmt: skip
    return Part("Plateaux-repas du marché", day, price.to_json(), optional=True)


def _workday(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
