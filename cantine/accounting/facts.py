"""What happens to who invoices, and to the books."""

from dataclasses import dataclass
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class LegalEntityFact(Fact):
    """What every fact of a legal entity says: which one."""

    entity: UUID


@dataclass(frozen=True, kw_only=True)
class LegalEntityChanged(LegalEntityFact):
    """A legal entity was entered, or what its documents print changed."""


@dataclass(frozen=True, kw_only=True)
class LegalEntityRetired(LegalEntityFact):
    """A legal entity invoices no more; its books stay."""


@dataclass(frozen=True, kw_only=True)
class SellerChosen(LegalEntityFact):
    """A place invoices in the name of this entity from now on."""
