"""Plans: what is sold by the month or by the year, what it includes, and which of its prices holds for whom.

Amounts are cents without VAT; days are those of the place, both ends included.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cantine.kernel import Refusal
from cantine.memberships.rules.allowances import STEPS, Use
from cantine.memberships.rules.fees import CategoryPrice, Fee, check_prices, fee_of, kept
from cantine.memberships.rules.passes import MOST_UNITS, UNITS_OF
from cantine.pricing.rules import Unit

MOST_NOTICE_DAYS = 365
MOST_COMMITMENT_MONTHS = 60
MOST_PEOPLE = 500


class Period(StrEnum):
    """How often a plan is charged: each calendar month, or each year from the day on which it began."""

    MONTH = "month"
    YEAR = "year"


class Every(StrEnum):
    """How often what is included begins again."""

    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True)
class Included:
    """Units of a use. ``rolls_over``: what is left of a month serves during the next one too. ``overage_cents``: what one more
    costs, None where there is no price of its own."""

    use: Use
    unit: Unit
    quantity: Decimal
    every: Every = Every.MONTH
    rolls_over: bool = False
    overage_cents: int | None = None


@dataclass(frozen=True)
class Terms:
    """What a plan costs and includes from ``first_day`` on, until the next terms begin: ``cents`` to everybody, but to the
    categories that have a price of their own."""

    first_day: date
    cents: int
    included: tuple[Included, ...] = ()
    prices: tuple[CategoryPrice, ...] = ()

    def fee(self, category: str = "") -> Fee:
        """What somebody of a category pays."""
        return fee_of(self.cents, self.prices, category=category)

    @property
    def least_cents(self) -> int:
        """What it costs to whoever pays least."""
        return min([self.cents, *(each.cents for each in self.prices)])


@dataclass(frozen=True)
class Asked:
    """A price that waits for a yes, from ``first_day`` on."""

    first_day: date
    fee: Fee

    @property
    def cents(self) -> int:
        return self.fee.cents


@dataclass(frozen=True)
class Plan:
    """``people_max``: 1 for one person's own plan, more for a team. ``shared``: a team draws from one purse, else each of them has
    their own. ``online``: somebody may take it by themselves."""

    code: str
    name_fr: str
    name_en: str
    period: Period = Period.MONTH
    notice_days: int = 0
    commitment_months: int = 0
    people_max: int = 1
    shared: bool = True
    online: bool = True


def check_plan(plan: Plan, terms: Terms) -> Iterator[Refusal]:
    """Refusals: plan_name_missing, notice_out_of_range, commitment_out_of_range, people_out_of_range, allowance_unit_unfit,
    allowance_out_of_range, category_priced_twice."""
    if not plan.name_fr.strip():
        yield Refusal("plan_name_missing", field="name_fr")
    if not 0 <= plan.notice_days <= MOST_NOTICE_DAYS:
        yield Refusal("notice_out_of_range", {"most": MOST_NOTICE_DAYS}, "notice_days")
    if not 0 <= plan.commitment_months <= MOST_COMMITMENT_MONTHS:
        yield Refusal("commitment_out_of_range", {"most": MOST_COMMITMENT_MONTHS}, "commitment_months")
    if not 1 <= plan.people_max <= MOST_PEOPLE:
        yield Refusal("people_out_of_range", {"most": MOST_PEOPLE}, "people_max")
    for each in terms.included:
        if each.unit not in UNITS_OF[each.use]:
            yield Refusal("allowance_unit_unfit", {"use": each.use, "unit": each.unit}, f"{each.use}_unit")
        elif not 0 < each.quantity <= MOST_UNITS or each.quantity % STEPS[each.unit]:
            yield Refusal(
                "allowance_out_of_range", {"step": STEPS[each.unit], "most": MOST_UNITS}, f"{each.use}_quantity"
            )
    yield from check_prices(terms.prices)


def terms_on(versions: Iterable[Terms], day: date) -> Terms | None:
    """Those in force on a day, for who takes the plan then; None before the first ones."""
    begun = [each for each in versions if each.first_day <= day]
    return max(begun, key=lambda each: each.first_day, default=None)


def held_terms(versions: Sequence[Terms], *, consented_cents: int, day: date, category: str = "") -> Terms | None:
    """Those that a subscriber has: the latest in force whose price for them they said yes to. What costs no more needs no new yes;
    a higher price waits for one, and until then the old terms hold: those of which somebody’s price is within the yes, where a
    category that ended leaves none of their own."""
    own = [each for each in versions if each.fee(category).cents <= consented_cents]
    before = [each for each in versions if each.least_cents <= consented_cents]
    return terms_on(own, day) or terms_on(before, day) or terms_on(versions, day)


def held_fee(versions: Sequence[Terms], *, consented_cents: int, day: date, category: str = "") -> Fee | None:
    """What they pay on a day, never more than they said yes to; None before the first terms."""
    terms = held_terms(versions, consented_cents=consented_cents, day=day, category=category)
    if terms is None:
        return None
    fee = terms.fee(category)
    return fee if fee.cents <= consented_cents else kept(consented_cents)


def asked_terms(versions: Sequence[Terms], *, consented_cents: int, category: str = "") -> Terms | None:
    """The latest terms, in force or to come, whose price for a category waits for a yes; None where nothing is asked. A category
    that ended asks for the price that comes back."""
    last = max(versions, key=lambda each: each.first_day, default=None)
    return last if last is not None and last.fee(category).cents > consented_cents else None
