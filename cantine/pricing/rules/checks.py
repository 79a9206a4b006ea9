"""What may stand in a price list: each check returns every refusal, and writes nothing."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from cantine.kernel import Refusal
from cantine.pricing.rules.tariff import chain_of
from cantine.pricing.rules.values import Category, Period, Rate, Step, Unit, Vat, VatKind

# Rates of French VAT, mainland, Corsica and overseas: 21 % is Belgium's.
VAT_RATES = tuple(map(Decimal, ("20", "10", "5.5", "2.1", "8.5", "1.75", "1.05", "13", "0.9")))
MOST_CENTS = 100_000_000
MOST_STEPS = 4
# A period may go through the night: 20:00 to 08:00. Longer, its hours were typed the wrong way round.
LONGEST_PERIOD_HOURS = 16
STEPS_OF_AN_HOUR = (15, 30, 60)
HALF_DAYS = (180, 240, 300, 360)


def check_vat(vat: Vat) -> Iterator[Refusal]:
    if vat.kind is VatKind.TAXED and vat.rate not in VAT_RATES:
        yield Refusal("vat_rate_unknown", {"rate": vat.rate, "rates": VAT_RATES}, "rate")
    if vat.kind is not VatKind.TAXED and vat.rate:
        yield Refusal("vat_without_rate", {}, "rate")


def check_categories(categories: Iterable[Category], *, usual: str) -> Iterator[Refusal]:
    """Codes once, bases that lead to a category of prices of its own, percentages that leave a price."""
    listed = list(categories)
    known = [category.code for category in listed]
    for category in listed:
        if not category.name_fr.strip():
            yield Refusal("category_name_missing", {"category": category.code}, "name_fr")
        if known.count(category.code) > 1:
            yield Refusal("category_twice", {"category": category.name_fr}, "name_fr")
        if category.base and category.base not in known:
            yield Refusal("category_base_unknown", {"category": category.name_fr}, "base")
        elif category.base and _goes_round(category, listed):
            yield Refusal("category_goes_round", {"category": category.name_fr}, "base")
        if not Decimal(-100) <= category.percent <= Decimal(1000):
            yield Refusal("percent_out_of_range", {"percent": category.percent}, "percent")
    if usual not in known:
        yield Refusal("usual_category_missing", {}, "usual")


def _goes_round(category: Category, listed: list[Category]) -> bool:
    return bool(chain_of(listed, category.code)[-1].base)


def check_rate(rate: Rate) -> Iterator[Refusal]:
    yield from check_cents(rate.cents)
    if rate.least < 0 or (rate.least and rate.unit not in {Unit.HOUR, Unit.PIECE}):
        yield Refusal("least_out_of_range", {}, "least")
    if rate.period and rate.steps:
        yield Refusal("steps_in_a_period", {}, "steps")
    yield from check_steps(rate.cents, rate.steps)


def check_cents(cents: int) -> Iterator[Refusal]:
    if not 0 <= cents <= MOST_CENTS:
        yield Refusal("price_out_of_range", {"most": MOST_CENTS // 100}, "price")


def check_steps(cents: int, steps: Iterable[Step]) -> Iterator[Refusal]:
    """More units, a lower price of each."""
    former, quantities = cents, []
    for step in sorted(steps):
        if step.quantity <= 0 or not 0 <= step.cents < former or step.quantity in quantities:
            yield Refusal("step_not_lower", {"quantity": step.quantity}, "steps")
        former = step.cents
        quantities.append(step.quantity)
    if len(quantities) > MOST_STEPS:
        yield Refusal("too_many_steps", {"most": MOST_STEPS}, "steps")


def check_period(period: Period) -> Iterator[Refusal]:
    if not period.name_fr.strip():
        yield Refusal("period_name_missing", {}, "name_fr")
    if not Decimal(-100) <= period.percent <= Decimal(1000):
        yield Refusal("percent_out_of_range", {"percent": period.percent}, "percent")
    if period.first_day and period.last_day and period.last_day < period.first_day:
        yield Refusal("price_period_reversed", {}, "last_day")
    if (period.starts is None) != (period.ends is None):
        yield Refusal("period_half_said", {}, "ends")
    if period.starts and period.ends and _hours_of(period) > LONGEST_PERIOD_HOURS:
        yield Refusal("period_hours_reversed", {"starts": period.starts, "ends": period.ends}, "ends")
    if not (period.first_day or period.last_day or period.weekdays or period.starts):
        yield Refusal("period_always", {}, "first_day")


def _hours_of(period: Period) -> Decimal:
    """How long its hours last, past midnight where they end before they begin; the same twice is a whole day."""
    assert period.starts is not None
    assert period.ends is not None
    minutes = (period.ends.hour - period.starts.hour) * 60 + period.ends.minute - period.starts.minute
    return Decimal(minutes if minutes > 0 else minutes + 1440) / 60


def check_version(first_day: date, others: Iterable[date]) -> Iterator[Refusal]:
    """Two versions never begin on one day, so that one alone is in force on any day."""
    if first_day in others:
        yield Refusal("version_same_day", {"day": first_day}, "first_day")


def check_lengths(*, half_day_minutes: int, step_minutes: int) -> Iterator[Refusal]:
    if half_day_minutes not in HALF_DAYS:
        yield Refusal("half_day_out_of_range", {}, "half_day_minutes")
    if step_minutes not in STEPS_OF_AN_HOUR:
        yield Refusal("step_of_hour_out_of_range", {}, "step_minutes")
