"""Who invoices: the entities of an organisation, and the one of a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cantine.accounting.models import LegalEntity
from cantine.accounting.rules import Identity, Nature, missing_to_invoice
from cantine.accounting.rules.identity import COLUMNS
from cantine.core import sql
from cantine.kernel import Refusal, slug_of
from cantine.people import queries as people
from cantine.people.rules.legal_forms import LEGAL_FORMS
from cantine.places.queries import PlaceRef

# Forms as documents print them, for those that third places mostly have; the others are typed.
PRINTED = {
    "association-1901": "Association loi 1901", "association-locale": "Association de droit local",
    "scic-sa": "SCIC SA à capital variable", "scic-sarl": "SCIC SARL à capital variable",
    "scic-sas": "SCIC SAS à capital variable", "scop-sa": "SCOP SA à capital variable",
    "scop-sarl": "SCOP SARL à capital variable", "scop-sas": "SCOP SAS à capital variable",
    "sarl": "SARL", "eurl": "EURL", "sas": "SAS", "sasu": "SASU", "sa": "SA",
    "micro": "Entrepreneur individuel (EI)", "ei": "Entrepreneur individuel (EI)",
    "profession-liberale": "Entrepreneur individuel (EI)",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LegalEntityRef(Identity):
    """A legal entity as the rest of the product needs it: all that its documents print, and its keys."""

    id: int
    uuid: UUID
    organisation_id: int
    retired_at: datetime | None

    @property
    def missing(self) -> list[Refusal]:
        """What it still needs before it may invoice."""
        return missing_to_invoice(self)


_REF = ("id", "uuid", "organisation_id", "retired_at", *COLUMNS)
_OF_PLACE = f"""
SELECT {", ".join(f"e.{name}" for name in _REF)} FROM accounting_legalentity e
LEFT JOIN accounting_seller s ON s.entity_id = e.id AND s.place_id = %s
WHERE e.organisation_id = %s AND e.retired_at IS NULL AND (s.id IS NOT NULL OR e.main)
ORDER BY s.id NULLS LAST LIMIT 1
"""  # noqa: S608  names of our own

_ALL = f"SELECT {', '.join(_REF)} FROM accounting_legalentity WHERE organisation_id = %s"  # noqa: S608  names of our own


def entity_of(place: PlaceRef) -> LegalEntityRef | None:
    """In whose name a place invoices: the one that it chose, else the main one, else None; one statement."""
    found = sql.row(_OF_PLACE, [place.id, place.organisation_id])
    return _ref(found) if found else None


def entities_of(organisation_id: int) -> list[LegalEntityRef]:
    """All of an organisation, the main one first, the retired last; one statement."""
    return entities_soon(organisation_id).value


def entities_soon(organisation_id: int) -> sql.Awaited[list[LegalEntityRef]]:
    """The same, asked with whatever is said next."""
    return sql.Awaited(sql.soon(_ALL, [organisation_id]), _in_order)


def _in_order(rows: Sequence[sql.Row]) -> list[LegalEntityRef]:
    return sorted(map(_ref, rows), key=lambda each: (each.retired_at is not None, not each.main, each.code))


def find_entity(*, uuid: UUID) -> LegalEntityRef | None:
    """One of those that the open scope shows."""
    found = LegalEntity.objects.filter(uuid=uuid).values_list(*_REF).first()
    return _ref(found) if found else None


def lock_entity(*, uuid: UUID) -> LegalEntityRef | None:
    """The same, locked until the transaction ends: whoever enters something in its books waits."""
    rows = LegalEntity.objects.filter(uuid=uuid).select_for_update(no_key=True).values_list(*_REF)
    found = rows.first()
    return _ref(found) if found else None


def proposal_of(organisation_id: int) -> Identity:
    """What the tenant is known to be, as the first entity that one would enter."""
    known = people.organisation_of(organisation_id)
    found = people.draft_of(known.uuid) if known else None
    if found is None:
        return Identity(code="", name="", main=True)
    draft, form = found[1], LEGAL_FORMS.get(found[1].legal_form)
    association = form is None or form.rna
    return Identity(
        code=slug_of(draft.name)[:40].strip("-"), name=draft.name, street=draft.street, postcode=draft.postcode,
        town=draft.commune, country=draft.country, siren=draft.siren, siret=draft.siret, rna=draft.rna,
        registry=draft.court_register, email=draft.email, main=True, legal_form=PRINTED.get(draft.legal_form, ""),
        nature=Nature.SOLE if form and form.kind == "individual" else Nature.ASSOCIATION if association else Nature.COMPANY,
    )  # fmt: skip


def _ref(row: tuple[object, ...]) -> LegalEntityRef:
    values = dict(zip(_REF, row, strict=True))
    return LegalEntityRef(**{**values, "nature": Nature(str(values["nature"]))})  # type: ignore[arg-type]  # as selected
