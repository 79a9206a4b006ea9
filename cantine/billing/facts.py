"""What happens to what is owed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ChargesMade(Fact):
    """Acts were priced, or priced anew: each by its source."""

    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChargesSettled(Fact):
    """Acts stand, or are given up: what is asked for them changed."""

    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChargesWithdrawn(Fact):
    """Acts have no price any more: moved to where nothing is asked."""

    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InvoiceFact(Fact):
    """Something happened to a document."""

    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class InvoicePrepared(InvoiceFact):
    """A draft was made, or took what is newly owed."""


@dataclass(frozen=True, kw_only=True)
class InvoiceWritten(InvoiceFact):
    """What stands on a draft changed."""


@dataclass(frozen=True, kw_only=True)
class DraftDropped(InvoiceFact):
    """A draft is no more; what it billed is to be invoiced again."""


@dataclass(frozen=True, kw_only=True)
class AdvanceUsed(InvoiceFact):
    """Money that a payer had left settles this document now, or a part of it."""

    cents: int


@dataclass(frozen=True, kw_only=True)
class InvoiceTakenOver(InvoiceFact):
    """What another tool issued is here with its own number, and this much is left to pay."""

    reference: str
    left_cents: int


@dataclass(frozen=True, kw_only=True)
class InvoiceTakenBack(InvoiceFact):
    """What another tool issued had come by mistake, and is here no more."""

    reference: str


@dataclass(frozen=True, kw_only=True)
class SeriesBegun(Fact):
    """A series goes on after another tool's: its first document here has this number."""

    code: str
    year: int
    number: int


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(InvoiceFact):
    """A document of any kind has its number and never changes again."""

    reference: str
    gross_cents: int


@dataclass(frozen=True, kw_only=True)
class InvoiceSent(InvoiceFact):
    """A document was written to whoever pays."""


@dataclass(frozen=True, kw_only=True)
class PaymentFact(Fact):
    """Something happened to money."""

    payment: UUID
    cents: int


@dataclass(frozen=True, kw_only=True)
class PaymentRecorded(PaymentFact):
    """Money came in; below zero, it went back."""


@dataclass(frozen=True, kw_only=True)
class PaymentUndone(PaymentFact):
    """A payment was never one: what it settled is owed again."""


@dataclass(frozen=True, kw_only=True)
class PayerChanged(Fact):
    """How somebody is invoiced was written down."""

    person_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReminderSent(InvoiceFact):
    """A letter asked for what is late; ``tone`` is kind, firm or formal."""

    tone: str


@dataclass(frozen=True, kw_only=True)
class InvoiceDisputed(InvoiceFact):
    """The payer disputes it: nothing is asked for until it is settled."""


@dataclass(frozen=True, kw_only=True)
class DisputeSettled(InvoiceFact):
    """It is agreed: the invoice is asked for again."""


@dataclass(frozen=True, kw_only=True)
class QuoteFact(Fact):
    """Something happened to a quote. ``source`` says what asked for it, to whoever made it."""

    quote: UUID
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class QuotePrepared(QuoteFact):
    """A draft was made, or what stands on it changed."""


@dataclass(frozen=True, kw_only=True)
class QuoteDropped(QuoteFact):
    """A draft is no more."""


@dataclass(frozen=True, kw_only=True)
class QuoteSent(QuoteFact):
    """A quote has its number and waits for an answer; it never changes again."""

    reference: str
    gross_cents: int


@dataclass(frozen=True, kw_only=True)
class QuoteAccepted(QuoteFact):
    """The customer said yes, by the link or on paper: what it sells is due, and its deposit is invoiced."""

    reference: str
    gross_cents: int
    way: str = "link"


@dataclass(frozen=True, kw_only=True)
class QuoteGivenUp(QuoteFact):
    """The customer said no, its day went by, or the place took it back: ``state`` says which."""

    reference: str
    state: str


@dataclass(frozen=True, kw_only=True)
class CounterChanged(Fact):
    """What the counter sells changed, or what one may owe there."""


@dataclass(frozen=True, kw_only=True)
class SaleRung(Fact):
    """Something was sold at the counter, taken back, or a tab was paid: ``act`` says which."""

    sale: UUID
    act: str


@dataclass(frozen=True, kw_only=True)
class SalesClosed(Fact):
    """The sales of a day, a month or a year were added up for good."""

    closing: UUID
    span: str
    last_day: date


@dataclass(frozen=True, kw_only=True)
class BankFileImported(Fact):
    """Lines of a bank statement came in; those that were there already did not."""

    file: UUID
    lines: int


@dataclass(frozen=True, kw_only=True)
class BankFileTakenBack(Fact):
    """A bank statement that came in by mistake went again, with so many lines of which nothing was made."""

    file: UUID
    lines: int


@dataclass(frozen=True, kw_only=True)
class BankLineFact(Fact):
    """Something happened to a line of the bank."""

    line: UUID


