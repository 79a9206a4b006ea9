"""What the reform says, in the reader's words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.commands.wording import Words
from cantine.billing.rules.reporting import FlowState, Kind, Period, Regime, Size, Standing
from cantine.billing.rules.reporting.sums import Category
from cantine.ui import formats

REGIME_NAMES: dict[Regime, Words] = {
    Regime.OUTSIDE: gettext_lazy("Outside: an association without lucrative activity"),
    Regime.FRANCHISE: gettext_lazy("No VAT: franchise, art. 293 B"),
    Regime.SIMPLIFIED: gettext_lazy("Simplified: one return a year"),
    Regime.QUARTERLY: gettext_lazy("Normal, a return each quarter"),
    Regime.MONTHLY: gettext_lazy("Normal, a return each month"),
}
SIZE_NAMES: dict[Size, Words] = {
    Size.SMALL: gettext_lazy("Small or medium: fewer than 250 people"),
    Size.LARGE: gettext_lazy("Large, or of a large group"),
}
STANDING_NAMES: dict[Standing, Words] = {
    Standing.OPEN: pgettext_lazy("report", "Running"),
    Standing.DUE: pgettext_lazy("report", "To do"),
    Standing.SOON: pgettext_lazy("report", "Due soon"),
    Standing.LATE: pgettext_lazy("report", "Late"),
    Standing.DONE: pgettext_lazy("report", "Done"),
    Standing.NOTHING: pgettext_lazy("report", "Nothing to say"),
}
STANDING_KINDS: dict[Standing, str] = {
    Standing.OPEN: "", Standing.DUE: "info", Standing.SOON: "warn", Standing.LATE: "bad", Standing.DONE: "ok",
    Standing.NOTHING: "",
}  # fmt: skip
FLOW_NAMES: dict[FlowState, Words] = {
    FlowState.WAITING: pgettext_lazy("flow", "Leaves soon"),
    FlowState.LEAVING: pgettext_lazy("flow", "Leaving"),
    FlowState.UNSURE: pgettext_lazy("flow", "Did it arrive?"),
    FlowState.HANDED: pgettext_lazy("flow", "Handed over"),
    FlowState.SENT: pgettext_lazy("flow", "Sent"),
    FlowState.DEPOSITED: pgettext_lazy("flow", "Deposited"),
    FlowState.REJECTED: pgettext_lazy("flow", "Rejected"),
    FlowState.RECEIVED: pgettext_lazy("flow", "Received"),
    FlowState.APPROVED: pgettext_lazy("flow", "Approved"),
    FlowState.REFUSED: pgettext_lazy("flow", "Refused"),
    FlowState.PAID: pgettext_lazy("flow", "Paid"),
}
FLOW_KINDS: dict[FlowState, str] = {
    FlowState.WAITING: "hold", FlowState.LEAVING: "hold", FlowState.UNSURE: "warn", FlowState.HANDED: "ok", FlowState.SENT: "info",
    FlowState.DEPOSITED: "ok", FlowState.REJECTED: "bad", FlowState.RECEIVED: "ok", FlowState.APPROVED: "ok",
    FlowState.REFUSED: "bad", FlowState.PAID: "ok",
}  # fmt: skip
PERIOD_KINDS: dict[Kind, Words] = {
    Kind.SALES: gettext_lazy("Sales"),
    Kind.PAYMENTS: pgettext_lazy("report", "Money received"),
}
CATEGORY_NAMES: dict[Category, Words] = {
    Category.GOODS: gettext_lazy("Goods"),
    Category.SERVICES: gettext_lazy("Services"),
    Category.UNTAXED: gettext_lazy("Not taxed in France"),
}


def period_words(period: Period) -> str:
    """“September 2026”, or its two days."""
    first, last = period.first_day, period.last_day
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and _ends_month(last):
        return formats.month(first)
    return _("%(first)s to %(last)s") % {"first": formats.plain_day(first), "last": formats.plain_day(last)}


def _ends_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month
