"""In whose name La Cantine invoices: the association that bore it. Its numbers are examples with right keys, of nobody."""

from datetime import datetime

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.rules import Identity
from cantine.core.actor import Actor
from cantine.places.queries import PlaceRef

SILICON_SENTIER = Identity(
    code="silicon-sentier", name="Silicon Sentier", legal_form="Association loi 1901",
    street="151 rue Montmartre", extra="Passage des Panoramas", postcode="75002", town="Paris",
    siren="999900012", siret="99990001200017", vat_number="FR74999900012",
    email="compta@cantine.example", iban="FR7699999000010000200915148", bic="EXPLFRPP",
    note="Exemple : le SIREN et l’IBAN ne sont ceux de personne.", main=True,
)  # fmt: skip


def load_books(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """The association, unless somebody invoices already."""
    if not books.entities_of(place.organisation_id):
        accounting.set_legal_entity(actor=actor, now=now, place=place, identity=SILICON_SENTIER)
