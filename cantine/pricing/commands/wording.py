"""Names of units, kinds of products and VAT regimes; quantities as people say them."""

from decimal import Decimal

from babel.dates import get_day_names
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from cantine.pricing.rules import Period, Sort, Unit, Vat, VatKind
from cantine.ui import formats

UNIT_NAMES: dict[Unit, str | Promise] = {
    Unit.HOUR: pgettext_lazy("price of a", "Hour"),
    Unit.HALF_DAY: pgettext_lazy("price of a", "Half-day"),
    Unit.DAY: pgettext_lazy("price of a", "Day"),
    Unit.WEEK: pgettext_lazy("price of a", "Week"),
    Unit.MONTH: pgettext_lazy("price of a", "Month"),
    Unit.PIECE: pgettext_lazy("price of a", "Piece"),
}
SORT_NAMES: dict[Sort, str | Promise] = {
    Sort.CATERING: gettext_lazy("Catering"),
    Sort.EQUIPMENT: pgettext_lazy("product", "Equipment"),
    Sort.STAFF: gettext_lazy("Staff time"),
    Sort.CLEANING: gettext_lazy("Cleaning"),
    Sort.OTHER: pgettext_lazy("product", "Other"),
}
VAT_NAMES: dict[VatKind, str | Promise] = {
    VatKind.TAXED: gettext_lazy("Subject to VAT"),
    VatKind.FRANCHISE: gettext_lazy("Small business, no VAT (art. 293 B)"),
    VatKind.EXEMPT: gettext_lazy("Association, exempt services to its members (art. 261-7)"),
    VatKind.OUT_OF_SCOPE: gettext_lazy("Out of the scope of VAT"),
}


def named(fr: str, en: str) -> str:
    """A name that a place gave in both languages, in the reader's."""
    return en if (get_language() or "fr").startswith("en") else fr


def quantity_words(quantity: Decimal, unit: Unit) -> str:
    """“3,5 h”, “2 demi-journées”, “12”."""
    said = {"number": formats.number(quantity)}
    number = plural_of(quantity)
    match unit:
        case Unit.HOUR:
            return f"{said['number']}{formats.NBSP}h"
        case Unit.HALF_DAY:
            return ngettext("%(number)s half-day", "%(number)s half-days", number) % said
        case Unit.DAY:
            return ngettext("%(number)s day", "%(number)s days", number) % said
        case Unit.WEEK:
            return ngettext("%(number)s week", "%(number)s weeks", number) % said
        case Unit.MONTH:
            return ngettext("%(number)s month", "%(number)s months", number) % said
        case Unit.PIECE:
            return said["number"]


def plural_of(quantity: Decimal) -> int:
    """The number that chooses between one and several: “1,5 jour” in French, “1.5 days” in English, as of nothing."""
    if quantity == int(quantity):
        return int(quantity)
    return 0 if quantity < 2 else 2


def percent_words(percent: Decimal) -> str:
    """“− 30 %”, “+ 25 %”: the sign is a word here, so it is never left out."""
    sign = "−" if percent < 0 else "+"
    return (
        f"{sign}{formats.percent(abs(percent) / 100)}"
        if percent == int(percent)
        else (f"{sign}{formats.number(abs(percent))}{formats.NBSP}%")
    )


def vat_words(vat: Vat) -> str:
    """The mention that goes with an amount: the rate, or the article that does without."""
    match vat.kind:
        case VatKind.TAXED:
            return _("VAT %(rate)s") % {"rate": f"{formats.number(vat.rate)}{formats.NBSP}%"}
        case VatKind.FRANCHISE:
            return _("VAT not applicable, art. 293 B of the CGI")
        case VatKind.EXEMPT:
            return _("Exempt from VAT, art. 261-7-1° of the CGI")
        case VatKind.OUT_OF_SCOPE:
            return _("Out of the scope of VAT")


def period_words(period: Period) -> str:
    """“lundi, mardi, de 18:00 à 23:00, du 1er juillet 2026 au 31 août 2026”."""
    days = get_day_names("wide", locale=get_language() or "fr")
    said = [", ".join(days[day] for day in sorted(period.weekdays))] if period.weekdays else []
    if period.starts is not None and period.ends is not None:
        said.append(
            _("from %(starts)s to %(ends)s") % {"starts": f"{period.starts:%H:%M}", "ends": f"{period.ends:%H:%M}"}
        )
    first, last = (day and formats.full_day(day) for day in (period.first_day, period.last_day))
    if first and last:
        said.append(_("from %(first)s to %(last)s") % {"first": first, "last": last})
    elif first or last:
        said.append(_("from %(first)s on") % {"first": first} if first else _("until %(last)s") % {"last": last})
    return ", ".join(said)
