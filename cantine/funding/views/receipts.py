"""Tax receipts of a year with what one declares of them; whether the place gives any; giving, cancelling, sending one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.accounting import queries as books
from cantine.core import clock
from cantine.funding import commands
from cantine.funding.commands.wording import euros
from cantine.funding.forms import DonorForm, ReceiptTermsForm, UndoForm, attempt
from cantine.funding.queries import receipts as queries
from cantine.funding.queries import support
from cantine.funding.queries.receipts import ReceiptLine
from cantine.funding.rules.receipts import Terms
from cantine.funding.views.common import asked_year, done, refused, said, wrong
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet


def receipts(request: PlaceRequest) -> HttpResponse:
    year = asked_year(request, request.place.today(clock.now()))
    lines = queries.receipts_of(request.place, year=year)
    sums = queries.declared(lines)
    address = reverse("funding:receipts", args=[request.place.slug])
    context = {
        "year": year, "rows": [_row(each) for each in lines], "count": formats.number(sums.count), "total": euros(sums.cents),
        "number": sums.count, "on": _terms(request).on,
        "previous": f"{address}?annee={year - 1}",
        "following": f"{address}?annee={year + 1}" if year < request.place.today(clock.now()).year else "",
    }  # fmt: skip
    return render(request, "funding/receipts.html", context)


def receipts_csv(request: PlaceRequest, *, year: int) -> HttpResponse:
    """Each receipt with its number, its donor, its amount and the print of its file."""
    head = [_("Number"), _("Date"), _("Form"), _("Who gives"), _("Amount in euros"), _("Cancelled on"), "SHA-256"]
    lines = [
        (
            each.reference, each.issued_on.isoformat(), each.form.value, each.name, amount(each.cents),
            each.cancelled_on.isoformat() if each.cancelled_on else "", each.sha256,
        )
        for each in queries.receipts_of(request.place, year=year)
    ]  # fmt: skip
    return sheet(f"{request.place.slug}-recus-fiscaux-{year}.csv", head, lines)


def settings(request: PlaceRequest) -> HttpResponse:
    known = _terms(request)
    initial = {name: getattr(known, name) for name in ReceiptTermsForm.base_fields}
    form = ReceiptTermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and attempt(form, lambda it: commands.set_receipts(**said(request, terms=it.terms))):
        return done(request, _("It is kept."), "funding:receipts")
    return render(request, "funding/receipts_settings.html", {"form": form, "on": known.on})


def issue(request: PlaceRequest, gift: UUID) -> HttpResponse:
    """The donor is shown as the receipt would print them; GET proposes, POST gives it its number."""
    card = support.find_gift(request.place, uuid=gift)
    if card is None:
        raise Http404
    donor = card.given.donor
    initial = {name: getattr(donor, name) for name in DonorForm.base_fields}
    form = DonorForm(request.POST or None, kind=donor.kind, initial=initial)
    if request.method == "POST" and attempt(
        form, lambda it: commands.issue_receipt(**said(request, gift=gift, donor=it.donor))
    ):
        return done(request, _("The receipt has its number and its file."), "funding:gift", gift)
    context = {
        "form": form,
        "gift": gift,
        "name": donor.name,
        "amount": formats.money(card.given.cents),
        "on": _terms(request).on,
    }
    return render(request, "funding/receipt_new.html", context)


def receipt_file(request: PlaceRequest, receipt: UUID) -> HttpResponse:
    """The bytes that were kept; their SHA-256 is their tag."""
    kept = queries.receipt_file(request.place.organisation_id, uuid=receipt)
    if kept is None:
        raise Http404
    reference, content, sha256 = kept
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{reference}.pdf"'
    answer.headers["ETag"] = f'"{sha256}"'
    return answer


def cancel(request: PlaceRequest, receipt: UUID) -> HttpResponse:
    line = _found(request, receipt)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return wrong(request, form, "funding:gift", line.gift)
    try:
        commands.cancel_receipt(**said(request, receipt=receipt, **form.cleaned_data))
    except Refused as why:
        return refused(request, why, "funding:gift", line.gift)
    return done(request, _("Cancelled: its number and its file stay."), "funding:gift", line.gift)


def send(request: PlaceRequest, receipt: UUID) -> HttpResponse:
    line = _found(request, receipt)
    try:
        left = commands.send_receipt(**said(request, receipt=receipt))
    except Refused as why:
        return refused(request, why, "funding:gift", line.gift)
    return done(request, _("It leaves now.") if left else _("It left already."), "funding:gift", line.gift)


def _found(request: PlaceRequest, uuid: UUID) -> ReceiptLine:
    line = queries.find_receipt(request.place, uuid=uuid)
    if line is None:
        raise Http404
    return line


def _terms(request: PlaceRequest) -> Terms:
    entity = books.entity_of(request.place)
    return queries.terms_of(entity.id) if entity else Terms()


def _row(each: ReceiptLine) -> dict[str, Any]:
    return {
        "uuid": each.uuid, "gift": each.gift, "reference": each.reference, "name": each.name, "day": each.issued_on,
        "amount": formats.money(each.cents), "cancelled_on": each.cancelled_on, "why": each.why, "form": each.form.value,
        "email": each.email, "print": each.sha256[:12],
    }  # fmt: skip
