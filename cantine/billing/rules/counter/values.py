"""The words of the till: what a press means, how it was paid, a line of a sale. Amounts are whole cents, VAT inside: a counter
says prices as they are paid, and three coffees cost three times one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from cantine.accounting.rules import Method as Taken
from cantine.accounting.rules import Role
from cantine.billing.rules.postings import INCOMES
from cantine.pricing.rules import Vat, VatKind

MOST_PIECES, MOST_LINES = 999, 40
MOST_CENTS = 1_000_000
BUTTONS_A_PAGE = 12
GIFT = "donation"
NO_VAT = Vat(VatKind.OUT_OF_SCOPE)
ACTIVITIES = ("catering", "letting", "equipment", "staff", "cleaning", "other", GIFT)


class Means(StrEnum):
    """How a sale was paid. ``TAB``: later. ``OFFERED``: by the place."""

    CASH = "cash"
    CARD = "card"
    CHEQUE = "cheque"
    TRANSFER = "transfer"
    TAB = "tab"
    OFFERED = "offered"

    @property
    def is_money(self) -> bool:
        return self in TAKEN


TAKEN: Mapping[Means, Taken] = {
    Means.CASH: Taken.CASH, Means.CARD: Taken.CARD, Means.CHEQUE: Taken.CHEQUE, Means.TRANSFER: Taken.OTHER,
}  # fmt: skip


class Act(StrEnum):
    """``SALE``: something was sold. ``REVERSE``: a sale was a mistake. ``SETTLE``: what was on a tab is paid."""

    SALE = "sale"
    REVERSE = "reverse"
    SETTLE = "settle"


class Reason(StrEnum):
    """Why it was offered; ``PRICES``: the prices of who buys say so; ``PLAN``: their plan gives all of it."""

    WELCOME = "welcome"
    VOLUNTEER = "volunteer"
    EVENT = "event"
    PRICES = "prices"
    PLAN = "plan"

    @property
    def is_said(self) -> bool:
        """By whoever rings: the others follow from who buys."""
        return self not in {Reason.PRICES, Reason.PLAN}


class Tone(StrEnum):
    """The ground of a button, from the tokens of the house."""

    PAPER = "paper"
    ACCENT = "accent"
    SUN = "sun"
    LEAF = "leaf"
    SKY = "sky"
    SLATE = "slate"


@dataclass(frozen=True)
class Priced:
    """What one piece costs; ``worth_cents`` is what it would cost if nothing were offered."""

    cents: int
    worth_cents: int


@dataclass(frozen=True, kw_only=True)
class Button:
    """Something that the counter sells. Without a price it is typed each time; ``gives`` is a right that goes with it,
    opaque here; ``uses`` is something that a plan may give, opaque too: it is taken from there first."""

    uuid: UUID
    name_fr: str
    name_en: str
    price: Priced | None
    vat: Vat
    activity: str = "other"
    tone: Tone = Tone.PAPER
    icon: str = "cup"
    gives: str = ""
    product: str = ""
    uses: str = ""
    shown: bool = True

    @property
    def is_open(self) -> bool:
        return self.price is None and not self.product


@dataclass(frozen=True)
class Tap:
    """So many of a button; ``cents`` is the price of one that was typed."""

    button: UUID
    quantity: int
    cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line as it was sold: ``quantity`` × ``unit_cents`` makes ``cents``, of which ``net_cents`` without VAT. Below zero, it
    is taken back. ``drawn``: it was taken from what a plan gives, by the code of its use."""

    button: str
    name_fr: str
    name_en: str
    quantity: int
    unit_cents: int
    worth_cents: int
    cents: int
    net_cents: int
    vat: Vat
    activity: str
    gives: str = ""
    drawn: str = ""

    @property
    def offered_cents(self) -> int:
        return self.quantity * (self.worth_cents - self.unit_cents)


def income_of(activity: str) -> Role:
    return Role.DONATIONS if activity == GIFT else INCOMES.get(activity, Role.SALES_SERVICES)
