"""One period: what it says beside the books, and the files made of it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.billing.commands import reporting as commands
from cantine.billing.commands.reporting.files import sums_sha256
from cantine.billing.commands.reporting.wording import CATEGORY_NAMES, PERIOD_KINDS, period_words
from cantine.billing.queries import reporting as queries
from cantine.billing.rules.reporting import Payments, Sales, to_invoice
from cantine.billing.views.common import done, refused, said
from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def period(request: PlaceRequest, *, period: str) -> HttpResponse:
    entity = entity_at(request)
    which: dict[str, Any] = {"organisation_id": entity.organisation_id, "entity_id": entity.id}
    today, setting = request.place.today(clock.now()), queries.setting_of(**which)
    due = queries.period_at(setting, period, today=today)
    if due is None:
        raise Http404
    sums, tickets = queries.sums_and_tickets(due.period, **which)
    files = queries.reports_of_period(**which, kind=due.period.kind.value, first_day=due.period.first_day)
    net, vat, count = queries.cents_of(sums)
    days: dict[str, Any] = {"first_day": due.period.first_day, "last_day": due.period.last_day}
    context = {
        "entity": entity, "code": period, "due": due, "kind": PERIOD_KINDS[due.period.kind], "words": period_words(due.period),
        "over": today > due.period.last_day, "rows": list(_rows(sums)), "count": count, "files": files,
        "moved": bool(files) and files[0].sums_sha256 != sums_sha256(sums), "sales": isinstance(sums, Sales),
        "net": formats.money(net), "vat": formats.money(vat),
        "to_invoice": to_invoice(tickets) if isinstance(sums, Sales) else 0,
        "books": formats.money(accounting.vat_collected(entity.id, **days)),
        "inside": reverse("billing:reporting", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/reporting/period.html", context)


def make(request: PlaceRequest, *, period: str) -> HttpResponse:
    try:
        commands.make_report(**said(request), period=period)
    except Refused as why:
        return refused(request, why, "billing:report_period", period)
    return done(request, _("The file is made, and checked. Hand it over."), "billing:report_period", period)


def report_file(request: PlaceRequest, *, report: UUID) -> HttpResponse:
    """The bytes that were kept."""
    entity = entity_at(request)
    found = queries.find_report(organisation_id=entity.organisation_id, entity_id=entity.id, uuid=report)
    if found is None:
        raise Http404
    return attachment(found.name, found.content, "application/xml")


def attachment(name: str, content: bytes, media: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def entity_at(request: PlaceRequest) -> LegalEntityRef:
    """In whose name the place invoices. Raises Http404."""
    entity = accounting.entity_of(request.place)
    if entity is None:
        raise Http404
    return entity


def _rows(sums: Sales | Payments) -> Iterator[dict[str, Any]]:
    """A day, a category and a rate a line; then invoices told by themselves."""
    if isinstance(sums, Payments):
        yield from (_row(each.day, "", rate, cents, None) for each in sums.days for rate, cents in each.rates)
        yield from (
            _row(each.day, each.number, rate, cents, None) for each in sums.invoices for rate, cents in each.rates
        )
        return
    for sale in sums.days:
        for one in sale.rates:
            yield _row(sale.day, str(CATEGORY_NAMES[sale.category]), one.rate, one.net_cents, one.vat_cents)
    for document in sums.invoices:
        sign = -1 if document.kind.gives_back else 1
        words = f"{document.number} · {document.buyer.name}"
        yield _row(document.issued_on, words, None, sign * document.net_cents, sign * document.vat_cents)


def _row(day: Any, words: str, rate: Decimal | None, cents: int, vat: int | None) -> dict[str, Any]:
    return {
        "day": day, "words": words, "rate": "" if rate is None else formats.percent(rate / 100),
        "cents": formats.money(cents), "vat": "" if vat is None else formats.money(vat),
    }  # fmt: skip
