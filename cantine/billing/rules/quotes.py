"""A quote: what would be invoiced, offered until a day. Sent, it is frozen; answered, it never moves again.

``whole`` is the invoice that it would become, without a number. What it sells is in parts: acts that have their charge
already, and what was added by hand or from the price list, each at a price opened into its lines, so that what is
invoiced in the end says to the cent what was agreed.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cantine.billing.rules.deposits import deposit_lines
from cantine.billing.rules.documents import Document, Kind, Line, document_from_json, totalled
from cantine.kernel.frozen import plain, thawed
from cantine.kernel.money import share_of, times
from cantine.kernel.refusal import Refusal
from cantine.pricing.rules import Discount, Price, Sort, Unit, Vat, VatGroup, price_from_json
from cantine.pricing.rules import Line as PriceLine

FORMAT = 1
USUAL_DAYS, LONGEST_VALID_DAYS = 30, 365
USUAL_PERCENT = 30
MOST_PARTS = 60
LONGEST_NAME = 120
WRITTEN = "~"
WRITTEN_ACTIVITIES = {f"{WRITTEN}{each}": each for each in ("letting", *(sort.value for sort in Sort))}


class Stage(StrEnum):
    """Where a quote stands. What is answered, past its day or withdrawn stays so."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What moves a quote."""

    SEND = "send"
    ACCEPT = "accept"
    REFUSE = "refuse"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


MOVES: dict[tuple[Stage, Step], Stage] = {
    (Stage.DRAFT, Step.SEND): Stage.SENT,
    (Stage.SENT, Step.ACCEPT): Stage.ACCEPTED,
    (Stage.SENT, Step.REFUSE): Stage.REFUSED,
    (Stage.SENT, Step.EXPIRE): Stage.EXPIRED,
    (Stage.SENT, Step.WITHDRAW): Stage.WITHDRAWN,
}
OVER = frozenset({Stage.ACCEPTED, Stage.REFUSED, Stage.EXPIRED, Stage.WITHDRAWN})
GIVEN_UP = OVER - {Stage.ACCEPTED}


@dataclass(frozen=True)
class Part:
    """Something sold that no booking makes: a product, or a line that somebody wrote. ``price`` is kept as plain JSON. One
    that is ``optional`` is sold only if the customer ticks it. ``discount`` is not in the price yet."""

    name: str
    day: date
    price: dict[str, Any]
    optional: bool = False
    discount: Discount | None = None

    @property
    def opened(self) -> Price:
        return price_from_json(self.price)

    @property
    def is_written(self) -> bool:
        """By hand, at a price that no list says."""
        return any(line.code.startswith(f"product:{WRITTEN}") for line in self.opened.lines)


@dataclass(frozen=True)
class Option:
    """A part that the customer may take, by its place among the parts, and the lines that it would add."""

    part: int
    lines: tuple[Line, ...]

    @property
    def net_cents(self) -> int:
        return sum(each.net_cents for each in self.lines)


class Way(StrEnum):
    """How a customer said yes."""

    LINK = "link"
    PAPER = "paper"
    MAIL = "mail"


@dataclass(frozen=True)
class Quote:
    """As it is frozen when it is sent. ``whole`` is what is sold whatever is ticked, ``options`` what may be added;
    ``replaces`` is the number of the one that it takes the place of."""

    whole: Document
    number: str
    sent_on: date
    valid_until: date
    percent: int
    parts: tuple[Part, ...] = ()
    replaces: str = ""
    options: tuple[Option, ...] = ()

    @property
    def deposit(self) -> Document | None:
        """What is asked for once it is accepted; None where nothing is."""
        return deposit_of(self.whole, percent=self.percent, name="")

    def taking(self, chosen: Collection[int]) -> "Quote":
        """The same once these options, by the place of their part, are ticked: the whole follows, and its deposit."""
        added = (line for each in self.options if each.part in chosen for line in each.lines)
        return replace(self, whole=totalled(replace(self.whole, lines=(*self.whole.lines, *added))))

    def to_json(self) -> dict[str, Any]:
        options = [{"part": each.part, "lines": [plain(line) for line in each.lines]} for each in self.options]
        said = {
            name: plain(getattr(self, name)) for name in ("number", "sent_on", "valid_until", "percent", "replaces")
        }
        parts = parts_to_json(self.parts)
        return {"format": FORMAT, **said, "whole": self.whole.to_json(), "parts": parts, "options": options}


