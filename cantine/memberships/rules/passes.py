"""Passes: N units of something, bought at once, used until a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cantine.kernel import Refusal, times
from cantine.memberships.rules.allowances import STEPS, Use
from cantine.memberships.rules.fees import CategoryPrice, Fee, check_prices, fee_of
from cantine.pricing.rules import Unit

MOST_UNITS = Decimal(100_000)
LONGEST_DAYS = 3660
UNITS_OF: dict[Use, tuple[Unit, ...]] = {
    Use.SEAT: (Unit.DAY, Unit.HALF_DAY, Unit.HOUR),
    Use.ROOM: (Unit.HOUR,),
    Use.PRINT: (Unit.PIECE,),
    Use.GUEST: (Unit.PIECE,),
}


@dataclass(frozen=True)
class PassKind:
    """A pass as it is sold: ``cents`` without VAT for all of it, but to the categories that have a price of their own;
    ``valid_days`` counts the day of sale, None is without an end. ``online``: somebody may buy one by themselves."""

    code: str
    name_fr: str
    name_en: str
    use: Use
    unit: Unit
    quantity: Decimal
    cents: int
    valid_days: int | None = None
    online: bool = True
    prices: tuple[CategoryPrice, ...] = ()

    def fee(self, category: str = "") -> Fee:
        """What somebody of a category pays."""
        return fee_of(self.cents, self.prices, category=category)


def check_pass_kind(kind: PassKind) -> Iterator[Refusal]:
    """Refusals: pass_name_missing, allowance_unit_unfit, allowance_out_of_range, pass_days_out_of_range,
    category_priced_twice."""
    if not kind.name_fr.strip():
        yield Refusal("pass_name_missing", field="name_fr")
    if kind.unit not in UNITS_OF[kind.use]:
        yield Refusal("allowance_unit_unfit", {"use": kind.use, "unit": kind.unit}, "unit")
    elif not 0 < kind.quantity <= MOST_UNITS or kind.quantity % STEPS[kind.unit]:
        yield Refusal("allowance_out_of_range", {"step": STEPS[kind.unit], "most": MOST_UNITS}, "quantity")
    if kind.valid_days is not None and not 1 <= kind.valid_days <= LONGEST_DAYS:
        yield Refusal("pass_days_out_of_range", {"most": LONGEST_DAYS}, "valid_days")
    yield from check_prices(kind.prices)


def check_left(left: Decimal, kind: PassKind, *, expires_on: date | None, day: date) -> Iterator[Refusal]:
    """What another tool says is left of such a pass on a day. Refusals: pass_left_out_of_range, pass_expired_already."""
    if not 0 < left <= kind.quantity or left % STEPS[kind.unit]:
        yield Refusal("pass_left_out_of_range", {"step": STEPS[kind.unit], "most": kind.quantity}, "left")
    if expires_on is not None and expires_on < day:
        yield Refusal("pass_expired_already", {"day": expires_on}, "expires_on")


def last_day_of(kind: PassKind, *, sold_on: date) -> date | None:
    """The last day of use, included: a pass of 30 days sold on the 1st serves until the 30th."""
    return None if kind.valid_days is None else sold_on + timedelta(days=kind.valid_days - 1)


def dearer_than_list(kind: PassKind, unit_cents: Mapping[str, int]) -> dict[str, int]:
    """By category, what as many units cost one by one, where the pass costs more. ``unit_cents`` is the list's price of one unit by
    category, in cents without VAT; who pays nothing by the list is left out."""
    singly = {code: times(cents, kind.quantity) for code, cents in unit_cents.items() if cents}
    return {code: cents for code, cents in singly.items() if kind.fee(code).cents > cents}
