"""Who pays, as documents name them: what the tenant wrote down, else what is known of the person or the organisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from cantine.billing.rules import Address, Nature, Party
from cantine.core import sql
from cantine.people import queries as people
from cantine.people.queries import PersonRef
from cantine.people.rules.organisations import OrganisationDraft
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

Who = tuple[str, int]
ORGANISATION, PERSON = "organisation", "person"
NATURES = {"public": Nature.PUBLIC, "association": Nature.NON_TAXABLE, "collective": Nature.NON_TAXABLE}


class _Written(NamedTuple):
    """What a tenant wrote down of a payer, as it is selected."""

    person_id: int
    customer_id: int | None
    name: str
    nature: str
    street: str
    extra: str
    postcode: str
    town: str
    country: str
    siren: str
    siret: str
    vat_number: str
    email: str
    endpoint: str
    reference: str
    service_code: str
    engagement: str
    due_days: int | None
    paid_by_id: int | None
    paid_from: date | None


_WRITTEN = f"""
SELECT {", ".join(_Written._fields)} FROM billing_payer
WHERE organisation_id = %s AND (person_id = ANY(%s::bigint[]) OR customer_id = ANY(%s::bigint[]))
"""  # noqa: S608  names of our own


@dataclass(frozen=True)
class PayerCard:
    """``who`` names a kind, ``organisation`` or ``person``, and its id. ``written``: the tenant wrote it down itself."""

    who: Who
    uuid: UUID
    party: Party
    reference: str = ""
    service_code: str = ""
    engagement: str = ""
    due_days: int | None = None
    paid_by: int | None = None
    language: str = "fr"
    written: bool = False
    paid_from: date | None = None


def payer_cards(*, organisation_id: int, whos: Iterable[Who]) -> Mapping[Who, PayerCard]:
    """Three statements in one message, whatever their number; whoever was erased has no card."""
    wanted = set(whos)
    if not wanted:
        return {}
    humans = [key for kind, key in wanted if kind == PERSON]
    others = [key for kind, key in wanted if kind == ORGANISATION]
    persons = people.persons_soon(humans) if humans else None
    organisations = people.papers_soon(others) if others else None
    rows = map(_Written._make, sql.rows(_WRITTEN, [organisation_id, humans, others]))
    written = {(ORGANISATION, row.customer_id) if row.customer_id else (PERSON, row.person_id): row for row in rows}
    cards = {(PERSON, key): _of_person(each) for key, each in (persons.value if persons else {}).items()}
    cards |= {
        (ORGANISATION, key): _of_organisation(key, *each)
        for key, each in (organisations.value if organisations else {}).items()
    }
    return {who: _written(card, written[who]) if who in written else card for who, card in cards.items()}


def payer_card(*, organisation_id: int, who: Who) -> PayerCard | None:
    return payer_cards(organisation_id=organisation_id, whos=[who]).get(who)


def find_payer(*, place: PlaceRef, uuid: UUID) -> Who | None:
    """The person or the organisation of this id, if the tenant knows them."""
    person = places.known_person(place=place, uuid=uuid)
    if person is not None:
        return (PERSON, person)
    customer = people.find_organisation_id(uuid)
    known = customer is not None and places.knows(place=place, customer_id=customer)
    return (ORGANISATION, customer) if customer is not None and known else None


def _of_person(person: PersonRef) -> PayerCard:
    party = Party(person.name or person.email, Address(), Nature.PERSON, email=person.email, phone=person.phone)
    return PayerCard((PERSON, person.id), person.uuid, party, language=person.language)


def _of_organisation(key: int, uuid: UUID, papers: OrganisationDraft) -> PayerCard:
    nature = Nature.ABROAD if papers.country != "FR" else NATURES.get(papers.kind, Nature.BUSINESS)
    address = Address(papers.street, "", papers.postcode, papers.commune, papers.country)
    party = Party(
        papers.name, address, nature, siren=papers.siren or papers.siret[:9], siret=papers.siret, rna=papers.rna,
        email=papers.email,
    )  # fmt: skip
    return PayerCard((ORGANISATION, key), uuid, party)


def _written(card: PayerCard, row: _Written) -> PayerCard:
    party = Party(
        row.name, Address(row.street, row.extra, row.postcode, row.town, row.country), Nature(row.nature),
        siren=row.siren, siret=row.siret, rna=card.party.rna, vat_number=row.vat_number,
        email=row.email or card.party.email, phone=card.party.phone, endpoint=row.endpoint,
    )  # fmt: skip
    return PayerCard(
        card.who, card.uuid, party, row.reference, row.service_code, row.engagement, row.due_days, row.paid_by_id, card.language,
        written=True, paid_from=row.paid_from,
    )  # fmt: skip
