"""What an entry is made of before any account is known: postings, each to a *role*. A role says what the money is for;
the chart of the entity says which account that is. Debits and credits are whole cents, one of them on each posting."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from cantine.kernel import Refusal

DEBIT, CREDIT = "debit", "credit"
_NUMBER = re.compile(r"[1-9][0-9]{2}[0-9A-Z]{0,9}")


class JournalKind(StrEnum):
    """The journals of an entity, one of each."""

    SALES = "sales"
    PURCHASES = "purchases"
    BANK = "bank"
    CASH = "cash"
    MISC = "misc"
    OPENING = "opening"


class Role(StrEnum):
    """What an account is for. Those of ``BY_SIDE`` have two accounts, one a side; VAT_COLLECTED has one a rate,
    EXPENSE one a category."""

    CUSTOMERS = "customers"
    ADVANCES = "advances"
    UNBILLED = "unbilled"
    DEFERRED = "deferred"
    SUPPLIERS = "suppliers"
    VAT_COLLECTED = "vat_collected"
    VAT_PENDING = "vat_pending"
    VAT_DEDUCTIBLE = "vat_deductible"
    BANK = "bank"
    CHEQUES = "cheques"
    CARDS = "cards"
    CASH = "cash"
    INTERNAL_TRANSFER = "internal_transfer"
    SALES_LETTING = "sales_letting"
    SALES_SERVICES = "sales_services"
    SALES_TRAINING = "sales_training"
    SALES_GOODS = "sales_goods"
    SPONSORSHIP = "sponsorship"
    DUES = "dues"
    DUES_WITH_COUNTERPART = "dues_with_counterpart"
    GRANTS = "grants"
    GRANTS_RECEIVABLE = "grants_receivable"
    DEDICATED_FUNDS = "dedicated_funds"
    TO_DEDICATED_FUNDS = "to_dedicated_funds"
    FROM_DEDICATED_FUNDS = "from_dedicated_funds"
    EXPENSE = "expense"
    WAGES_DUE = "wages_due"
    SOCIAL_DUE = "social_due"
    DEPRECIATED = "depreciated"
    DONATIONS = "donations"
    PATRONAGE = "patronage"
    BAD_DEBT = "bad_debt"
    BANK_FEES = "bank_fees"
    ROUNDING = "rounding"
    CASH_DIFFERENCE = "cash_difference"
    SHARES = "shares"
    SHARES_CALLED = "shares_called"
    RESULT = "result"
    GIFTS_IN_KIND = "gifts_in_kind"
    SERVICES_IN_KIND = "services_in_kind"
    VOLUNTEERING = "volunteering"
    LENT_IN_KIND = "lent_in_kind"


BY_SIDE = frozenset(
    {
        Role.ROUNDING, Role.CASH_DIFFERENCE, Role.RESULT, Role.GIFTS_IN_KIND, Role.SERVICES_IN_KIND, Role.VOLUNTEERING,
        Role.LENT_IN_KIND,
    }
)  # fmt: skip
Slot = tuple[Role, str]
Account = TypeVar("Account")


@dataclass(frozen=True, kw_only=True)
class Posting:
    """``third`` is the code of the customer (opaque here) and ``third_name`` how they are called that day.
    ``category`` says which of the accounts of an expense."""

    role: Role
    debit_cents: int = 0
    credit_cents: int = 0
    rate: Decimal | None = None
    category: str = ""
    third: str = ""
    third_name: str = ""
    label: str = ""

    @property
    def slot(self) -> Slot:
        """The account it asks for: the role, and which of its accounts where it has several."""
        if self.role in BY_SIDE:
            return self.role, DEBIT if self.debit_cents else CREDIT
        return self.role, rate_code(self.rate) if self.role is Role.VAT_COLLECTED else self.category


def rate_code(rate: Decimal | None) -> str:
    """``20``, ``5.5``: a rate as slots write it; nothing where no rate is said."""
    return format(rate.normalize(), "f") if rate else ""


def worth(postings: Iterable[Posting]) -> list[Posting]:
    """Those that move something: a line of nothing is no line."""
    return [posting for posting in postings if posting.debit_cents or posting.credit_cents]


def check_postings(postings: Sequence[Posting]) -> Iterator[Refusal]:
    """One side each, above zero, and as much debit as credit. Refusals: entry_empty, posting_wrong, entry_unbalanced."""
    if not postings:
        yield Refusal("entry_empty")
    for posting in postings:
        if min(posting.debit_cents, posting.credit_cents) < 0 or (posting.debit_cents and posting.credit_cents):
            yield Refusal("posting_wrong", {"role": posting.role.value})
    debit, credit = sums_of(postings)
    if debit != credit:
        yield Refusal("entry_unbalanced", {"debit_cents": debit, "credit_cents": credit})


def check_heading(label: str, piece: str) -> Iterator[Refusal]:
    """An entry says what it is, and by which document: the file of entries wants both. Refusals: entry_unnamed."""
    if not label.strip() or not piece.strip():
        yield Refusal("entry_unnamed")


def sums_of(postings: Iterable[Posting]) -> tuple[int, int]:
    """(debits, credits), in cents."""
    listed = list(postings)
    return sum(each.debit_cents for each in listed), sum(each.credit_cents for each in listed)


def account_for(slot: Slot, assigned: Mapping[Slot, Account]) -> Account | None:
    """The account of a slot: its own, else the one that serves the whole role."""
    return assigned.get(slot) or assigned.get((slot[0], ""))


def lettering_code(index: int) -> str:
    """``A`` to ``Z``, then ``AA``: the code of the settlement that has ``index`` before it."""
    code, rest = "", index + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        code = chr(ord("A") + letter) + code
    return code


def check_account(number: str, name: str) -> Iterator[Refusal]:
    """Three figures at least, of which the first is the class. Refusals: account_number_wrong, account_name_missing."""
    if not _NUMBER.fullmatch(number):
        yield Refusal("account_number_wrong", {"number": number}, "number")
    if not name:
        yield Refusal("account_name_missing", {}, "name")