def quote_from_json(data: dict[str, Any]) -> Quote:
    """The quote that was frozen. Raises ValueError for a format that this version does not know."""
    if data.get("format") != FORMAT:
        raise ValueError(f"A quote of format {data.get('format')!r} can't be read here.")
    return Quote(
        document_from_json(data["whole"]), data["number"], date.fromisoformat(data["sent_on"]),
        date.fromisoformat(data["valid_until"]), data["percent"], parts_from_json(data["parts"]), data["replaces"],
        tuple(Option(each["part"], tuple(thawed(Line, line) for line in each["lines"])) for each in data.get("options", ())),
    )  # fmt: skip


def parts_from_json(data: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            each["name"], date.fromisoformat(each["day"]), each["price"], each.get("optional", False),
            thawed(Discount, each["discount"]) if "discount" in each else None,
        )
        for each in data
    )  # fmt: skip


def parts_to_json(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name, "day": each.day.isoformat(), "price": each.price,
            **({"optional": True} if each.optional else {}),
            **({"discount": plain(each.discount)} if each.discount else {}),
        }
        for each in parts
    ]  # fmt: skip


def deposit_of(whole: Document, *, percent: int, name: str) -> Document | None:
    """The deposit that ``percent`` of the whole makes, as a document that says what the whole says: its terms, its bank, what
    its payer asks for; None where nothing is asked for."""
    lines = deposit_lines(whole, percent=percent, name=name) if percent else ()
    return totalled(replace(whole, kind=Kind.DEPOSIT, lines=lines, deposits=())) if lines else None


def written_price(
    *, name: str, day: date, quantity: Decimal, unit: Unit, unit_cents: int, vat: Vat, activity: str
) -> Price:
    """A line that somebody wrote, as a price of one line: its code says what it is income of."""
    net = times(unit_cents, quantity)
    tax = share_of(net, vat.rate)
    line = PriceLine(
        code=f"product:{WRITTEN}{activity}", name_fr=name, name_en=name, unit=unit, quantity=quantity, used=quantity,
        list_cents=unit_cents, unit_cents=unit_cents, cents=net, vat=vat,
    )  # fmt: skip
    return Price(
        grid="", grid_name="", on=day, category="", category_fr="", category_en="", lines=(line,),
        groups=(VatGroup(vat, net, tax),), net_cents=net, vat_cents=tax, gross_cents=net + tax, offered_cents=0,
    )  # fmt: skip


def check_step(*, stage: Stage, step: Step) -> list[Refusal]:
    return [] if (stage, step) in MOVES else [Refusal("quote_answered", {"stage": stage.value}, "")]


def check_valid(*, valid_until: date, today: date) -> list[Refusal]:
    """Offered for a day at least and a year at most."""
    days = (valid_until - today).days
    if not 0 <= days <= LONGEST_VALID_DAYS:
        return [Refusal("validity_out_of_range", {"most": LONGEST_VALID_DAYS}, "valid_until")]
    return []


def valid_until_of(*, asked: date | None, first_day: date | None, today: date) -> date:
    """The last day of an offer: the one asked for, else thirty days, but no later than the eve of what it sells: nobody
    accepts what has begun. What is sold today, or was before, is offered for the day."""
    last = asked or today + timedelta(days=USUAL_DAYS)
    return last if first_day is None else min(last, max(today, first_day - timedelta(days=1)))


def check_signature(name: str) -> list[Refusal]:
    """Who accepts says their name."""
    said = " ".join(name.split())
    if not said:
        return [Refusal("signature_missing", {}, "name")]
    return [Refusal("signature_too_long", {"most": LONGEST_NAME}, "name")] if len(said) > LONGEST_NAME else []


def check_chosen(quote: Quote, chosen: Collection[int]) -> list[Refusal]:
    """Only what was offered may be ticked."""
    offered = {each.part for each in quote.options}
    return [] if offered.issuperset(chosen) else [Refusal("option_unknown", {}, "options")]


def is_past(*, valid_until: date, today: date) -> bool:
    """The last day counts whole."""
    return today > valid_until


def same_sale(before: Document, after: Document) -> bool:
    """Whether two documents sell the same at the same price, whatever names their lines."""
    return [_sold(line) for line in before.lines] == [_sold(line) for line in after.lines]


def _sold(line: Line) -> tuple[Any, ...]:
    return (line.name, line.quantity, line.unit, line.unit_cents, line.net_cents, line.vat, line.first_day)
