"""What another tool issued and that is not over: invoices still to pay, and deposits held for what will be invoiced.

They come in with their own numbers and amounts, VAT included as that tool counted it, so that a payment finds them, a reminder names
them, and the VAT that waits for the money falls due with it. What was paid before is told as such.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.billing.rules.documents import Document, Kind, Line, Party, Reference, Terms
from cantine.billing.rules.settling import by_rate, vat_within
from cantine.kernel.money import share_of
from cantine.kernel.refusal import Refusal
from cantine.pricing.rules import Unit, Vat, VatGroup, check_vat

TAKEN_OVER = "RE"  # the series of what other tools issued: none of ours
LONGEST_NUMBER = 35
MOST_APART = 5  # cents: other tools count VAT line by line
MOST_NUMBER = 999_999


@dataclass(frozen=True)
class OldPart:
    """What an old document asked for at one rate."""

    vat: Vat
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, kw_only=True)
class OldInvoice:
    """An old document; ``left_cents`` is still to pay. A deposit may be paid whole: it is held until it is taken off."""

    number: str
    kind: Kind
    day: date
    due_on: date
    subject: str
    parts: tuple[OldPart, ...]
    left_cents: int

    @property
    def gross_cents(self) -> int:
        return sum(each.net_cents + each.vat_cents for each in self.parts)

    @property
    def waiting_cents(self) -> int:
        """The VAT of what is left, which is due when it is paid."""
        groups = _groups(self.parts)
        paid = vat_within(self.gross_cents - self.left_cents, groups)
        return sum(each.vat_cents for each in groups) - sum(paid.values())


def check_old_invoice(old: OldInvoice, *, last_day: date) -> Iterator[Refusal]:
    """``last_day`` is that of the old books. Refusals: old_number_wrong, old_day_after, due_before_issued, vat_rate_unknown,
    old_vat_differs, old_amount_wrong, old_left_wrong, old_paid_already."""
    if not old.number or len(old.number) > LONGEST_NUMBER:
        yield Refusal("old_number_wrong", {"most": LONGEST_NUMBER}, "number")
    if old.day > last_day:
        yield Refusal("old_day_after", {"day": last_day}, "day")
    if old.due_on < old.day:
        yield Refusal("due_before_issued", {"day": old.due_on}, "due_on")
    for part in old.parts:
        yield from _check_part(part)
    if not 0 <= old.left_cents <= old.gross_cents:
        yield Refusal("old_left_wrong", {"cents": old.gross_cents}, "left")
    elif not old.left_cents and old.kind is not Kind.DEPOSIT:
        yield Refusal("old_paid_already", {}, "left")


def _check_part(part: OldPart) -> Iterator[Refusal]:
    yield from check_vat(part.vat)
    if part.net_cents <= 0:
        yield Refusal("old_amount_wrong", {}, "net")
    right = share_of(part.net_cents, part.vat.rate)
    if abs(part.vat_cents - right) > MOST_APART:
        yield Refusal("old_vat_differs", {"rate": part.vat.rate, "cents": right}, "vat")


def old_document(old: OldInvoice, *, seller: Party, buyer: Party, terms: Terms, language: str) -> Document:
    """As it would be frozen: what was paid before is a deposit of its own, with its share of each VAT."""
    groups = _groups(old.parts)
    paid = old.gross_cents - old.left_cents
    before = (Reference(old.number, old.day, paid, _paid_groups(paid, groups)),) if paid else ()
    return Document(
        old.kind, seller, buyer, tuple(_line(old, part) for part in old.parts), groups,
        sum(each.net_cents for each in groups), sum(each.vat_cents for each in groups), old.gross_cents,
        number=old.number, issued_on=old.day, due_on=old.due_on, terms=terms, deposits=before, language=language,
    )  # fmt: skip


def check_next_number(number: int) -> Iterator[Refusal]:
    """Refusals: next_number_out_of_range."""
    if not 1 <= number <= MOST_NUMBER:
        yield Refusal("next_number_out_of_range", {"most": MOST_NUMBER}, "number")


def _line(old: OldInvoice, part: OldPart) -> Line:
    return Line(
        old.subject or old.number, Decimal(1), Unit.PIECE, Decimal(part.net_cents), part.net_cents, part.vat,
        first_day=old.day, last_day=old.day,
    )  # fmt: skip


def _groups(parts: Sequence[OldPart]) -> tuple[VatGroup, ...]:
    sums: dict[Vat, tuple[int, int]] = {}
    for part in sorted(parts, key=lambda each: each.vat):
        net, vat = sums.get(part.vat, (0, 0))
        sums[part.vat] = (net + part.net_cents, vat + part.vat_cents)
    return tuple(VatGroup(vat, net, cents) for vat, (net, cents) in sums.items())


def _paid_groups(cents: int, groups: Sequence[VatGroup]) -> tuple[VatGroup, ...]:
    gross, vat = by_rate(cents, groups), vat_within(cents, groups)
    return tuple(VatGroup(each.vat, gross[each.vat] - vat[each.vat], vat[each.vat]) for each in groups)
