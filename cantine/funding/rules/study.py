"""La Cantine in 2009, from the evaluation study that Silicon Sentier published: the year that this page was asked for.

The study prints 70 % self-financed. Its own figures give 67.5 % of resources and 68.0 % of costs; both are said, and so is
what was printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.funding.rules.grants import MOST_CENTS
from cantine.funding.rules.mix import Mix
from cantine.kernel import Refusal

YEAR = 2009
PRINTED_PERCENT = Decimal(70)


@dataclass(frozen=True)
class Entered:
    """A year of which only the great figures are known, in cents: before the platform, or of another place. ``private`` is
    sponsorship, patronage and gifts."""

    own_cents: int
    private_cents: int
    public_cents: int
    costs_cents: int
    source: str = ""

    @property
    def mix(self) -> Mix:
        return Mix(
            own_cents=self.own_cents, private_cents=self.private_cents, public_cents=self.public_cents,
            costs_cents=self.costs_cents,
        )  # fmt: skip


def check_entered(year: int, entered: Entered, *, today: date) -> Iterator[Refusal]:
    """Refusals: year_wrong, year_empty, funding_amount_wrong."""
    if not 1900 <= year <= today.year:
        yield Refusal("year_wrong", {"last": today.year}, "year")
    amounts = (entered.own_cents, entered.private_cents, entered.public_cents, entered.costs_cents)
    if not any(amounts):
        yield Refusal("year_empty")
    if any(not 0 <= cents <= MOST_CENTS for cents in amounts):
        yield Refusal("funding_amount_wrong")


LA_CANTINE = Entered(
    own_cents=20_500_000, private_cents=12_800_000, public_cents=16_000_000, costs_cents=49_000_000,
    source="Silicon Sentier, La Fing, 2009",
)  # fmt: skip
