"""A discount that somebody grants: a percentage or an amount, on one price or on several together, with its reason.

It is the last of what changes a price. What it takes off is shared among the lines by their amounts, to the cent, so that
each rate of VAT gives its part and no line goes below zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cantine.kernel import Refusal
from cantine.kernel.money import share_of
from cantine.pricing.rules.fixed import groups_of_vat
from cantine.pricing.rules.price import Line, Price, Reason, Why

HUNDRED = Decimal(100)
LONGEST_WORDS = 120
CENT = Decimal("0.01")
ON_LINE, ON_WHOLE = "line", "whole"


@dataclass(frozen=True)
class Discount:
    """``words`` say why, as the document prints it. A ``percent`` above zero, or ``cents`` without VAT: one of the two."""

    words: str
    percent: Decimal | None = None
    cents: int = 0

    def taken_of(self, net_cents: int) -> int:
        """What it takes off so many cents: never more than there is."""
        asked = self.cents if self.percent is None else share_of(net_cents, self.percent)
        return min(asked, net_cents)


def check_discount(discount: Discount, *, most_cents: int) -> list[Refusal]:
    """Its reason is said; it takes something off, a hundred percent or all there is at most, in hundredths."""
    wrong = []
    if not discount.words.strip():
        wrong.append(Refusal("discount_reason_missing", {}, "words"))
    elif len(discount.words) > LONGEST_WORDS:
        wrong.append(Refusal("discount_reason_too_long", {"most": LONGEST_WORDS}, "words"))
    if discount.percent is not None:
        wrong += _check_percent(discount.percent)
    elif discount.cents <= 0:
        wrong.append(Refusal("discount_of_nothing", {}, "cents"))
    elif discount.cents > most_cents:
        wrong.append(Refusal("discount_above_total", {"most_cents": most_cents}, "cents"))
    return wrong


def _check_percent(percent: Decimal) -> list[Refusal]:
    if percent <= 0:
        return [Refusal("discount_of_nothing", {}, "percent")]
    if percent > HUNDRED:
        return [Refusal("discount_above_whole", {}, "percent")]
    return [] if percent == percent.quantize(CENT) else [Refusal("discount_too_fine", {}, "percent")]


def discounted(prices: Sequence[Price], discount: Discount, *, on: str = ON_LINE) -> list[Price]:
    """The same prices once the discount is taken off all of them together. ``on`` says whether it was granted on one line of
    a quote or on the whole."""
    net = sum(price.net_cents for price in prices)
    cents, upto, found = discount.taken_of(net), 0, []
    for price in prices:
        lines = []
        for line in price.lines:
            before, upto = upto, upto + line.cents
            taken = cents * upto // net - cents * before // net if net else 0
            lines.append(_less(line, taken, discount, on))
        found.append(_of_lines(price, lines))
    return found


def discounted_as(before: Price, price: Price) -> Price:
    """A price made anew keeps what was granted on the one before: percentages as they are, amounts as far as they go."""
    taken: dict[tuple[str, str, Decimal | None], int] = {}
    for reason in (each for line in before.lines for each in line.reasons if each.why is Why.DISCOUNT):
        key = (reason.code, reason.name_fr, reason.percent)
        taken[key] = taken.get(key, 0) - reason.cents
    for (on, words, percent), cents in taken.items():
        (price,) = discounted([price], Discount(words, percent, cents if percent is None else 0), on=on)
    return price


def _less(line: Line, cents: int, discount: Discount, on: str) -> Line:
    if not cents:
        return line
    granted = None if discount.percent is not None else discount.cents
    reason = Reason(Why.DISCOUNT, -cents, on, discount.words, discount.words, discount.percent, unit_cents=granted)
    return replace(line, cents=line.cents - cents, reasons=(*line.reasons, reason))


def _of_lines(price: Price, lines: Iterable[Line]) -> Price:
    every = tuple(lines)
    groups = groups_of_vat(every)
    net, vat = sum(line.cents for line in every), sum(each.vat_cents for each in groups)
    return replace(price, lines=every, groups=groups, net_cents=net, vat_cents=vat, gross_cents=net + vat)
