"""Numbering papers of membership and making their files: a number is taken in the transaction of the act, a file is made once
and kept with its SHA-256."""

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cantine.accounting.queries import LegalEntityRef, entity_of
from cantine.billing.documents import figures
from cantine.billing.documents.parties import address_lines
from cantine.billing.queries import ORGANISATION, PERSON, PayerCard, Who
from cantine.billing.rules import Address
from cantine.core import sql
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.memberships.documents import paper_pdf
from cantine.memberships.models import Paper
from cantine.memberships.rules.papers import PaperKind, paper_reference
from cantine.places.queries import PlaceRef

PRINTER = system("memberships.papers")
_SERIES = """
INSERT INTO memberships_paperseries (organisation_id, entity_id, kind, year, last_number) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (organisation_id, entity_id, kind, year) DO UPDATE SET last_number = memberships_paperseries.last_number + 1
RETURNING last_number
"""


def make_paper(*, actor: Actor, now: datetime, paper: UUID) -> None:
    """Make the file of a paper unless it is there. Records nothing. Refusals: none."""
    authorize(actor, "paper.make", Target(None))
    row = Paper.objects.filter(uuid=paper, pdf=None).values("kind", "content", "place__accent").first()
    if row is not None:
        accent = {"accent": row["place__accent"]} if row["place__accent"] else {}
        pdf = paper_pdf(PaperKind(row["kind"]), row["content"], **accent)
        Paper.objects.filter(uuid=paper, pdf=None).update(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest())


def check_entity(place: PlaceRef) -> LegalEntityRef:
    """In whose name papers are given. Raises Refused: dues_without_entity."""
    entity = entity_of(place)
    if entity is None:
        raise Refused(Refusal("dues_without_entity"))
    return entity


def issue_paper(
    *, kind: PaperKind, place: PlaceRef, entity: LegalEntityRef, card: PayerCard, about: UUID, day: date, now: datetime,
    content: dict[str, Any],
) -> Paper:  # fmt: skip
    """For the commands of memberships, which have authorized: the next number, and what the paper says, frozen."""
    found = sql.row(_SERIES, [entity.organisation_id, entity.id, kind.value, day.year])
    assert found is not None
    reference = paper_reference(kind, prefix=entity.prefix, year=day.year, number=found[0])
    person_id, customer_id = ids_of(card.who)
    return Paper.objects.create(
        organisation_id=place.organisation_id, place_id=place.id, entity_id=entity.id, kind=kind.value,
        reference=reference, about=about, person_id=person_id, customer_id=customer_id, issued_on=day, made_at=now,
        content={
            "number": reference, "issued_on": day.isoformat(), "language": card.language, "seller": _seller(entity),
            "payer": {"name": card.party.name, "lines": address_lines(card.party.address)}, **content,
        },
    )  # fmt: skip


def ids_of(who: Who) -> tuple[int | None, int | None]:
    """(person, organisation): one of them."""
    return (who[1] if who[0] == PERSON else None, who[1] if who[0] == ORGANISATION else None)


def _seller(entity: LegalEntityRef) -> dict[str, Any]:
    address = Address(entity.street, entity.extra, entity.postcode, entity.town, entity.country)
    numbers = [
        entity.siret and f"SIRET {figures.siren(entity.siret)}",
        entity.rna and f"RNA {entity.rna}",
        entity.registry,
    ]
    legal = " · ".join(each for each in (entity.name, entity.legal_form, entity.capital, *numbers) if each)
    return {"name": entity.name, "lines": [*address_lines(address), *filter(None, [entity.email])], "legal": legal}
