"""A price of which a part was paid in advance, in units that are not those of the price: days of a pass pay for a desk that is
priced by the hour. What is paid takes its part of each line, and what is left is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cantine.kernel import round_half_up
from cantine.pricing.rules.fixed import groups_of_vat
from cantine.pricing.rules.price import Drawn, Line, Price, Reason, Why
from cantine.pricing.rules.values import Unit


@dataclass(frozen=True)
class Part:
    """``quantity`` units of something pay for ``share`` of a price, of 1. With ``unit_cents`` they are not paid for: each costs that."""

    code: str
    name_fr: str
    name_en: str
    unit: Unit
    quantity: Decimal
    share: Fraction
    unit_cents: int | None = None


def covered(price: Price, parts: Sequence[Part], *, past: Part | None = None) -> Price:
    """``price`` with what ``parts`` pay for taken off, to the cent: all of it once their shares make 1. The rest costs what ``past``
    says where that is less. Amounts are cents without VAT; the VAT is counted again on what is left."""
    if not parts and past is None:
        return price
    lines = [_paid(line, parts) for line in price.lines]
    lines = _past(lines, past) if past is not None else lines
    groups = groups_of_vat(lines)
    net, vat = sum(line.cents for line in lines), sum(group.vat_cents for group in groups)
    return replace(
        price, lines=tuple(lines), groups=groups, net_cents=net, vat_cents=vat, gross_cents=net + vat,
        drawn=(*price.drawn, *(Drawn(part.code, part.quantity) for part in parts)),
    )  # fmt: skip


def _paid(line: Line, parts: Sequence[Part]) -> Line:
    """Each part is the difference of two rounded amounts, so that they add up whatever their number."""
    reasons, done, left = list(line.reasons), Fraction(0), line.cents
    for part in parts:
        done += part.share
        after = _rest(line.cents, done)
        reasons.append(_reason(Why.INCLUDED, part, after - left))
        left = after
    return replace(line, cents=left, reasons=tuple(reasons))


def _past(lines: Sequence[Line], past: Part) -> list[Line]:
    """The rest at the price of one more, on the first line that asks for something, where it costs less than all that is left."""
    assert past.unit_cents is not None
    left = sum(line.cents for line in lines)
    asked = round_half_up(past.quantity * past.unit_cents)
    if asked >= left:
        return list(lines)
    found, owed = [], asked
    for line in lines:
        kept, owed = owed if line.cents else 0, 0 if line.cents else owed
        more = () if not line.cents else (_reason(Why.OVERAGE, past, kept - line.cents),)
        found.append(replace(line, cents=kept, reasons=(*line.reasons, *more)))
    return found


def _reason(why: Why, part: Part, cents: int) -> Reason:
    return Reason(
        why, cents, part.code, part.name_fr, part.name_en, quantity=part.quantity, unit_cents=part.unit_cents,
        unit=part.unit,
    )  # fmt: skip


def _rest(cents: int, done: Fraction) -> int:
    left = cents * max(Fraction(0), 1 - done)
    return round_half_up(Decimal(left.numerator) / Decimal(left.denominator))
