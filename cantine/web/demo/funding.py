"""The economy of La Cantine over two years: what it spends each month, who funds it, and its figures of 2009. Amounts are
plausible, not the study's, save those of 2009."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid5

from cantine.core.actor import Actor
from cantine.funding import commands as funding
from cantine.funding import queries
from cantine.funding.rules import LA_CANTINE, YEAR, Activity, FunderKind, Said, Spent, State
from cantine.funding.rules.kind import Sort, Worth
from cantine.funding.rules.receipts import Terms
from cantine.funding.rules.recurring import Every, Recurring
from cantine.funding.rules.rights import UseRight
from cantine.funding.rules.support import Deal, Donor, DonorKind, Given, Way
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

# Day of the month, what, category, euros, supplier, for what.
EVERY_MONTH = (
    (2, "Loyer", "rent", 2_350, "SCI du Passage", Activity.HOUSE),
    (5, "Électricité et eau", "energy", 185, "Énergie commune", Activity.HOUSE),
    (6, "Internet", "telecom", 62, "Opérateur du quartier", Activity.HOUSE),
    (9, "Café, thé, boissons", "goods", 415, "Torréfacteur des Halles", Activity.BAR),
    (15, "Ménage des salles louées", "upkeep", 420, "Propre et Net", Activity.LETTING),
    (18, "Intervenants du mois", "program", 1_150, "Collectif Nomade", Activity.PROGRAMME),
    (27, "Salaires", "wages", 5_200, "", Activity.HOUSE),
    (27, "Cotisations sociales", "social", 2_180, "Urssaf", Activity.HOUSE),
)
# Month, what, category, euros, supplier.
EVERY_YEAR = (
    (1, "Assurance du lieu", "insured", 890, "Mutuelle des lieux"),
    (4, "Expert-comptable", "fees", 1_650, "Cabinet Chiffres"),
    (10, "Affiches et programme", "comms", 740, "Imprimerie du Canal"),
    (12, "Amortissement du mobilier", "deprec", 1_800, ""),
)
BUDGET = {
    "own:letting": 8_800_000,
    "own:bar": 1_000_000,
    "own:dues": 420_000,
    "private": 2_000_000,
    "public": 4_200_000,
    "cost:rent": 2_820_000,
    "cost:energy": 240_000,
    "cost:telecom": 80_000,
    "cost:goods": 480_000,
    "cost:upkeep": 500_000,
    "cost:program": 1_400_000,
    "cost:wages": 6_240_000,
    "cost:social": 2_616_000,
    "cost:insured": 90_000,
    "cost:fees": 165_000,
    "cost:comms": 80_000,
    "cost:deprec": 180_000,
}
LIKELY = 90  # they were granted each year
REPORTS = ("Bilan d’activité", "Compte rendu financier")


def load_funding(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Until yesterday; once: a second call finds what is there."""
    today = place.today(now)
    for spent in _costs(today):
        key = f"demo:{spent.day}:{spent.category}"
        funding.note_cost(actor=actor, now=now, place=place, spent=spent, key=key, replay=True)
    if not queries.grants_of(place):
        _grants(actor, place, now, today)
        _in_kind(actor, place, now, today)
        _supporters(actor, place, now, today)
        _recurring(actor, place, now, today)
        for year in (today.year - 1, today.year):
            funding.set_budget(actor=actor, now=now, place=place, year=year, amounts=BUDGET, replay=True)
    funding.enter_year(actor=actor, now=now, place=place, year=YEAR, entered=LA_CANTINE, replay=True)
    for year in (YEAR, today.year - 1, today.year):
        funding.publish_year(actor=actor, now=now, place=place, year=year, replay=True)


def _costs(today: date) -> Iterator[Spent]:
    """What is less than a month old is still to pay, save the rent and the wages."""
    for year in (today.year - 1, today.year):
        for month in range(1, 13):
            yearly = ((20, *each[1:], Activity.HOUSE) for each in EVERY_YEAR if each[0] == month)
            for number, what, category, euros, supplier, activity in (*EVERY_MONTH, *yearly):
                day = date(year, month, number)
                if day < today:
                    paid = day if category in {"rent", "wages"} else day + timedelta(days=25)
                    yield Spent(
                        what=what, day=day, net_cents=euros * 100, category=category, supplier=supplier, activity=activity,
                        paid_on=paid if paid < today and category != "deprec" else None,
                    )  # fmt: skip


def _grants(actor: Actor, place: PlaceRef, now: datetime, today: date) -> None:
    """Two that are granted each year, in three parts and in one, those of next year being asked for; one that is hoped for."""
    for year in (today.year - 1, today.year, today.year + 1):
        _granted(
            actor, place, now, today, "Conseil régional", FunderKind.REGION, "Soutien aux tiers-lieux", year, 30_000,
            ((3, 40, "À la notification"), (7, 40, "Sur bilan intermédiaire"), (11, 20, "Sur bilan final")),
        )  # fmt: skip
        _granted(
            actor, place, now, today, "Ville de Paris", FunderKind.CITY, "Fonctionnement", year, 12_000,
            ((5, 100, "8 jours d’usage des salles par an"),),
        )  # fmt: skip
    hoped = Said(
        funder="Union européenne", kind=FunderKind.EUROPE, purpose="Fabrique de proximité", first_day=date(today.year + 1, 1, 1),
        last_day=date(today.year + 2, 12, 31), asked_cents=4_500_000, likely_percent=40,
        probably_on=today + timedelta(days=150), conditions="Cofinancement de 40 % à réunir.",
    )  # fmt: skip
    made = funding.enter_grant(actor=actor, now=now, place=place, said=hoped, replay=True)
    funding.move_grant(actor=actor, now=now, place=place, grant=made, to=State.ASKED, day=today, replay=True)


