"""What lines add up to. VAT is inside prices: it is counted once for each rate, half up, on the sum of its lines, and what is
left is shared among them so that nets add up to the cent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from cantine.billing.rules.counter.values import Button, Line, Tap
from cantine.kernel.money import round_half_up, share_within
from cantine.pricing.rules import Vat, VatGroup

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Total:
    """Of some lines: what is paid, what the place offers, and VAT by rate."""

    cents: int
    offered_cents: int
    groups: tuple[VatGroup, ...]


def vat_inside(cents: int, rate: Decimal) -> int:
    """The VAT in an amount that holds it: 200 cents at 10 % hold 18."""
    return share_within(cents, rate)


def with_vat_inside(net_cents: int, rate: Decimal) -> int:
    """The price at the counter of what costs ``net_cents`` without VAT, to the cent."""
    return round_half_up(Decimal(net_cents) * (_HUNDRED + rate) / _HUNDRED)


def groups_of(lines: Iterable[Line]) -> tuple[VatGroup, ...]:
    """One for each way of being taxed that something was paid of, in their order."""
    gross: dict[Vat, int] = {}
    for line in lines:
        gross[line.vat] = gross.get(line.vat, 0) + line.cents
    return tuple(
        VatGroup(vat, gross[vat] - (tax := vat_inside(gross[vat], vat.rate)), tax)
        for vat in sorted(gross)
        if gross[vat]
    )


def total_of(lines: Sequence[Line]) -> Total:
    return Total(sum(each.cents for each in lines), sum(each.offered_cents for each in lines), groups_of(lines))


def lines_of(taps: Iterable[Tap], buttons: Mapping[UUID, Button], *, offered: bool) -> list[Line]:
    """The taps of one button and one price are one line. Offered, nothing is asked and the worth is kept."""
    counted: dict[tuple[UUID, int | None], int] = {}
    for tap in taps:
        counted[tap.button, tap.cents] = counted.get((tap.button, tap.cents), 0) + tap.quantity
    return with_nets(
        [_line(buttons[key], quantity, typed, offered) for (key, typed), quantity in counted.items() if quantity]
    )


def with_nets(lines: Sequence[Line]) -> list[Line]:
    """The same, the net of each rate shared among its lines in proportion."""
    nets = {group.vat: group.net_cents for group in groups_of(lines)}
    gross = {vat: sum(each.cents for each in lines if each.vat == vat) for vat in nets}
    reached: dict[Vat, int] = {}
    found = []
    for line in lines:
        before = reached.get(line.vat, 0)
        reached[line.vat] = before + line.cents
        net = _upto(line.vat, reached, nets, gross) - _upto(line.vat, {line.vat: before}, nets, gross)
        found.append(replace(line, net_cents=net))
    return found


def reversed_lines(lines: Iterable[Line]) -> list[Line]:
    """What takes them back, to the cent."""
    return [
        replace(each, quantity=-each.quantity, cents=-each.cents, net_cents=-each.net_cents) for each in lines
    ]  # fmt: skip


def change_of(total_cents: int, given_cents: int) -> int:
    """What goes back to who gave so much."""
    return given_cents - total_cents


def _line(button: Button, quantity: int, typed: int | None, offered: bool) -> Line:
    cents, worth = (button.price.cents, button.price.worth_cents) if button.price else (typed or 0, typed or 0)
    unit = 0 if offered else cents
    return Line(
        button=str(button.uuid), name_fr=button.name_fr, name_en=button.name_en, quantity=quantity, unit_cents=unit,
        worth_cents=worth, cents=quantity * unit, net_cents=0, vat=button.vat, activity=button.activity, gives=button.gives,
    )  # fmt: skip


def _upto(vat: Vat, reached: Mapping[Vat, int], nets: Mapping[Vat, int], gross: Mapping[Vat, int]) -> int:
    if not gross.get(vat):
        return 0
    return round_half_up(Decimal(nets[vat]) * reached[vat] / gross[vat])
