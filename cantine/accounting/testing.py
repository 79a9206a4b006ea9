"""Legal entities for tests, written through the commands as a treasurer would."""

from datetime import datetime
from typing import Any

from cantine.accounting import commands, queries, rules
from cantine.accounting.queries import LegalEntityRef
from cantine.core import scoping
from cantine.core.actor import system
from cantine.places.testing import ref_of

ROBOT = system("a test keeps the books")
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