def _in_kind(actor: Actor, place: PlaceRef, now: datetime, today: date) -> None:
    """Volunteers of each quarter, and the room that the city lends."""
    for year in (today.year - 1, today.year):
        for month in (3, 6, 9, 12):
            day = date(year, month, 27)
            if day < today:
                for worth in (
                    Worth(
                        what="Bénévoles du trimestre", sort=Sort.VOLUNTEERS, day=day, quantity=Decimal(84), unit_cents=1_550,
                        method="SMIC chargé",
                    ),
                    Worth(
                        what="Salle prêtée par la ville", sort=Sort.PREMISES, day=day, quantity=Decimal(3), unit_cents=42_000,
                        method="Loyer du quartier, au mois",
                    ),
                ):  # fmt: skip
                    funding.note_in_kind(actor=actor, now=now, place=place, worth=worth, replay=True)


GIFTS = (
    (120, 6_000, Way.TRANSFER, Donor(kind=DonorKind.PERSON, name="Solange Petit", email="solange@example.org",
        street="4 rue des Jeûneurs", postcode="75002", town="Paris")),
    (40, 3_500, Way.CHEQUE, Donor(kind=DonorKind.PERSON, name="Idriss Kane", street="18 rue du Mail", postcode="75002",
        town="Paris")),
    (60, 150_000, Way.TRANSFER, Donor(kind=DonorKind.FIRM, name="Menuiserie Leroux", legal_form="SARL", siren="552100554",
        street="3 quai de Valmy", postcode="75010", town="Paris")),
)  # fmt: skip


RECEIPTS = Terms(
    on=True, persons=True, purpose="Faire vivre un lieu ouvert où l’on apprend et partage les cultures numériques",
    signer="Hélène Marchand", signer_role="Trésorière", confirmed=True,
)  # fmt: skip


def _recurring(actor: Actor, place: PlaceRef, now: datetime, today: date) -> None:
    """The rent and the line, from next month on: those before are entered already."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    for number, what, category, euros, supplier, activity in EVERY_MONTH[:3]:
        if category != "energy":
            spent = Spent(
                what=what, day=first.replace(day=number), net_cents=euros * 100, category=category, supplier=supplier,
                activity=activity,
            )  # fmt: skip
            funding.note_recurring(
                actor=actor, now=now, place=place, recurring=Recurring(spent=spent, every=Every.MONTH), key=f"demo:{category}",
                replay=True,
            )  # fmt: skip


def _supporters(actor: Actor, place: PlaceRef, now: datetime, today: date) -> None:
    """A sponsor of the year who is invoiced, one who is not yet, and three gifts."""
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place, "replay": True}
    known = places.customer_names(place=place)[:2]
    for number, (customer, _name) in enumerate(known):
        deal = Deal(
            counterpart="Le logo sur le programme et deux jours de la grande salle", net_cents=250_000 - 100_000 * number,
            year=today.year, agreed_on=today - timedelta(days=20), event="" if number else "La nuit du code",
        )  # fmt: skip
        made = funding.enter_sponsorship(**said, customer_id=int(customer), deal=deal)
        days = UseRight(
            days=Decimal(2), hours=Decimal(8), first_day=date(today.year, 1, 1), last_day=date(today.year, 12, 31)
        )
        funding.give_right(
            **said,
            customer_id=int(customer),
            right=days,
            sponsorship=made,
            key=uuid5(place.uuid, f"demo:right:{number}"),
        )
        if not number:
            funding.bill_sponsorship(**said, sponsorship=made)
    for ago, cents, way, donor in GIFTS:
        given = Given(donor=donor, cents=cents, day=today - timedelta(days=ago), way=way)
        gift = funding.receive_gift(**said, given=given, key=f"demo:{donor.name}")
        if ago > 100:
            funding.set_receipts(**said, terms=RECEIPTS)
            funding.issue_receipt(**said, gift=gift)


def _granted(
    actor: Actor, place: PlaceRef, now: datetime, today: date, funder: str, kind: FunderKind, purpose: str, year: int,
    euros: int, parts: tuple[tuple[int, int, str], ...],
) -> None:  # fmt: skip
    notified, first = date(year, 2, 12), date(year, parts[0][0], 14)
    said = Said(
        funder=funder, kind=kind, purpose=purpose, first_day=date(year, 1, 1), last_day=date(year, 12, 31),
        asked_cents=euros * 100, conditions="Deux bilans par an, et le logo sur le programme.", likely_percent=LIKELY,
        probably_on=first,
        documents="Convention signée, dans le classeur des subventions.",
    )  # fmt: skip
    grant = funding.enter_grant(actor=actor, now=now, place=place, said=said, replay=True)
    if notified >= today:
        funding.move_grant(actor=actor, now=now, place=place, grant=grant, to=State.ASKED, day=today, replay=True)
        return
    funding.move_grant(
        actor=actor, now=now, place=place, grant=grant, to=State.GRANTED, day=notified, cents=euros * 100, replay=True
    )
    for month, percent, condition in parts:
        due = date(year, month, 14)
        part = funding.plan_instalment(
            actor=actor,
            now=now,
            place=place,
            grant=grant,
            cents=euros * percent,
            due_on=due,
            condition=condition,
            replay=True,
        )
        if due < today - timedelta(days=20):
            funding.receive_instalment(
                actor=actor, now=now, place=place, grant=grant, instalment=part, day=due, replay=True
            )
    for number, what in enumerate(REPORTS):
        report = funding.plan_report(
            actor=actor, now=now, place=place, grant=grant, what=what, due_on=date(year, 12, 15 + number), replay=True
        )
        if year < today.year:
            funding.send_report(actor=actor, now=now, place=place, grant=grant, report=report, replay=True)
