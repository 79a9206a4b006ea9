"""What happens to who invoices, and to the books."""

from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, kw_only=True)
class BooksFact(Fact):
    """What every fact of the books says: whose."""

    entity: UUID


@dataclass(frozen=True, kw_only=True)
class EntryPosted(BooksFact):
    """An entry stands in a journal, for good; ``source`` is the act that it tells."""

    entry: UUID
    source: str


@dataclass(frozen=True, kw_only=True)
class PatternKept(BooksFact):
    """Lines were kept, to begin an entry from."""

    pattern: UUID


@dataclass(frozen=True, kw_only=True)
class PatternDropped(BooksFact):
    """Lines to begin from are kept no more."""

    pattern: UUID


@dataclass(frozen=True, kw_only=True)
class EntriesPosted(BooksFact):
    """Many entries stand in a journal at once, for good."""

    count: int


@dataclass(frozen=True, kw_only=True)
class LinesLettered(BooksFact):
    """Lines settle each other: they bear one code."""

    code: str


@dataclass(frozen=True, kw_only=True)
class PeriodClosed(BooksFact):
    """Nothing is entered any more until this day, included."""

    last_day: date


@dataclass(frozen=True, kw_only=True)
class ChartChanged(BooksFact):
    """Accounts were added, or roles were given other accounts."""


@dataclass(frozen=True, kw_only=True)
class DrawerFact(BooksFact):
    """What every fact of a cash drawer says: which one."""

    drawer: UUID


@dataclass(frozen=True, kw_only=True)
class DrawerOpened(DrawerFact):
    """A place takes money at a counter."""


@dataclass(frozen=True, kw_only=True)
class MoneyTaken(DrawerFact):
    """Money came in at the counter, or went back; ``source`` is the act that it pays."""

    taking: UUID
    source: str


@dataclass(frozen=True, kw_only=True)
class DrawerClosed(DrawerFact):
    """A day, a month or a year of the drawer was closed for good."""

    closing: UUID
    span: str
    last_day: date


@dataclass(frozen=True, kw_only=True)
class ChequeSlipFact(Fact):
    """Something happened to cheques that are brought to the bank together."""

    slip: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ChequeSlipMade(ChequeSlipFact):
    """Cheques in hand leave for the bank."""


@dataclass(frozen=True, kw_only=True)
class ChequeSlipDropped(ChequeSlipFact):
    """They are not brought: each is in hand again."""


@dataclass(frozen=True, kw_only=True)
class ChequeSlipPaidIn(ChequeSlipFact):
    """The bank has paid them in."""


@dataclass(frozen=True, kw_only=True)
class ChequeSlipTakenBack(ChequeSlipFact):
    """The bank had not paid them in after all: they are expected again."""
