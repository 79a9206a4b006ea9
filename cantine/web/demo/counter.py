"""The counter in the demo: organisations whose address is the place, three by contract, the letters that wait for them, one of
which nobody collects, keys in people's
hands, one of them late, and a second office let."""

from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

from cantine.billing import commands as billing
from cantine.billing.rules import Nature, Payer
from cantine.booking import commands as booking
from cantine.booking import queries as bookings
from cantine.booking.rules import KeyKind
from cantine.booking.rules.domiciliation import Clauses, DocumentKind, Seen
from cantine.booking.rules.occupations import Condition, Moment, StateLine
from cantine.booking.rules.post import MailKind
from cantine.core.actor import Actor
from cantine.kernel import Refused
from cantine.memberships import commands as memberships
from cantine.memberships.rules import Plan, Terms
from cantine.people import commands as people
from cantine.people import queries as persons
from cantine.people.rules.organisations import OrganisationDraft
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

# Who is domiciled, who is told, and what waits: (kind, how many, from whom, days ago)
DOMICILED: tuple[tuple[str, str, tuple[tuple[MailKind, int, str, int], ...]], ...] = (
    (
        "Atelier Boussole",
        "resident",
        ((MailKind.LETTER, 2, "", 1), (MailKind.REGISTERED, 1, "Tribunal de commerce", 1)),
    ),
    ("Benali Design", "member", ((MailKind.LETTER, 3, "", 0), (MailKind.PARCEL, 1, "Papeterie du Passage", 2))),
    ("Oxamyne", "jules", ((MailKind.LETTER, 1, "Banque coopérative", 17),)),
    ("Collectif Passage", "chloe", ((MailKind.LETTER, 1, "Urssaf", 104),)),
)
DOMICILIATION = Plan(
    "domiciliation", "Domiciliation", "Domiciliation", notice_days=30, commitment_months=3, online=False
)
MONTH_CENTS, FORGOTTEN, DAYS_BEFORE = 3_500, "Collectif Passage", 200
# Which contracts are signed: who leads, where the books are kept, the deposit, the documents seen and until when they hold, in days.
SIGNED: tuple[tuple[str, str, str, int, tuple[tuple[DocumentKind, int | None], ...]], ...] = (
    (
        "Atelier Boussole", "Nora Lemaire", "", 7_000,
        ((DocumentKind.REGISTRATION, None), (DocumentKind.IDENTITY, 2_000), (DocumentKind.ADDRESS, 300), (DocumentKind.BOOKS, None)),
    ),
    (
        "Benali Design", "Amel Benali", "Cabinet Comptalyon, 8 rue de la Paix, 75002 Paris", 0,
        ((DocumentKind.REGISTRATION, None), (DocumentKind.IDENTITY, 18), (DocumentKind.ADDRESS, 250), (DocumentKind.BOOKS, None)),
    ),
    (
        "Collectif Passage", "Chloé Garnier", "", 3_500,
        ((DocumentKind.REGISTRATION, None), (DocumentKind.IDENTITY, 900), (DocumentKind.ADDRESS, -3), (DocumentKind.BOOKS, None)),
    ),
)  # fmt: skip
# Whom their month is invoiced to, before their seat is here: name, SIREN, street.
FIRMS = (
    ("Benali Design", "999900061", "4 rue du Caire"),
    ("Collectif Passage", "999900079", "18 passage du Grand-Cerf"),
)
KEYS = (
    (KeyKind.KEY, "Salle Rouge 1", "", "salle-rouge"), (KeyKind.KEY, "Salle Rouge 2", "", "salle-rouge"),
    (KeyKind.KEY, "Local vélos", "", ""), (KeyKind.BADGE, "Badge 07", "0007", ""), (KeyKind.BADGE, "Badge 08", "0008", ""),
    (KeyKind.BADGE, "Badge 09", "0009", ""),
)  # fmt: skip
LENT = (("Badge 07", "resident", 40, None), ("Badge 08", "member", 12, -2), ("Local vélos", "hugo", 3, 4))
ENTRY = (
    StateLine(item="Murs", condition=Condition.GOOD), StateLine(item="Sol", condition=Condition.WORN, note="rayures à l’entrée"),
    StateLine(item="Deux bureaux, quatre chaises", condition=Condition.GOOD),
    StateLine(item="Store", condition=Condition.DAMAGED, note="cordon cassé, à remplacer par le lieu"),
)  # fmt: skip


