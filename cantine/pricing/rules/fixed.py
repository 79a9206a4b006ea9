"""Prices that no grid makes: what a plan, a pass or a use past what is included costs, opened into lines like any other."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cantine.kernel import share_of, times
from cantine.pricing.rules.price import Line, Price, Reason, VatGroup
from cantine.pricing.rules.values import Unit, Vat


def fixed_line(
    *, code: str, names: tuple[str, str], unit: Unit, quantity: Decimal, cents: int, vat: Vat,
    reasons: tuple[Reason, ...] = (),
) -> Line:  # fmt: skip
    """``quantity`` units at ``cents`` each, without VAT, then what each reason adds."""
    net = times(cents, quantity) + sum(reason.cents for reason in reasons)
    return Line(code, *names, unit, quantity, quantity, cents, cents, net, vat, reasons)


def fixed_price(
    *, names: tuple[str, str], on: date, lines: Iterable[Line], offered_cents: int | None = None
) -> Price:  # fmt: skip
    """These lines and their VAT, counted once by rate; ``names`` say where the price is written, in both languages. What reasons
    offer is summed, unless ``offered_cents`` says it: of a part of a month, a part."""
    every = tuple(lines)
    groups = groups_of_vat(every)
    given = -sum(reason.cents for line in every for reason in line.reasons if reason.offered)
    net, vat = sum(line.cents for line in every), sum(group.vat_cents for group in groups)
    return Price(
        grid="", grid_name=names[0], on=on, category="", category_fr=names[0], category_en=names[1], lines=every,
        groups=groups, net_cents=net, vat_cents=vat, gross_cents=net + vat,
        offered_cents=given if offered_cents is None else offered_cents,
    )  # fmt: skip


def groups_of_vat(lines: Iterable[Line]) -> tuple[VatGroup, ...]:
    """One for each way of being taxed, in their order."""
    bases: dict[Vat, int] = {}
    for line in lines:
        bases[line.vat] = bases.get(line.vat, 0) + line.cents
    return tuple(VatGroup(vat, bases[vat], share_of(bases[vat], vat.rate)) for vat in sorted(bases))