@dataclass(frozen=True, kw_only=True)
class BankLineMatched(BankLineFact):
    """A person confirmed whose money it is: it is a payment."""

    payment: UUID


@dataclass(frozen=True, kw_only=True)
class BankLineOfDebits(BankLineFact):
    """A person confirmed that it is of our direct debits: one of this run that came back, or the run itself, paid in."""

    run: UUID


@dataclass(frozen=True, kw_only=True)
class BankLineExplained(BankLineFact):
    """A person confirmed which entry of the books it is: ``became`` says what that is (cards, a cost, a gift…)."""

    became: str
    entry: UUID


@dataclass(frozen=True, kw_only=True)
class BankLineReleased(BankLineFact):
    """It was explained by an entry, and waits again."""

    became: str


@dataclass(frozen=True, kw_only=True)
class BankLineSetAside(BankLineFact):
    """It is no customer's, or is to be paid back: ``reason`` says which."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class BankLineTakenBack(BankLineFact):
    """It was set aside, and waits again."""


@dataclass(frozen=True, kw_only=True)
class OnlineConnectionChanged(Fact):
    """With whom a legal entity takes money online, or whether it does, changed."""

    connection: UUID
    provider: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class OnlinePaymentFact(Fact):
    """Something happened to an online payment."""

    online_payment: UUID
    invoice: UUID | None
    cents: int


@dataclass(frozen=True, kw_only=True)
class OnlinePaymentStarted(OnlinePaymentFact):
    """A payer goes to the page of a provider."""


@dataclass(frozen=True, kw_only=True)
class OnlinePaymentMoved(OnlinePaymentFact):
    """The provider says where it stands now: ``state`` is paid, failed, expired, part_refunded, refunded, disputed or lost."""

    state: str


@dataclass(frozen=True, kw_only=True)
class OnlineRefundAsked(OnlinePaymentFact):
    """A credit note is to go back by the way the money came."""


@dataclass(frozen=True, kw_only=True)
class OnlineRefundAnswered(OnlinePaymentFact):
    """The provider sent it back, or refused: ``state`` is done or refused."""

    state: str


@dataclass(frozen=True, kw_only=True)
class OnlineMandateFact(Fact):
    """Something happened to an authorisation to debit, given at a provider."""

    online_mandate: UUID


@dataclass(frozen=True, kw_only=True)
class OnlineMandateAsked(OnlineMandateFact):
    """A payer is asked to let a provider debit their account, or asks for it themselves."""


@dataclass(frozen=True, kw_only=True)
class OnlineMandateMoved(OnlineMandateFact):
    """The provider says where it stands now: ``state`` is active, refused or stopped."""

    state: str


@dataclass(frozen=True, kw_only=True)
class MandateFact(Fact):
    """Something happened to a mandate."""

    mandate: UUID


@dataclass(frozen=True, kw_only=True)
class MandateAsked(MandateFact):
    """A payer is asked to let their account be debited."""


@dataclass(frozen=True, kw_only=True)
class MandateSigned(MandateFact):
    """They signed."""


@dataclass(frozen=True, kw_only=True)
class MandateRevoked(MandateFact):
    """It serves no more."""


@dataclass(frozen=True, kw_only=True)
class CreditorNamed(Fact):
    """A legal entity may collect by direct debit."""

    entity_id: int


@dataclass(frozen=True, kw_only=True)
class DebitRunFact(Fact):
    """Something happened to a debit run."""

    run: UUID
    debits: int


@dataclass(frozen=True, kw_only=True)
class DebitRunMade(DebitRunFact):
    """Its file is made, and payers are told."""


@dataclass(frozen=True, kw_only=True)
class DebitRunDropped(DebitRunFact):
    """It was given up before the bank had it."""


@dataclass(frozen=True, kw_only=True)
class DebitRunSent(DebitRunFact):
    """The bank has its file: it is closed."""


@dataclass(frozen=True, kw_only=True)
class DebitRunCredited(DebitRunFact):
    """The bank paid it in: each invoice is paid."""


@dataclass(frozen=True, kw_only=True)
class DebitReturned(Fact):
    """The bank sent one debit back: its invoice is owed again."""

    debit: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportingTermsSaid(Fact):
    """An entity said how it owes its VAT, and since when it reports."""

    entity: UUID
    regime: str


@dataclass(frozen=True, kw_only=True)
class PlatformSet(Fact):
    """An entity said how its approved platform is entered, or left it."""

    entity: UUID


@dataclass(frozen=True, kw_only=True)
class ReportMade(Fact):
    """The file of a period was made; ``turn`` above zero rectifies the former one."""

    report: UUID
    period: str
    turn: int


@dataclass(frozen=True, kw_only=True)
class FlowHandedOver(Fact):
    """Somebody carried a file to a platform, or to Chorus Pro."""

    flow: UUID


@dataclass(frozen=True, kw_only=True)
class FlowMoved(Fact):
    """What was sent is somewhere else: on its way, deposited, rejected, approved, paid…"""

    flow: UUID
    state: str
