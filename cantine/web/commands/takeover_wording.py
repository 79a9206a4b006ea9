"""What a file of the old books adds up to, in words."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.ui import formats
from cantine.web import rules
from cantine.web.queries import AnyPlan

Words = str | Promise
SUM_WORDS: dict[str, Words] = {
    "debit": gettext_lazy("Debits"),
    "credit": gettext_lazy("Credits"),
    "left": gettext_lazy("Left to pay"),
    "deposits": gettext_lazy("Deposits without VAT"),
    "units": pgettext_lazy("passes", "Left in all"),
    "shares": pgettext_lazy("co-operative", "Shares"),
    "capital": gettext_lazy("Capital"),
}


def sums_in_words(kind: str, plan: AnyPlan) -> list[tuple[Words, str]]:
    """(what, how much), to lay beside the old books."""
    return [
        (SUM_WORDS[name], formats.number(value) if isinstance(value, Decimal) else formats.money(value))
        for name, value in rules.sums_of_plan(kind, [each.wish for each in plan.lines]).items()
    ]
