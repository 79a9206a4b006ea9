"""What a credit note gives back of a document: whole lines, or a part of one as an amount or as a quantity; never more of a
line than is left of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cantine.billing.rules.documents import Document, Line, given_back
from cantine.kernel.money import share_within, times
from cantine.kernel.refusal import Refusal
from cantine.pricing.rules import Unit

_SIX = Decimal("0.000001")


@dataclass(frozen=True)
class PartOfLine:
    """Cents without VAT, so many of its units, or cents with VAT; one of the three is said."""

    cents: int | None = None
    quantity: Decimal | None = None
    gross_cents: int | None = None


@dataclass(frozen=True)
class Given:
    """``places`` are those of the lines in the document; ``whole`` those of which nothing was given back before and nothing
    is left."""

    places: tuple[int, ...]
    lines: tuple[Line, ...]
    whole: frozenset[int]


def left_of_lines(document: Document, notes: Iterable[Document]) -> tuple[int, ...]:
    """What each line still asks for, without VAT."""
    gone = given_back(notes)
    return tuple(line.net_cents - gone.get(place, 0) for place, line in enumerate(document.lines))


def is_to_mend(*, invoiced_cents: int, left_cents: int, asked_cents: int) -> bool:
    """Whether a document asks for something else than the act does now: ``left_cents`` of what was ``invoiced_cents``, after what was
    given back. An act that still asks for what was invoiced did not change: what was given back of it was a gesture."""
    if asked_cents > invoiced_cents:
        return True
    return asked_cents < invoiced_cents and asked_cents < left_cents


def give_lines(
    document: Document, notes: Sequence[Document], *, wanted: Sequence[int] | None, parts: Mapping[int, PartOfLine]
) -> Given | list[Refusal]:
    """Those that are ``wanted``, all that is left where none is said, in part where ``parts`` says so. Refusals: line_unknown,
    credited_already, line_given_too_much."""
    gone, left = given_back(notes), left_of_lines(document, notes)
    every = range(len(document.lines))
    open_ones = [place for place in every if place not in gone or left[place] > 0]
    chosen = open_ones if wanted is None else sorted({*wanted, *parts})
    if any(place not in every for place in chosen):
        return [Refusal("line_unknown")]
    if not chosen or set(chosen) - set(open_ones):
        return [Refusal("credited_already")]
    lines = [_part(document.lines[place], parts.get(place, PartOfLine(left[place]))) for place in chosen]
    wrong = [
        Refusal("line_given_too_much", {"name": line.name, "most_cents": left[place]}, f"amount_{place}")
        for place, line in zip(chosen, lines, strict=True)
        if line.net_cents > left[place] or (place in parts and line.net_cents <= 0)
    ]
    whole = frozenset(
        place for place, line in zip(chosen, lines, strict=True) if line.net_cents == document.lines[place].net_cents
    )
    return wrong or Given(tuple(chosen), tuple(lines), whole)


def _part(line: Line, part: PartOfLine) -> Line:
    """The same line at what is given back of it."""
    if part.cents == line.net_cents or part.quantity == line.quantity:
        return line
    if part.gross_cents is not None:
        return _with_vat_inside(line, part.gross_cents)
    quantity = part.quantity if part.quantity is not None else Decimal(1)
    net = times(1, line.net_cents * quantity / line.quantity) if part.quantity is not None else part.cents or 0
    unit_cents = (Decimal(net) / quantity).quantize(_SIX) if quantity > 0 else Decimal(0)
    unit = line.unit if part.quantity is not None else Unit.PIECE
    return replace(
        line, quantity=quantity, unit=unit, unit_cents=unit_cents, net_cents=net, adjustments=(), gross_cents=None
    )  # fmt: skip


def _with_vat_inside(line: Line, gross_cents: int) -> Line:
    """So much with VAT, to the cent: its VAT is within it. All of the line is the line."""
    net = gross_cents - share_within(gross_cents, line.vat.rate)
    if net == line.net_cents:
        return line
    return replace(
        line, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(net), net_cents=net, adjustments=(), gross_cents=gross_cents
    )  # fmt: skip
