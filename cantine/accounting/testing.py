"""Legal entities and entries for tests, written through the commands as a treasurer would."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from cantine.accounting import commands, queries, rules
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import JournalKind, Role
from cantine.core import scoping
from cantine.core.actor import system
from cantine.places.testing import ref_of

ROBOT = system("a test keeps the books")
_numbers = count(1)
# Numbers with right keys, of nobody: SIRENs that begin with 9999 are not given.
EXAMPLE: dict[str, Any] = {
    "code": "asso", "name": "Association d’essai", "legal_form": "Association loi 1901", "street": "1 rue de l’Essai",
    "postcode": "75002", "town": "Paris", "siren": "999900012", "siret": "99990001200017", "vat_number": "FR74999900012",
    "iban": "FR7630006000011234567890189", "bic": "AGRIFRPP",
}  # fmt: skip


def a_legal_entity(place: Any, *, now: datetime, **changes: Any) -> LegalEntityRef:
    """An association that may invoice; the main one when it is the first."""
    ref = ref_of(place)
    with scoping.scope([ref.organisation_id]):
        identity = rules.Identity(**{**EXAMPLE, **changes})
        made = commands.set_legal_entity(actor=ROBOT, now=now, place=ref, identity=identity)
        entity = queries.find_entity(uuid=made)
    assert entity is not None
    return entity


def a_sale(cents: int, *, third: str = "C1", third_name: str = "Café de la Halle") -> list[rules.Posting]:
    """A letting with VAT at 20 %, owed by a customer: ``cents`` without VAT."""
    vat = cents // 5
    return [
        rules.Posting(role=Role.CUSTOMERS, debit_cents=cents + vat, third=third, third_name=third_name),
        rules.Posting(role=Role.SALES_LETTING, credit_cents=cents),
        rules.Posting(role=Role.VAT_COLLECTED, credit_cents=vat, rate=Decimal(20)),
    ]


def an_entry(
    entity: LegalEntityRef, *, now: datetime, cents: int = 12_000, day: date | None = None, **changes: Any
) -> UUID:
    """A sale in the journal of sales, its scope being open."""
    number = next(_numbers)
    day = day or now.date()
    said: dict[str, Any] = {
        "journal": JournalKind.SALES, "day": day, "label": "Salle Rouge", "piece": f"F{number}", "piece_day": day,
        "source": f"test:{number}", "postings": a_sale(cents), **changes,
    }  # fmt: skip
    return commands.post_entry(actor=ROBOT, now=now, entity_id=entity.id, **said)
