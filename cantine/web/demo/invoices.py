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
    """Each past month was invoiced on the first of the next, and the days since a week ago; nothing if the place has documents
    already."""
    today = place.today(now)
    if documents.invoices_of(place, first_day=date(1990, 1, 1), last_day=today, most=1):
        return
    _write_payers(actor, place, now)
    for day in _billing_days(place, today):
        _run(actor, place, datetime.combine(day, time(17), tzinfo=place.zone), today)
    last = documents.invoices_of(place, first_day=date(1990, 1, 1), last_day=today)
    if last:
        billing.credit_invoice(
            actor=actor, now=now - timedelta(days=1), place=place, invoice=last[0].uuid, lines=[0],
            note="Salle rendue plus tôt\u202f: geste commercial.", replay=True,
        )  # fmt: skip
    _prepare_some(actor, place, now)


def _billing_days(place: PlaceRef, today: date) -> list[date]:
    """The first of each month since something is owed, then a week ago."""
    owed = documents.due_charges(place, first_day=date(1990, 1, 1), last_day=today)
    if not owed:
        return []
    first = owed[0].day.replace(day=1)
    days = [day for each in range(1, 13) if (day := _months_after(first, each)) <= today - timedelta(days=8)]
    return [*days, today - timedelta(days=7)]


def _months_after(first: date, months: int) -> date:
    number = first.month - 1 + months
    return date(first.year + number // 12, number % 12 + 1, 1)


def _run(actor: Actor, place: PlaceRef, at: datetime, today: date) -> None:
    """What is owed up to the day before, issued; most pay within a fortnight, some once they were reminded, one never."""
    said: dict[str, Any] = {"actor": actor, "now": at, "place": place}
    run = billing.prepare_invoices(**said, last_day=place.today(at) - timedelta(days=1), replay=True)
    for number, draft in enumerate(run.drafts):
        if not _issue(said, draft):
            continue
        slow = (number + at.month) % 7 == 3
        paid_at = at + timedelta(days=2 + (number * 5) % 19 + (44 if slow else 0))
        never = slow and number == 3
        if not never and place.today(paid_at) < today:
            _pay(actor, place, draft, paid_at, METHODS[number % len(METHODS)])


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