def load_counter(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Write what is not there yet; needs the place's scope. The days are around ``now``."""
    if bookings.keys_of(place):
        return
    said: dict[str, Any] = {"actor": actor, "place": place, "replay": True}
    for name, who, letters in DOMICILED:
        with suppress(Refused):
            _domicile(said, now, name, who, letters)
    _contracts(said, place, now)
    cards = {card.slug: card for card in places.resource_cards(place_id=place.id)}
    keys = {
        label: booking.add_key(
            **said, now=now - timedelta(days=60), kind=kind, label=label, number=number,
            resource_id=cards[room].id if room in cards else None,
        )
        for kind, label, number, room in KEYS
    }  # fmt: skip
    for label, who, ago, due in LENT:
        lent_at, person = now - timedelta(days=ago), _person(who)
        day = place.today(now) + timedelta(days=due) if due is not None else None
        if person is not None:
            booking.lend_key(**said, now=lent_at, key=keys[label], person_id=person, due=day)
    _office(actor, place, now)


def _domicile(
    said: dict[str, Any], now: datetime, name: str, who: str, letters: tuple[tuple[MailKind, int, str, int], ...]
) -> None:
    forgotten = name == FORGOTTEN
    person, began = _person(who), now - timedelta(days=DAYS_BEFORE if forgotten else 90)
    draft = OrganisationDraft(name=name, kind="company")
    known = next((one.id for one in persons.find_organisations(name) if one.name == name), None)
    customer = known or people.enter_organisation(actor=said["actor"], now=began, draft=draft, replay=True)
    made = booking.domicile_organisation(
        **said, now=began, customer_id=customer, since=began.date(), contacts=[person] if person else []
    )
    if not forgotten:
        past = booking.receive_mail(**said, now=now - timedelta(days=30), domiciliation=made, count=2)
        booking.hand_over_mail(
            **said, now=now - timedelta(days=28), domiciliation=made, items=past, person_id=person, name="Accueil"
        )
    for kind, count, sender, ago in letters:
        came = now - timedelta(days=ago, minutes=40)
        booking.receive_mail(**said, now=came, domiciliation=made, kind=kind, count=count, sender=sender)


def _contracts(said: dict[str, Any], place: PlaceRef, now: datetime) -> None:
    """An approval that nobody gave, a plan, three contracts: a document of one has expired since, another soon does."""
    today = place.today(now)
    booking.set_domiciliation_approval(
        **said, now=now, number="EXEMPLE-2024-0042", prefecture="la préfecture de police de Paris",
        granted_on=today - timedelta(days=700), registry="Greffe du tribunal des activités économiques de Paris",
        registry_address="1 quai de la Corse, 75004 Paris",
    )  # fmt: skip
    given = {"actor": said["actor"], "place": place}
    first = today - timedelta(days=400)
    memberships.set_plan(**given, now=now, plan=DOMICILIATION, terms=Terms(first, MONTH_CENTS, ()))
    for name, siren, street in FIRMS:
        found = next((one.id for one in persons.find_organisations(name) if one.name == name), None)
        if found is not None:
            payer = Payer(
                name=name, nature=Nature.BUSINESS, street=street, postcode="75002", town="Paris", siren=siren,
                email="compta@domicilies.example",
            )  # fmt: skip
            billing.write_payer(**said, now=now, who=("organisation", found), payer=payer)
    known = {card.customer: card for card in bookings.contracts_of(place, today=today)}
    for name, representative, books, deposit, documents in SIGNED:
        card = known.get(name)
        if card is None:
            continue
        with suppress(Refused):
            at = datetime.combine(card.since, time(10), place.zone)
            clauses = Clauses(card.since, deposit_cents=deposit, representative=representative, books_kept=books)
            for kind, days in documents:
                until = today + timedelta(days=days) if days is not None else None
                seen = Seen(kind, card.since, until)
                booking.note_document(
                    **said, now=at, domiciliation=card.uuid, seen=seen, kept_in="Classeur Domiciliations"
                )
            booking.sign_domiciliation(
                **said, now=at, domiciliation=card.uuid, plan=DOMICILIATION.code, clauses=clauses
            )


def _office(actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Bureau Sud, let for a year that ends soon, its state at entry written down."""
    south = places.find_resource(place_id=place.id, slug="bureau-sud")
    chloe, today = _person("chloe"), place.today(now)
    if south is None or chloe is None:
        return
    with suppress(Refused):
        made = booking.begin_occupation(
            actor=actor, now=now, place=place, resource=south, person_id=chloe, replay=True,
            starts_on=today - timedelta(days=330), ends_on=today + timedelta(days=35),
            agreement="Deux postes et une armoire ; préavis d’un mois.",
        )  # fmt: skip
        booking.report_state(
            actor=actor, now=now - timedelta(days=330), place=place, occupation=made, moment=Moment.ENTRY, lines=ENTRY,
            signed_for_place="Camille Nguyen", signed_for_occupant="Chloé Garnier",
        )  # fmt: skip


def _person(name: str) -> int | None:
    return persons.find_person_id(email=f"{name}@cantine.example")
