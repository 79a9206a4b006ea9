"""A commercial document as it is frozen: who sells, who pays, what, at how much, when it is due.

Amounts are whole cents; those of a credit note are above zero too, its kind says that they go back. A line is
``quantity`` × ``unit_cents``, then each adjustment in turn, makes ``net_cents``, so that every amount opens into its
lines. VAT is counted once for each rate, half up, on the sum of its lines (EN 16931, BR-CO-17).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from cantine.kernel.frozen import plain, thawed
from cantine.kernel.money import share_of, share_within, times
from cantine.pricing.rules import Unit, Vat, VatGroup, Why

FORMAT = 1


class Kind(StrEnum):
    """What a document is; a credit note says whether what it gives back was a deposit."""

    INVOICE = "invoice"
    DEPOSIT = "deposit"
    CREDIT_NOTE = "credit_note"
    DEPOSIT_CREDIT_NOTE = "deposit_credit_note"

    @property
    def code(self) -> int:
        """Its type in EN 16931 (BT-3)."""
        return {"invoice": 380, "deposit": 386, "credit_note": 381, "deposit_credit_note": 503}[self.value]

    @property
    def gives_back(self) -> bool:
        return self in {Kind.CREDIT_NOTE, Kind.DEPOSIT_CREDIT_NOTE}

    @property
    def undone_by(self) -> "Kind":
        """The kind of the document that gives this one back."""
        return Kind.DEPOSIT_CREDIT_NOTE if self is Kind.DEPOSIT else Kind.CREDIT_NOTE


class Nature(StrEnum):
    """Who a party is to the tax office: a business (an association that sells is one), a public body (invoiced through
    Chorus Pro), an association or a person outside VAT, or somebody established abroad."""

    BUSINESS = "business"
    PUBLIC = "public"
    NON_TAXABLE = "non_taxable"
    PERSON = "person"
    ABROAD = "abroad"


class Afterwards(StrEnum):
    """What becomes of what a credit note gives back: a gesture is let go; a mistake is to be invoiced again, otherwise."""

    LET_GO = "let_go"
    AGAIN = "again"


class Supply(StrEnum):
    """What is sold, as decree 2022-1299 asks it to be said."""

    SERVICES = "services"
    GOODS = "goods"
    BOTH = "both"


@dataclass(frozen=True)
class Address:
    """Where a party is. ``extra`` is a second line; ``country`` two letters."""

    street: str = ""
    extra: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "FR"


@dataclass(frozen=True)
class Party:
    """A seller or a payer, as known that day; ``""`` for a number that it does not have. Numbers are bare.

    ``legal_form`` is as it is printed: “SCIC SA à capital variable”; ``registry`` too: “RCS Nantes”. ``endpoint`` is where
    electronic invoices reach it (BT-34, BT-49), empty when nothing more is known than its SIREN or its e-mail.
    """

    name: str
    address: Address
    nature: Nature = Nature.BUSINESS
    legal_form: str = ""
    capital: str = ""
    siren: str = ""
    siret: str = ""
    rna: str = ""
    registry: str = ""
    vat_number: str = ""
    email: str = ""
    phone: str = ""
    endpoint: str = ""


@dataclass(frozen=True)
class Bank:
    """Where a transfer goes. The IBAN is bare."""

    iban: str
    bic: str = ""
    holder: str = ""


@dataclass(frozen=True)
class Terms:
    """What the law wants said about late payment (notes PMT, PMD, AAB), each a whole sentence; ``""`` where it does not
    apply. ``on_debits``: VAT is due when it is invoiced, by choice, rather than when it is paid."""

    penalties: str = ""
    recovery: str = ""
    discount: str = ""
    on_debits: bool = False


@dataclass(frozen=True)
class Adjustment:
    """What moves a line from its price: a member's discount is below zero. ``why`` is what the price says of it."""

    label: str
    cents: int
    why: str = ""


@dataclass(frozen=True)
class Line:
    """``charge`` names what it bills, ``activity`` what it is income of: both opaque here. ``unit_cents`` may have
    decimals of a cent. ``first_day`` and ``last_day`` are when it was supplied. ``gross_cents`` is a price that was said
    with VAT."""

    name: str
    quantity: Decimal
    unit: Unit
    unit_cents: Decimal
    net_cents: int
    vat: Vat
    adjustments: tuple[Adjustment, ...] = ()
    detail: str = ""
    first_day: date | None = None
    last_day: date | None = None
    charge: str = ""
    activity: str = ""
    gross_cents: int | None = None


@dataclass(frozen=True)
class Reference:
    """Another document, as its number and day name it. ``groups`` are the VAT that a deposit asked for already, by rate;
    empty for money that came without a document of its own."""

    number: str
    day: date
    cents: int = 0
    groups: tuple[VatGroup, ...] = ()


