"""Money of a month, by day; and the same to take away."""

from collections import defaultdict
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import queries
from cantine.billing.commands.wording import METHOD_NAMES, note_words
from cantine.billing.queries import PaymentLine
from cantine.billing.rules import Method
from cantine.billing.views.months import around, asked_month, last_day_of
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet


def payments(request: PlaceRequest) -> HttpResponse:
    """What came in and went back, and how much by each way of paying."""
    first = asked_month(request)
    lines = _lines(request, first)
    by_method: dict[str, int] = defaultdict(int)
    for each in lines:
        by_method[each.method] += each.cents
    context = {
        "month": formats.month(first),
        "rows": [
            (
                each,
                str(METHOD_NAMES[Method(each.method)]),
                _signed(each.cents),
                ", ".join(each.settles),
                note_words(each.note),
            )
            for each in lines
        ],
        "total": formats.money(sum(by_method.values())),
        "methods": [(METHOD_NAMES[Method(code)], _signed(cents)) for code, cents in sorted(by_method.items()) if cents],
        "csv": reverse("billing:payments_csv", args=[request.place.slug, first.year, first.month]),
        **around(request, "billing:payments", first),
    }
    return render(request, "billing/payments.html", context)


def payments_csv(request: PlaceRequest, *, year: int, month: int) -> HttpResponse:
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    first = date(year, month, 1)
    head = [_("Received on"), _("Who paid"), _("How"), _("Amount received"), _("Documents"), _("Note")]
    rows = [
        (f"{each.received_on:%d/%m/%Y}", each.payer_name, str(METHOD_NAMES[Method(each.method)]), amount(each.cents),
         ", ".join(each.settles), each.note)
        for each in _lines(request, first)
    ]  # fmt: skip
    return sheet(f"{request.place.slug}-reglements-{first:%Y-%m}.csv", head, rows)


def _lines(request: PlaceRequest, first: date) -> list[PaymentLine]:
    return queries.payments_of(request.place, first_day=first, last_day=last_day_of(first))


def _signed(cents: int) -> str:
    return f"−{formats.money(-cents)}" if cents < 0 else formats.money(cents)
