"""What was sold: a day, one ticket; taking it back, sending it, making its invoice."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.accounting import queries as books
from cantine.billing import queries as documents
from cantine.billing.commands import counter as commands
from cantine.billing.commands.counter.wording import line_words
from cantine.billing.forms import SendForm, attempt
from cantine.billing.forms.counter import uuid_of
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter import SaleCard
from cantine.billing.views.common import refused, said
from cantine.billing.views.counter.till import SALE, may, told
from cantine.core import clock, refusals
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import vat_words
from cantine.ui import formats

DAY = "jour"


def sales(request: PlaceRequest) -> HttpResponse:
    """A day of the counter, the last sale first."""
    today = request.place.today(clock.now())
    day = _asked(request, today)
    found = queries.sales_of_day(request.place, day=day)
    paid = sum(each.total_cents for each in found if each.means.is_money)
    address = reverse("billing:counter_sales", args=[request.place.slug])
    context = {
        "day": formats.full_day(day), "rows": [told(request, each) for each in found], "paid": formats.money(paid),
        "tabs": formats.money(sum(each.total_cents for each in found if each.means.value == "tab")),
        "offered": formats.money(sum(each.offered_cents for each in found)), "count": len(found),
        "previous": f"{address}?{DAY}={day - timedelta(days=1)}",
        "following": f"{address}?{DAY}={day + timedelta(days=1)}" if day < today else "",
        "inside": reverse("billing:till", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/counter/sales.html", context)


def ticket(request: PlaceRequest, *, sale: UUID) -> HttpResponse:
    """A ticket to read, to print on a roll or on a sheet."""
    found = _found(request, sale)
    entity = books.entity_of(request.place)
    context = {
        **_ticket(request, found), "seller": entity, "form": SendForm(), "may_invoice": may(request, "sale.invoice"),
        "inside": reverse("billing:till", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/counter/ticket.html", context)


def reverse_sale(request: PlaceRequest, *, sale: UUID) -> HttpResponse:
    try:
        made = commands.reverse_sale(**said(request), sale=sale)
    except Refused as why:
        return refused(request, why, "billing:ticket", sale)
    messages.success(request, _("The sale is taken back: nothing of it is left."))
    return redirect(f"{reverse('billing:till', args=[request.place.slug])}?{SALE}={made}")


def send(request: PlaceRequest, *, sale: UUID) -> HttpResponse:
    form = SendForm(request.POST)
    if attempt(form, lambda read: commands.send_ticket(**said(request), sale=sale, to=read.cleaned_data["to"])):
        messages.success(request, _("The ticket is on its way."))
    else:
        for wrong in (each for errors in form.errors.values() for each in errors):
            messages.error(request, str(wrong))
    return redirect("billing:ticket", request.place.slug, sale)


def invoice(request: PlaceRequest, *, sale: UUID) -> HttpResponse:
    """For whom: whoever bought, else somebody to find; then it is made, and shown where it may be."""
    found = _found(request, sale)
    asked = uuid_of(request.POST.get("who", "") or str(found.buyer_uuid or ""))
    query = request.GET.get("q", "")[:80]
    wrong: list[str] = []
    if request.method == "POST":
        who = documents.find_payer(place=request.place, uuid=asked) if asked else None
        try:
            made = commands.invoice_sale(**said(request), sale=sale, who=who or ("person", 0))
        except Refused as why:
            wrong = [refusals.sentence(each) for each in why.refusals]
        else:
            messages.success(request, _("The invoice is made, paid already."))
            where = ("billing:invoice", made) if may(request, "invoice.see") else ("billing:ticket", sale)
            return redirect(where[0], request.place.slug, where[1])
    context = {
        **_ticket(request, found), "wrong": wrong, "asked": asked, "query": query,
        "found": queries.buyers_named(request.place, text=query), "may_write": may(request, "payer.write"),
        "inside": reverse("billing:till", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/counter/invoice.html", context, status=422 if wrong else 200)


def _found(request: PlaceRequest, sale: UUID) -> SaleCard:
    found = queries.find_sale(request.place, uuid=sale)
    if found is None:
        raise Http404
    return found


def _ticket(request: PlaceRequest, found: SaleCard) -> dict[str, Any]:
    return {
        "sale": told(request, found),
        "lines": [(line_words(each), formats.money(each.cents or 0)) for each in found.lines],
        "taxes": [
            (vat_words(each.vat), formats.money(each.net_cents), formats.money(each.vat_cents)) for each in found.groups
        ],
        "hash": found.hash,
    }


def _asked(request: PlaceRequest, today: date) -> date:
    try:
        return min(date.fromisoformat(request.GET.get(DAY, "")), today)
    except ValueError:
        return today