@dataclass(frozen=True)
class Document:
    """``number`` and ``issued_on`` are empty while it is a draft. ``deposits`` were paid before: what is left to pay is
    ``due_cents``. ``corrects`` is what a credit note gives back, and ``corrects_lines`` the places of its lines in it;
    ``taken_off_cents`` settle what was not paid of it, so that the rest only is paid back.
    ``user`` is who it was for, where another pays; ``reference`` the payer's own; ``service_code`` and ``engagement`` are
    what Chorus Pro asks for."""

    kind: Kind
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    groups: tuple[VatGroup, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int
    number: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    bank: Bank | None = None
    terms: Terms = Terms()
    supply: Supply = Supply.SERVICES
    deposits: tuple[Reference, ...] = ()
    corrects: Reference | None = None
    corrects_lines: tuple[int, ...] = ()
    taken_off_cents: int = 0
    user: str = ""
    reference: str = ""
    service_code: str = ""
    engagement: str = ""
    note: str = ""
    language: str = "fr"
    currency: str = "EUR"

    @property
    def prepaid_cents(self) -> int:
        return sum(each.cents for each in self.deposits)

    @property
    def due_cents(self) -> int:
        return self.gross_cents - self.prepaid_cents

    @property
    def back_cents(self) -> int:
        """Of a credit note: what is to be paid back."""
        return self.due_cents - self.taken_off_cents

    @property
    def discount_cents(self) -> int:
        """What discounts that somebody granted took off its lines."""
        return -sum(move.cents for line in self.lines for move in line.adjustments if move.why == Why.DISCOUNT)

    @property
    def supplied(self) -> tuple[date, date] | None:
        """From the first day to the last of what its lines supplied."""
        first = [each.first_day for each in self.lines if each.first_day]
        last = [day for each in self.lines if (day := each.last_day or each.first_day)]
        return (min(first), max(last)) if first else None

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **plain(self)}


def document_from_json(data: dict[str, Any]) -> Document:
    """The document that was frozen. Raises ValueError for a format that this version does not know."""
    if data.get("format") != FORMAT:
        raise ValueError(f"A document of format {data.get('format')!r} can't be read here.")
    return thawed(Document, {key: value for key, value in data.items() if key != "format"})


def line_of(
    *, name: str, quantity: Decimal, unit: Unit, unit_cents: Decimal, vat: Vat,
    adjustments: tuple[Adjustment, ...] = (), detail: str = "", first_day: date | None = None,
    last_day: date | None = None, charge: str = "", activity: str = "",
) -> Line:  # fmt: skip
    """A line whose amount is counted: half up to the cent, then what adjusts it."""
    net = times(1, quantity * unit_cents) + sum(each.cents for each in adjustments)
    return Line(
        name, quantity, unit, unit_cents, net, vat, adjustments, detail, first_day, last_day, charge, activity
    )  # fmt: skip


def given_back(notes: Iterable[Document]) -> dict[int, int]:
    """Cents without VAT that credit notes gave back, by the place of the line."""
    found: dict[int, int] = {}
    for note in notes:
        for place, line in zip(note.corrects_lines, note.lines, strict=False):
            found[place] = found.get(place, 0) + line.net_cents
    return found


def groups_of(lines: Iterable[Line]) -> tuple[VatGroup, ...]:
    """One for each way of being taxed, VAT on the sum of its lines, save of those whose price holds it."""
    by_vat = sorted(lines, key=lambda line: line.vat)
    groups = []
    for vat, group in groupby(by_vat, key=lambda line: line.vat):
        mine = list(group)
        inside = [line.gross_cents - line.net_cents for line in mine if line.gross_cents is not None]
        counted = sum(line.net_cents for line in mine if line.gross_cents is None)
        net = sum(line.net_cents for line in mine)
        groups.append(VatGroup(vat, net, share_of(counted, vat.rate) + sum(inside)))
    return tuple(groups)


def with_nets_shared(lines: Iterable[Line]) -> list[Line]:
    """The same, where prices said with VAT hold together the VAT of their sum: each line has its part, to the cent."""
    upto: dict[Vat, int] = {}
    found = []
    for line in lines:
        if line.gross_cents is None:
            found.append(line)
            continue
        before = upto.get(line.vat, 0)
        upto[line.vat] = before + line.gross_cents
        net = line.gross_cents - share_within(upto[line.vat], line.vat.rate) + share_within(before, line.vat.rate)
        found.append(replace(line, net_cents=net, unit_cents=Decimal(net)))
    return found


def totalled(document: Document) -> Document:
    """The same with the groups and totals that its lines make."""
    groups = groups_of(document.lines)
    net, vat = sum(each.net_cents for each in groups), sum(each.vat_cents for each in groups)
    return replace(document, groups=groups, net_cents=net, vat_cents=vat, gross_cents=net + vat)


def draft(
    *, kind: Kind, seller: Party, buyer: Party, lines: Iterable[Line], **said: Any
) -> Document:  # fmt: skip
    """A document of these lines, counted."""
    return totalled(Document(kind, seller, buyer, tuple(lines), (), 0, 0, 0, **said))
