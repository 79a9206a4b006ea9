"""A document in words: its kind, where it stands, its lines and what they add up to, in the reader's language."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.rules import Adjustment, Document, Kind, Line, Method, Nature, Tone, Where
from cantine.pricing.commands.wording import quantity_words, vat_words
from cantine.ui import formats

Words = str | Promise
_IDENTIFIER = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")
KIND_NAMES: dict[Kind, Words] = {
    Kind.INVOICE: gettext_lazy("Invoice"),
    Kind.DEPOSIT: gettext_lazy("Deposit invoice"),
    Kind.CREDIT_NOTE: gettext_lazy("Credit note"),
    Kind.DEPOSIT_CREDIT_NOTE: gettext_lazy("Credit note of a deposit"),
}
WHERE_NAMES: dict[Where, Words] = {
    Where.DRAFT: pgettext_lazy("invoice", "Draft"),
    Where.TO_PAY: pgettext_lazy("invoice", "To pay"),
    Where.PART_PAID: pgettext_lazy("invoice", "Paid in part"),
    Where.LATE: pgettext_lazy("invoice", "Late"),
    Where.PAID: pgettext_lazy("invoice", "Paid"),
    Where.CREDITED: pgettext_lazy("invoice", "Given back"),
    Where.TO_REFUND: pgettext_lazy("invoice", "To pay back"),
    Where.REFUNDED: pgettext_lazy("invoice", "Settled"),
}
WHERE_KINDS: dict[Where, str] = {
    Where.DRAFT: "hold", Where.TO_PAY: "info", Where.PART_PAID: "warn", Where.LATE: "bad", Where.PAID: "ok",
    Where.CREDITED: "", Where.TO_REFUND: "warn", Where.REFUNDED: "",
}  # fmt: skip
METHOD_NAMES: dict[Method, Words] = {
    Method.TRANSFER: gettext_lazy("Transfer"),
    Method.CARD: gettext_lazy("Card"),
    Method.CASH: gettext_lazy("Cash"),
    Method.CHEQUE: gettext_lazy("Cheque"),
    Method.OTHER: pgettext_lazy("payment", "Otherwise"),
}
TONE_NAMES: dict[Tone, Words] = {
    Tone.KIND: gettext_lazy("A kind word"),
    Tone.FIRM: gettext_lazy("A firm word"),
    Tone.FORMAL: gettext_lazy("A formal notice"),
}
NATURE_NAMES: dict[Nature, Words] = {
    Nature.BUSINESS: gettext_lazy("A business, or an association that charges VAT"),
    Nature.PUBLIC: gettext_lazy("A public body"),
    Nature.NON_TAXABLE: gettext_lazy("An association outside VAT"),
    Nature.PERSON: gettext_lazy("A person"),
    Nature.ABROAD: gettext_lazy("Somebody abroad"),
}


@dataclass(frozen=True)
class Change:
    words: str
    amount: str


@dataclass(frozen=True)
class Row:
    """A line as it is read: what, when and for whom, how many at how much, what moved it, what it makes."""

    place: int
    name: str
    detail: str
    count: str
    changes: tuple[Change, ...]
    net: str
    vat: str
    charge: str


@dataclass(frozen=True)
class Sums:
    """``before`` and ``discount`` are empty where nothing was granted."""

    net: str
    groups: tuple[Change, ...]
    gross: str
    prepaid: str
    due: str
    before: str = ""
    discount: str = ""


def note_words(note: str) -> str:
    """What somebody, or a provider, wrote beside money: an identifier of machines by its first letters."""
    return _IDENTIFIER.sub(lambda found: f"{found[0][:8]}…", note)


def kind_name(kind: Kind) -> str:
    return str(KIND_NAMES[kind])


def document_rows(document: Document) -> list[Row]:
    return [_row(place, line) for place, line in enumerate(document.lines)]


def document_sums(document: Document) -> Sums:
    return Sums(
        net=formats.money(document.net_cents),
        groups=tuple(Change(vat_words(each.vat), formats.money(each.vat_cents)) for each in document.groups),
        gross=formats.money(document.gross_cents),
        prepaid=formats.money(document.prepaid_cents) if document.prepaid_cents else "",
        due=formats.money(document.due_cents),
        before=formats.money(document.net_cents + document.discount_cents) if document.discount_cents else "",
        discount=f"−{formats.money(document.discount_cents)}" if document.discount_cents else "",
    )


def address_lines(document: Document) -> list[str]:
    """The payer's address, as on an envelope."""
    address = document.buyer.address
    town = f"{address.postcode} {address.town}".strip()
    country = address.country if address.country != "FR" else ""
    return [line for line in (address.street, address.extra, town, country) if line]


def _row(place: int, line: Line) -> Row:
    return Row(
        place=place, name=line.name, detail=line.detail, count=_count(line), changes=tuple(map(_change, line.adjustments)),
        net=formats.money(line.net_cents), vat=vat_words(line.vat), charge=line.charge,
    )  # fmt: skip


def _count(line: Line) -> str:
    said = {"quantity": quantity_words(line.quantity, line.unit), "price": formats.money(int(line.unit_cents))}
    return _("%(quantity)s × %(price)s") % said


def _change(each: Adjustment) -> Change:
    return Change(each.label, f"{'−' if each.cents < 0 else '+'}{formats.money(abs(each.cents))}")
