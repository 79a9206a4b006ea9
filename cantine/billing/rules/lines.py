"""The lines that a charge becomes on a document: those of its price, with what changed them, and the share asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cantine.billing.rules.charges import WHOLE, Standing, asked_for, is_said_with_vat
from cantine.billing.rules.documents import Adjustment, Line, line_of
from cantine.pricing.rules import Line as PriceLine
from cantine.pricing.rules import Price, Reason, Sort, Unit

LETTING = "letting"
OWN_CODES = {"sponsorship": "sponsorship"}  # lines that no price list knows, and that are no letting


@dataclass(frozen=True)
class Words:
    """How a document says what the price knows as codes, in the language of its reader."""

    reason: Callable[[Reason, Unit], str]
    name: Callable[[str, str], str]
    share: Callable[[int], str]
    billed: Callable[[PriceLine], str]


def lines_of_charge(
    price: Price,
    standing: Standing,
    *,
    name: str,
    detail: str,
    day: date,
    charge: str,
    words: Words,
    activities: Mapping[str, str],
    source: str = "",
) -> list[Line]:
    """``activities`` says by product code what its income is; a room is let. What has several lines keeps the name of the
    act on each that is not a product."""
    gross_cents = price.gross_cents if is_said_with_vat(source, price, standing) else None
    return [
        _line(
            line, standing, gross_cents=gross_cents, name=words.name(line.name_fr, line.name_en) if line.is_product else name,
            detail=detail, day=day, charge=charge, words=words,
            activity=activity_for(line.code, activities),
        )
        for line in price.lines
    ]  # fmt: skip


def activity_for(code: str, activities: Mapping[str, str]) -> str:
    """What a line of a price is income of, by its code: a room is let."""
    kind, _, product = code.partition(":")
    return activities.get(product, Sort.OTHER.value) if kind == "product" else OWN_CODES.get(kind, LETTING)


def _line(
    line: PriceLine,
    standing: Standing,
    *,
    name: str,
    detail: str,
    day: date,
    charge: str,
    words: Words,
    activity: str,
    gross_cents: int | None,
) -> Line:
    changes = [
        Adjustment(words.reason(reason, line.unit), reason.cents, reason.why.value)
        for reason in line.reasons
        if reason.cents
    ]
    if standing.percent != WHOLE:
        changes.append(Adjustment(words.share(standing.percent), asked_for(line.cents, standing) - line.cents))
    detail = " · ".join(filter(None, (detail, words.billed(line))))
    made = line_of(
        name=name, quantity=line.quantity, unit=line.unit, unit_cents=Decimal(line.list_cents), vat=line.vat,
        adjustments=tuple(changes), detail=detail, first_day=day, last_day=day, charge=charge, activity=activity,
    )  # fmt: skip
    return replace(made, gross_cents=gross_cents)
