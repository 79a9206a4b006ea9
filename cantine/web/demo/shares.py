"""The co-operative that the demo's association becomes: four colleges, twenty shareholders in three of them, taken over with the
capital of its old books; one admitted since, a bulletin before the board, a withdrawal that waits for its day. None of it existed: La
Cantine of 2009 was borne by an association alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from cantine.accounting import commands as accounting
from cantine.accounting.rules import Identity, Nature, OldBalance
from cantine.billing.rules import Method
from cantine.core.actor import Actor
from cantine.memberships import commands as memberships
from cantine.memberships.queries import shares as queries
from cantine.memberships.rules.shares import College
from cantine.people import queries as people
from cantine.places import commands as places
from cantine.places import queries as places_known
from cantine.places.queries import PlaceRef
from cantine.web.demo.people import COWORKERS, TEAM

SCIC = Identity(
    code="cantine-cooperative", name="Cantine coopérative", legal_form="SCIC SA à capital variable", nature=Nature.COMPANY,
    street="151 rue Montmartre", postcode="75002", town="Paris", prefix="SCIC-", email="compta@cantine.example",
    note="Exemple\u202f: cette coopérative n’a jamais existé.",
)  # fmt: skip
COLLEGES = (
    College("salaries", "Salariés", "Employees", 30, 1), College("usagers", "Usagers", "Users", 30, 1),
    College("soutiens", "Soutiens", "Supporters", 20, 5), College("partenaires", "Collectivités et partenaires", "Partners", 20, 50),
)  # fmt: skip
PARTNER, PARTNER_SHARES, HOLDERS = "Coopaname", 100, 20
SHARE_CENTS, DELAY_MONTHS, DAYS_AGO = 2_000, 12, 150


def load_shares(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Everything once; in the order of days, as the register wants it."""
    if queries.cooperative_of(place.organisation_id) is not None:
        return
    said: dict[str, Any] = {"actor": actor, "place": place}
    accounting.set_legal_entity(**said, now=now, identity=SCIC)
    for college in COLLEGES:
        memberships.set_college(**said, now=now, college=college)
    memberships.set_share_terms(
        **said, now=now, first_day=date(2009, 1, 1), cents=SHARE_CENTS, delay_months=DELAY_MONTHS
    )
    _taken_over(said, now, place)
    partner = people.find_organisations(PARTNER)[0].id
    _admitted(said, now - timedelta(days=DAYS_AGO), ("organisation", partner), "partenaires", PARTNER_SHARES, PARTNER)
    waiting = people.find_person_id(email="lea@cantine.example")
    assert waiting is not None
    memberships.sign_bulletin(
        **said, now=now, who=("person", waiting), college="usagers", quantity=5, signed_by="Léa Dubois", replay=True
    )
    asked = people.find_person_id(email="zoe.abgrall@membres.example") or waiting
    memberships.ask_bulletin(**said, now=now, who=("person", asked), college="usagers", quantity=3, replay=True)
    leaving = queries.holdings_on(place.organisation_id, place.today(now))[1]
    memberships.withdraw_shares(
        **said, now=now, holding=leaving.uuid, quantity=leaving.quantity, on=place.today(now), replay=True
    )


def _taken_over(said: dict[str, Any], now: datetime, place: PlaceRef) -> None:
    """The books and the register that the co-operative kept elsewhere, as they stood on one day: the capital is the same in both."""
    day = place.today(now) - timedelta(days=DAYS_AGO + 10)
    holdings = list(_holders(place, day))
    capital = SHARE_CENTS * sum(each.quantity for each in holdings)
    entity = queries.cooperative_of(place.organisation_id)
    assert entity is not None
    balances = [
        OldBalance(number="5121", name="Banque", debit_cents=capital),
        OldBalance(number="1013", name="Capital souscrit, appelé, versé", credit_cents=capital),
    ]
    accounting.take_over_balances(**said, now=now, entity=entity.uuid, day=day, balances=balances)
    memberships.take_over_shares(**said, now=now, day=day, holdings=holdings)


def _holders(place: PlaceRef, day: date) -> Iterator[memberships.OldHolding]:
    """Twenty: the team, coworkers, and those who left the house but not the co-operative."""
    known = places_known.known_people(place=place)
    team, ours = {somebody.email for somebody in TEAM}, {somebody.email for somebody in COWORKERS}
    staying = [each for each in known if each.email in team | ours and each.email != "lea@cantine.example"]
    others = [each for each in known if each.email.endswith("@membres.example")]
    for number, person in enumerate([*staying, *others][:HOLDERS], start=1):
        college = "salaries" if person.email in team else ("soutiens" if number % 5 == 4 else "usagers")
        yield memberships.OldHolding(
            who=("person", person.id), college=college, quantity=5 if college == "soutiens" else 1 + number % 4,
            number=str(number), since=day - timedelta(days=40 * (HOLDERS - number) + 3), source=f"taken:{number}",
        )  # fmt: skip


def _admitted(said: dict[str, Any], at: datetime, who: tuple[str, int], college: str, quantity: int, name: str) -> None:
    """Signed and paid one day, admitted the same: the board meets often in a demo."""
    day = said["place"].today(at)
    if who[0] == "organisation":
        places.note_customer(**said, now=at, customer_id=who[1])
    bulletin = memberships.sign_bulletin(
        **said, now=at, who=who, college=college, quantity=quantity, signed_by=name, replay=True
    )
    memberships.pay_bulletin(**said, now=at, bulletin=bulletin, method=Method.TRANSFER, received_on=day, replay=True)
    memberships.admit_bulletin(**said, now=at, bulletin=bulletin, on=day, replay=True)
