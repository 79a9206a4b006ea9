"""The co-operative that the demo's association becomes: four colleges, eighteen shareholders, a bulletin before the board, a
withdrawal that waits for its day. None of it existed: La Cantine of 2009 was borne by an association alone."""

from datetime import date, datetime, time, timedelta
from typing import Any

from cantine.accounting import commands as accounting
from cantine.accounting.rules import Identity, Nature
from cantine.billing.rules import Method
from cantine.core.actor import Actor
from cantine.memberships import commands as memberships
from cantine.memberships.queries import shares as queries
from cantine.memberships.rules.shares import College
from cantine.people import queries as people
from cantine.places import commands as places
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
PARTNERS = (("Atelier Boussole", 50), ("Coopaname", 100))
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
    for number, (who, group, quantity, name) in enumerate(_holders()):
        at = datetime.combine(place.today(now) - timedelta(days=DAYS_AGO - 5 * number), time(10, number), place.zone)
        _admitted(said, at, who, group, quantity, name)
    waiting = people.find_person_id(email="lea@cantine.example")
    assert waiting is not None
    memberships.sign_bulletin(
        **said, now=now, who=("person", waiting), college="usagers", quantity=5, signed_by="Léa Dubois", replay=True
    )
    leaving = queries.holdings_on(place.organisation_id, place.today(now))[1]
    memberships.withdraw_shares(
        **said, now=now, holding=leaving.uuid, quantity=leaving.quantity, on=place.today(now), replay=True
    )


def _holders() -> list[tuple[tuple[str, int], str, int, str]]:
    """(who, college, shares, name of who signs): the team, most of the coworkers, two organisations."""
    found = []
    for number, somebody in enumerate((*TEAM, *COWORKERS)):
        person = people.find_person_id(email=somebody.email)
        if person is None or somebody.email == "lea@cantine.example":
            continue
        college = "salaries" if somebody in TEAM else ("soutiens" if number % 5 == 4 else "usagers")
        found.append((("person", person), college, 5 if college == "soutiens" else 1 + number % 4, somebody.name))
    for name, quantity in PARTNERS:
        found.append((("organisation", people.find_organisations(name)[0].id), "partenaires", quantity, name))
    return found


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
