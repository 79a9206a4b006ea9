"""How far an association is from the threshold under which what it sells beside its purpose stays out of commercial taxes
(CGI art. 206, 1 bis; 261, 7, 1°, b). Data with its dates; whoever passes it asks an accountant, this page does not judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cantine.funding.rules.mix import Mix
from cantine.funding.rules.nomenclature import Activity, Heading, Side

# First civil year of which it holds, and cents; the law moves it each year with prices.
THRESHOLDS: Mapping[int, int] = {2025: 80_011_00}
WARNED_AT = Fraction(4, 5)
SPONSORSHIP = Heading(Side.PRIVATE, "sponsorship")


@dataclass(frozen=True)
class Gauge:
    receipts_cents: int
    threshold_cents: int

    @property
    def share(self) -> Fraction:
        return Fraction(max(0, self.receipts_cents), self.threshold_cents)

    @property
    def near(self) -> bool:
        return WARNED_AT <= self.share <= 1

    @property
    def passed(self) -> bool:
        return self.share > 1


def gauge_of(mix: Mix, *, year: int) -> Gauge | None:
    """What was sold in the year, dues aside and sponsorship with it: gifts, grants and dues are not lucrative. None for a
    year whose threshold is not known here, or whose parts are not."""
    known = [first for first in THRESHOLDS if first <= year]
    if not known or not (mix.activities or mix.supports):
        return None
    sold = sum(cents for code, cents in mix.activities.items() if code != Activity.DUES)
    return Gauge(sold + mix.supports.get(SPONSORSHIP, 0), THRESHOLDS[max(known)])
