"""Amounts, quantities and days as the language of a document writes them; call it under that language."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language, ngettext

from cantine.pricing.rules import Unit

NBSP, FIGURE_SPACE, MINUS = "\u00a0", "\u2007", "\u2212"


def money(cents: int, currency: str) -> str:
    """``1 234,50 €``, ``€1,234.50``; below zero with a true minus."""
    return _signed(str(format_currency(Decimal(cents) / 100, currency, locale=_locale())))


def unit_price(cents: Decimal, currency: str) -> str:
    """As many decimals as it has, two at least."""
    places = max(2, -int((cents / 100).normalize().as_tuple().exponent))
    pattern = "#,##0." + "0" * min(places, 6)
    pattern = f"{pattern}{NBSP}¤" if _french() else f"¤{pattern}"
    return _signed(
        str(format_currency(cents / 100, currency, format=pattern, locale=_locale(), currency_digits=False))
    )  # fmt: skip


def number(value: Decimal) -> str:
    return _signed(str(format_decimal(value, locale=_locale(), decimal_quantization=False)))


def percent(rate: Decimal) -> str:
    """``20 %``, ``20%``."""
    return f"{number(rate.normalize() if rate else rate)}{NBSP if _french() else ''}%"


def day(on: date) -> str:
    """``1er mars 2026``, ``1 March 2026``."""
    return str(format_date(on, "d'er' MMMM y" if on.day == 1 and _french() else "d MMMM y", locale=_locale()))


def days(first: date, last: date) -> str:
    """One day, or from the first to the last, whose year is said once: ``1er – 12 février 2026``."""
    if first == last or first.year != last.year:
        return day(first) if first == last else f"{day(first)} – {day(last)}"
    begin = day(first).removesuffix(f" {first.year}")
    return f"{begin.split()[0] if first.month == last.month else begin} – {day(last)}"


def quantity(value: Decimal, unit: Unit) -> str:
    """``3 heures``, ``1,5 heure``, ``1.5 hours``; pieces are a bare number."""
    # French counts below two as one; English counts as one nothing but one.
    whole = value == value.to_integral_value()
    count = abs(int(value)) if whole or _french() else 2
    said = {
        Unit.HOUR: ngettext("%(count)s hour", "%(count)s hours", count),
        Unit.HALF_DAY: ngettext("%(count)s half-day", "%(count)s half-days", count),
        Unit.DAY: ngettext("%(count)s day", "%(count)s days", count),
        Unit.WEEK: ngettext("%(count)s week", "%(count)s weeks", count),
        Unit.MONTH: ngettext("%(count)s month", "%(count)s months", count),
        Unit.PIECE: "%(count)s",
    }[unit]
    return said % {"count": number(value.normalize() if not whole else value.to_integral_value())}


def grouped(code: str, every: int = 4) -> str:
    """An IBAN as one reads it out: ``FR76 3000 6000 …``."""
    return FIGURE_SPACE.join(code[at : at + every] for at in range(0, len(code), every))


def siren(number: str) -> str:
    """``732 829 320``, and the five figures of its establishment after it when it is a SIRET."""
    return NBSP.join(each for each in (number[:3], number[3:6], number[6:9], number[9:]) if each)


def _signed(text: str) -> str:
    return text.replace("-", MINUS)


def _french() -> bool:
    return not (get_language() or "fr").startswith("en")


def _locale() -> str:
    return "fr" if _french() else "en_GB"
