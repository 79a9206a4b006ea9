"""What the reform says, as data: from which day each must receive, send and report; by which calendar; and what it costs
not to. A new law changes this module and no other.

Sources: law 2023-1322 of 29 December 2023, art. 91; CGI art. 289 bis (invoices), 290 (transactions), 290 A (payments), 1737 III
and 1788 D (fines); ann. II art. 242 nonies K to P (calendars); as coded in pyfrctc 0.24 for the calendars. The amounts
of the fines are those of the finance bill for 2026; its adopted text was not read again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Size(StrEnum):
    """By article 51 of the law of modernisation of the economy. Nearly every third place is ``SMALL``."""

    SMALL = "small"
    LARGE = "large"


class Regime(StrEnum):
    """How an entity owes its VAT. ``OUTSIDE``: an association without lucrative activity, which reports nothing."""

    OUTSIDE = "outside"
    FRANCHISE = "franchise"
    SIMPLIFIED = "simplified"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


class Span(StrEnum):
    """How long a period is."""

    TEN_DAYS = "ten_days"
    MONTH = "month"
    TWO_MONTHS = "two_months"


@dataclass(frozen=True)
class Calendar:
    """How sales and payments are cut, and the day of the month after each period by which its file must be there; 31 is
    the last. Periods of ten days have days of their own: the first is due on the 20th, the second at the end of the month."""

    sales: Span
    payments: Span
    due_day: int


@dataclass(frozen=True)
class Fine:
    """So many cents for each, and no more than ``most_cents`` a year."""

    cents: int
    most_cents: int
    law: str


LAST = 31
RECEPTION = date(2026, 9, 1)
EMISSION: Mapping[Size, date] = {Size.LARGE: date(2026, 9, 1), Size.SMALL: date(2027, 9, 1)}
REGIMES: Mapping[Regime, Calendar] = {
    Regime.MONTHLY: Calendar(Span.TEN_DAYS, Span.MONTH, 10),
    Regime.QUARTERLY: Calendar(Span.MONTH, Span.MONTH, 10),
    Regime.SIMPLIFIED: Calendar(Span.MONTH, Span.MONTH, LAST),
    Regime.FRANCHISE: Calendar(Span.TWO_MONTHS, Span.TWO_MONTHS, LAST),
}
FINES: Mapping[str, Fine] = {
    "invoice": Fine(50_00, 15_000_00, "CGI art. 1737 III"),
    "report": Fine(500_00, 15_000_00, "CGI art. 1788 D"),
}
