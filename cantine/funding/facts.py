"""What happens to grants, to costs and to the figures of a year. Names and amounts stay on the rows."""

from dataclasses import dataclass
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class GrantFact(Fact):
    """Something happened to a grant."""

    grant: UUID


@dataclass(frozen=True, kw_only=True)
class GrantEntered(GrantFact):
    """A grant that is prepared, or asked for, is followed from now on."""


@dataclass(frozen=True, kw_only=True)
class GrantMoved(GrantFact):
    """A grant was asked for, granted, refused or closed."""

    state: str


@dataclass(frozen=True, kw_only=True)
class InstalmentPlanned(GrantFact):
    """A part of a grant is due on a day."""


@dataclass(frozen=True, kw_only=True)
class InstalmentReceived(GrantFact):
    """A part of a grant came to the bank."""

    instalment: UUID


@dataclass(frozen=True, kw_only=True)
class ReportPlanned(GrantFact):
    """A funder wants to read something by a day."""


@dataclass(frozen=True, kw_only=True)
class ReportSent(GrantFact):
    """A report left to its funder."""

    report: UUID


@dataclass(frozen=True, kw_only=True)
class GrantSetAside(GrantFact):
    """What a grant did not serve for in a year was put aside, or taken back."""

    year: int
    back: bool


@dataclass(frozen=True, kw_only=True)
class CostNoted(Fact):
    """A cost was entered."""

    cost: UUID


@dataclass(frozen=True, kw_only=True)
class CostPaid(Fact):
    """A cost was paid."""

    cost: UUID


@dataclass(frozen=True, kw_only=True)
class CostUnpaid(Fact):
    """The payment of a cost was none: it is to pay again."""

    cost: UUID


@dataclass(frozen=True, kw_only=True)
class CostsImported(Fact):
    """Costs came in from a file."""

    count: int


@dataclass(frozen=True, kw_only=True)
class InKindNoted(Fact):
    """Something that no money pays was entered."""

    in_kind: UUID


@dataclass(frozen=True, kw_only=True)
class BudgetSet(Fact):
    """The budget of a year was written."""

    year: int


@dataclass(frozen=True, kw_only=True)
class YearEntered(Fact):
    """The great figures of a year were entered by hand."""

    year: int


@dataclass(frozen=True, kw_only=True)
class SponsorshipFact(Fact):
    """Something happened to a sponsorship."""

    sponsorship: UUID


@dataclass(frozen=True, kw_only=True)
class SponsorshipEntered(SponsorshipFact):
    """A sponsor agreed to give, against something in return."""


@dataclass(frozen=True, kw_only=True)
class SponsorshipBilled(SponsorshipFact):
    """A sponsorship went on a draft of an invoice."""

    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class SponsorshipDropped(SponsorshipFact):
    """A sponsor gives nothing in the end."""


@dataclass(frozen=True, kw_only=True)
class GiftReceived(Fact):
    """A gift came, with nothing in return."""

    gift: UUID


@dataclass(frozen=True, kw_only=True)
class GiftReversed(Fact):
    """A gift was undone: it never was one."""

    gift: UUID


@dataclass(frozen=True, kw_only=True)
class ReceiptsSwitched(Fact):
    """An entity gives tax receipts from now on, or no longer does, or says other things on them."""

    entity: UUID
    on: bool


@dataclass(frozen=True, kw_only=True)
class ReceiptFact(Fact):
    """Something happened to a tax receipt."""

    receipt: UUID


@dataclass(frozen=True, kw_only=True)
class ReceiptIssued(ReceiptFact):
    """A tax receipt has its number and its file."""


@dataclass(frozen=True, kw_only=True)
class ReceiptCancelled(ReceiptFact):
    """A tax receipt is no longer one: its number stays."""


@dataclass(frozen=True, kw_only=True)
class ReceiptSent(ReceiptFact):
    """A tax receipt left to its donor."""


@dataclass(frozen=True, kw_only=True)
class RightGiven(Fact):
    """A supporter may use rooms for so many days."""

    right: UUID


@dataclass(frozen=True, kw_only=True)
class RecurringNoted(Fact):
    """A cost that comes back was written."""

    recurring: UUID


@dataclass(frozen=True, kw_only=True)
class RecurringStopped(Fact):
    """A cost that came back does no longer, after a day."""

    recurring: UUID


@dataclass(frozen=True, kw_only=True)
class YearPublished(Fact):
    """The figures of a year are shown to everybody, or no longer are."""

    year: int
    shown: bool
