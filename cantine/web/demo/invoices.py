"""What La Cantine invoiced: the week before last, paid or not, a sponsorship, a credit note, drafts that wait."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.rules import Added, Method, Nature, Payer, line_of
from cantine.core.actor import Actor
from cantine.kernel import Refused
from cantine.people import queries as persons
from cantine.people.queries import PersonRef
from cantine.places import commands as places_commands
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit, Vat
from cantine.web.demo.people import COWORKERS, TEAM

STREETS = (
    "12 rue de Cléry", "4 passage du Caire", "31 rue d’Aboukir", "8 rue du Sentier", "57 rue Réaumur", "19 rue Saint-Marc",
    "2 rue Vivienne", "45 rue des Jeûneurs",
)  # fmt: skip
ATELIER = Payer(
    name="Atelier Boussole", nature=Nature.BUSINESS, street="9 rue Feydeau", postcode="75002", town="Paris",
    siren="999900020", email="compta@atelier-boussole.example", due_days=15,
)  # fmt: skip
COOPANAME = Payer(
    name="Coopaname", nature=Nature.BUSINESS, street="3 rue Albert-Marquet", postcode="75020", town="Paris",
    siren="999900038", email="factures@coopaname.example",
)  # fmt: skip
METHODS = (Method.TRANSFER, Method.CARD, Method.TRANSFER, Method.CHEQUE)


def load_invoices(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """A week ago the month's first half was invoiced; nothing if the place has documents already."""
    today = place.today(now)
    if documents.invoices_of(place, first_day=date(1990, 1, 1), last_day=today, most=1):
        return
    then = datetime.combine(today - timedelta(days=7), time(17), tzinfo=place.zone)
    _write_payers(actor, place, then)
    said: dict[str, Any] = {"actor": actor, "now": then, "place": place}
    run = billing.prepare_invoices(**said, last_day=place.today(then), replay=True)
    issued = [each for each in run.drafts if _issue(said, each)]
    for number, invoice in enumerate(issued):
        if number % 4 != 3:
            _pay(actor, place, invoice, then + timedelta(days=number % 6), METHODS[number % len(METHODS)])
    if issued:
        said = {"actor": actor, "now": now - timedelta(days=1), "place": place}
        billing.credit_invoice(
            **said, invoice=issued[-1], lines=[0], note="Salle rendue plus tôt : geste commercial.", replay=True
        )  # fmt: skip
    _prepare_some(actor, place, now)


def _prepare_some(actor: Actor, place: PlaceRef, now: datetime) -> None:
    """A sponsorship written by hand, and the draft of whoever owes most since."""
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place}
    sponsor = _firms(place).get(ATELIER.name)
    if sponsor is not None:
        draft = billing.start_invoice(**said, who=("organisation", sponsor))
        line = line_of(
            name="Parrainage du mois de la cartographie", detail="Logo sur le programme et mot d’accueil", quantity=Decimal(1),
            unit=Unit.PIECE, unit_cents=Decimal(80_000), vat=Vat(rate=Decimal(20)), activity="sponsorship",
        )  # fmt: skip
        billing.write_on_draft(**said, invoice=draft, added=Added(lines=(line,), reference="BC-2041"))


def _write_payers(actor: Actor, place: PlaceRef, now: datetime) -> None:
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place, "replay": True}
    if (
        coop := next(
            (each.id for each in persons.find_organisations(COOPANAME.name) if each.name == COOPANAME.name), None
        )
    ) is not None:
        places_commands.note_customer(actor=actor, now=now, place=place, customer_id=coop)
    firms = _firms(place)
    for card in (ATELIER, COOPANAME):
        if card.name in firms:
            billing.write_payer(**said, who=("organisation", firms[card.name]), payer=card)
    known = places.persons_at_addresses(place, emails=[each.email for each in (*COWORKERS, *TEAM)])
    refs = persons.persons_of(known.values())
    for number, (email, key) in enumerate(sorted(known.items())):
        pays = firms.get(COOPANAME.name) if email.startswith("amel@") else None
        billing.write_payer(
            **said, who=("person", key), payer=_person(refs[key], number, reference="E-0417" if pays else ""), paid_by=pays
        )  # fmt: skip


def _firms(place: PlaceRef) -> dict[str, int]:
    return {each.name: key for key, each in persons.organisations_of(places.known_customers(place=place)).items()}


def _person(ref: PersonRef, number: int, *, reference: str) -> Payer:
    """One in five pays on receipt."""
    plain = Payer(
        name=ref.shown, nature=Nature.PERSON, street=STREETS[number % len(STREETS)], postcode="75002", town="Paris",
        reference=reference,
    )  # fmt: skip
    return replace(plain, due_days=0) if number % 5 == 2 else plain


def _issue(said: dict[str, Any], draft: UUID) -> bool:
    """What cannot be issued stays a draft, which says why."""
    try:
        billing.issue_invoice(**said, invoice=draft, replay=True)
    except Refused:
        return False
    return True


def _pay(actor: Actor, place: PlaceRef, invoice: UUID, at: datetime, method: Method) -> None:
    found = documents.find_invoice(organisations=[place.organisation_id], uuid=invoice)
    assert found is not None
    billing.record_payment(
        actor=actor, now=at, place=place, who=found.card.who, cents=found.card.gross_cents, method=method,
        received_on=place.today(at), key=f"demo:{invoice}", invoices=[invoice], replay=True,
    )  # fmt: skip
