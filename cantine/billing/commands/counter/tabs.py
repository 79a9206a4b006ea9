"""What stands on a tab: a charge a line, which an invoice of the month may take, or the counter."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cantine.billing.commands.charges import Sale, make_charges
from cantine.billing.queries.counter.tabs import SOURCE
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.rules import Standing, State
from cantine.billing.rules.counter import Line
from cantine.billing.rules.quotes import WRITTEN
from cantine.core.actor import Actor
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Line as PriceLine
from cantine.pricing.rules import Price, Unit, VatGroup, fixed_price

NAMES = ("Comptoir", "Counter")


def put_on_tab(
    place: PlaceRef, sale: UUID, day: date, lines: Sequence[Line], who: Who, *, actor: Actor, now: datetime,
    replay: bool = False,
) -> None:  # fmt: skip
    """A charge for each line that asks for something, in the transaction of the sale."""
    kind, key = who
    made = [
        Sale(
            source=source_of(sale, place_of), name=name_of(line, line.name_fr), day=day, price=price_of(line, day),
            standing=Standing(State.DUE), person_id=key if kind == PERSON else None,
            customer_id=key if kind == ORGANISATION else None,
        )
        for place_of, line in enumerate(lines)
        if line.cents
    ]  # fmt: skip
    make_charges(actor=actor, now=now, place=place, sales=made, replay=replay)


def sources_of(sale: UUID, lines: Iterable[Line]) -> list[str]:
    return [source_of(sale, place) for place, line in enumerate(lines) if line.cents]


def source_of(sale: UUID, place: int) -> str:
    return f"{SOURCE}{sale}:{place}"


def name_of(line: Line, name: str) -> str:
    return name if line.quantity == 1 else f"{line.quantity} × {name}"


def price_of(line: Line, day: date) -> Price:
    """One piece at what all of them make without VAT: the amount of the line is what was shown, to the cent."""
    net, vat = line.net_cents, line.cents - line.net_cents
    one = PriceLine(
        f"product:{WRITTEN}{line.activity}", name_of(line, line.name_fr), name_of(line, line.name_en), Unit.PIECE,
        Decimal(1), Decimal(1), net, net, net, line.vat,
    )  # fmt: skip
    price = fixed_price(names=NAMES, on=day, lines=[one])
    return replace(price, groups=(VatGroup(line.vat, net, vat),), vat_cents=vat, gross_cents=line.cents)
