"""What somebody has already: pieces that their plan or pass gives are taken first and cost nothing, and the rest is charged, at what
the plan says one more costs where it says it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from cantine.billing.rules.counter.totals import with_nets, with_vat_inside
from cantine.billing.rules.counter.values import Button, Line


@dataclass(frozen=True)
class Included:
    """Whole pieces of a use; ``over_cents`` is what one more costs, VAT excluded, where a plan says it."""

    pieces: int
    over_cents: int | None = None


def asked_of(lines: Iterable[Line], buttons: Mapping[UUID, Button]) -> dict[str, int]:
    """By use, the pieces that a sale asks for."""
    asked: dict[str, int] = {}
    for line in lines:
        if (uses := buttons[UUID(line.button)].uses) and line.quantity > 0:
            asked[uses] = asked.get(uses, 0) + line.quantity
    return asked


def with_included(
    lines: Sequence[Line], buttons: Mapping[UUID, Button], included: Mapping[str, Included]
) -> list[Line]:
    """The same pieces in the same order: a line of those that cost nothing, then one of the rest."""
    left = {code: each.pieces for code, each in included.items()}
    found: list[Line] = []
    for line in lines:
        code = buttons[UUID(line.button)].uses
        found += _split(line, code, left, included[code]) if code in included else [line]
    return with_nets(found)


def _split(line: Line, code: str, left: dict[str, int], known: Included) -> Iterator[Line]:
    drawn = min(line.quantity, left[code])
    left[code] -= drawn
    if drawn:
        yield replace(line, quantity=drawn, unit_cents=0, worth_cents=0, cents=0, drawn=code)
    if rest := line.quantity - drawn:
        unit = line.unit_cents if known.over_cents is None else with_vat_inside(known.over_cents, line.vat.rate)
        worth = line.worth_cents if known.over_cents is None else unit
        yield replace(line, quantity=rest, unit_cents=unit, worth_cents=worth, cents=rest * unit)
