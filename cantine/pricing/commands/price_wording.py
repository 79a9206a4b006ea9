"""A price opened into rows, in the reader's language: what was counted, what changed it, what it makes."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from cantine.kernel import times
from cantine.pricing.commands.wording import named, percent_words, plural_of, quantity_words, vat_words
from cantine.pricing.rules import ON_WHOLE, Discount, Line, Price, Reason, Unit, Why
from cantine.ui import formats


@dataclass(frozen=True)
class Change:
    """One reason and what it adds; nothing where it only says how units were counted."""

    words: str
    amount: str


@dataclass(frozen=True)
class Row:
    """A line: what, how many at how much, what that makes, what changed it, what is due. ``place_words`` says that the name
    is the place's own, written in its language."""

    name: str
    count: str
    list_amount: str
    changes: tuple[Change, ...]
    amount: str
    vat: str


@dataclass(frozen=True)
class Sums:
    net: str
    groups: tuple[Change, ...]
    gross: str
    offered: str
    category: str


def price_lines(price: Price) -> list[Row]:
    """Each line of a price, in its order."""
    return [_row(line) for line in price.lines]


def price_sums(price: Price) -> Sums:
    return Sums(
        net=formats.money(price.net_cents),
        groups=tuple(Change(vat_words(group.vat), formats.money(group.vat_cents)) for group in price.groups),
        gross=formats.money(price.gross_cents),
        offered=formats.money(price.offered_cents) if price.offered_cents else "",
        category=named(price.category_fr, price.category_en),
    )


def _row(line: Line) -> Row:
    listed = line.cents - sum(reason.cents for reason in line.reasons)
    changes = tuple(Change(reason_words(reason, line.unit), _signed(reason.cents)) for reason in line.reasons)
    return Row(
        named(line.name_fr, line.name_en), count_words(line), formats.money(listed), changes,
        formats.money(line.cents), vat_words(line.vat),
    )  # fmt: skip


def included_in(price: Price) -> list[str]:
    """What was paid for in advance: “1 jour compris dans « Carnet de 20 jours »”."""
    used = [(line, reason) for line in price.lines for reason in line.reasons if reason.why is Why.INCLUDED]
    return [reason_words(reason, line.unit) for line, reason in used]


def count_words(line: Line) -> str:
    """“3 h × 40,00 €”; and where more is billed than used, why."""
    said = {"quantity": quantity_words(line.quantity, line.unit), "price": formats.money(line.list_cents)}
    count = _("%(quantity)s × %(price)s") % said
    if line.used == line.quantity:
        return count
    return _("%(count)s (%(why)s)") % {"count": count, "why": billed_words(line)}


def billed_words(line: Line) -> str:
    """Why more is billed than used: “1 h, billed 2 h at least”; "" where it is not."""
    if line.used == line.quantity:
        return ""
    said = {
        "used": quantity_words(line.used, line.unit), "billed": quantity_words(line.quantity, line.unit),
        "least": quantity_words(line.least, line.unit),
    }  # fmt: skip
    if line.least and line.least >= line.quantity:
        return _("%(used)s, billed %(least)s at least") % said
    return _("%(used)s: %(billed)s cost less") % said


def reason_words(reason: Reason, unit: Unit) -> str:
    """Why a line is not at its list price; ``unit`` is what the line counts, and the reason too unless it says otherwise."""
    unit = reason.unit or unit
    name = named(reason.name_fr, reason.name_en)
    quantity = formats.number(reason.quantity or Decimal(0))
    percent = percent_words(reason.percent) if reason.percent is not None else ""
    match reason.why:
        case Why.STEP:
            return _("Degressive price, from %(quantity)s") % {"quantity": quantity}
        case Why.INCLUDED:
            return _included_words(name, reason.quantity or Decimal(0), unit)
        case Why.OVERAGE:
            said = {"quantity": quantity_words(reason.quantity or Decimal(0), unit), "name": name}
            asked = times(reason.unit_cents or 0, reason.quantity or Decimal(0))
            money = {
                "price": formats.money(asked),
                "one": formats.money(reason.unit_cents or 0),
                "list": formats.money(asked - reason.cents),
            }
            words = _("%(quantity)s past “%(name)s”: %(price)s (%(one)s each) instead of %(list)s")
            if reason.quantity == 1:
                words = _("%(quantity)s past “%(name)s”: %(price)s instead of %(list)s")
            return words % {**said, **money}
        case Why.CATEGORY if reason.unit_cents is not None:
            return _own_price_words(name, reason, reason.unit_cents)
        case Why.DISCOUNT | Why.PRORATION:
            return name if reason.why is Why.PRORATION else discount_words(reason)
        case _:
            return _simple_words(reason, f"{name} {percent}".strip() if percent else name, unit)


def _simple_words(reason: Reason, words: str, unit: Unit) -> str:
    """A period, a category or a support by its percentage; a period may count for a part of a half-day."""
    if reason.offered:
        return _("%(words)s, offered by the place") % {"words": words}
    if reason.why is Why.PERIOD and reason.quantity is not None:
        return _("%(words)s, for %(quantity)s of it") % {
            "words": words, "quantity": quantity_words(reason.quantity, unit),
        }  # fmt: skip
    return words


def discount_words(reason: Reason) -> str:
    """What was granted, on one line or on the whole, and why."""
    granted = Discount(reason.name_fr, reason.percent, reason.unit_cents or 0)
    return granted_words(granted, whole=reason.code == ON_WHOLE)


def granted_words(discount: Discount, *, whole: bool) -> str:
    percent = discount.percent
    granted = formats.money(discount.cents) if percent is None else percent_words(percent).removeprefix("+")
    said = {"granted": granted, "why": discount.words}
    if whole:
        return _("Discount of %(granted)s on the whole: %(why)s") % said
    return _("Discount of %(granted)s: %(why)s") % said


def _included_words(name: str, units: Decimal, unit: Unit) -> str:
    """Days are not of the gender of hours."""
    if unit in {Unit.DAY, Unit.MONTH}:
        words = npgettext(
            "days", "%(quantity)s included in “%(name)s”", "%(quantity)s included in “%(name)s”", plural_of(units)
        )
    else:
        words = ngettext("%(quantity)s included in “%(name)s”", "%(quantity)s included in “%(name)s”", plural_of(units))
    return words % {"name": name, "quantity": quantity_words(units, unit)}


def _own_price_words(name: str, reason: Reason, cents: int) -> str:
    said = {"name": name, "price": formats.money(cents), "usual": formats.money(cents - reason.cents)}
    if reason.offered:
        return _("Price for “%(name)s”: %(price)s instead of %(usual)s, offered by the place") % said
    return _("Price for “%(name)s”: %(price)s instead of %(usual)s") % said


def _signed(cents: int) -> str:
    """A discount with a true minus sign, a rise with its plus."""
    return f"{'−' if cents < 0 else '+'}{formats.money(abs(cents))}"
