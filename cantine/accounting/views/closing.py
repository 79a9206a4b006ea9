"""Closing periods: until when nothing is entered any more, and what may be closed next."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.accounting import commands, queries, rules
from cantine.accounting.commands.wording import left_words
from cantine.accounting.forms import ClosingForm, attempt
from cantine.accounting.queries.beside import left_open
from cantine.accounting.views.common import Books, books_of, done, may, said, show
from cantine.core import clock
from cantine.core.authorization import Target, authorize
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def closings(request: PlaceRequest) -> HttpResponse:
    """Everybody who reads the books sees what is closed; who keeps them closes, once what is left open was shown."""
    at = books_of(request)
    if at is None:
        return show(request, "accounting/nobody.html", {})
    periods = queries.periods_of(at.entity.id)
    closed = periods[0].last_day if periods else None
    first = at.years[-1].year.first_day if at.years else None
    state = queries.closing_from(at.entity, first=first, closed=closed)
    today = request.place.today(clock.now())
    offered = rules.closable(state.year, closed_until=closed, today=today) if state else []
    form = ClosingForm(request.POST or None, offered=offered, year=state.year if state else None)

    asked: dict[str, Any] | None = None

    def ask(read: ClosingForm) -> None:
        nonlocal asked
        authorize(request.actor, "books.close", Target(request.place.organisation_id, request.place.id))
        begun = (
            closed + timedelta(days=1) if closed else state.year.first_day if state else read.cleaned_data["last_day"]
        )
        asked = _asked(request, at, begun, read.cleaned_data["last_day"])

    def close(read: ClosingForm) -> None:
        commands.close_period(**said(request), entity=at.entity.uuid, last_day=read.cleaned_data["last_day"])

    sure = "sure" in request.POST
    if request.method == "POST" and attempt(form, close if sure else ask) and sure:
        return done(
            request,
            _("It is closed: nothing is entered on these days any more."),
            "accounting:closings",
            query=at.query,
        )
    context = {
        "books": at,
        "closed": formats.full_day(closed) if closed else "",
        "lines": [
            (formats.full_day(each.first_day), formats.full_day(each.last_day), request.place.today(each.closed_at))
            for each in periods
        ],
        "form": form if may(request, "books.close") and offered else None,
        "asked": asked,
    }
    return show(request, "accounting/closings.html", context, status=422 if form.errors else 200)


def _asked(request: PlaceRequest, at: Books, first: date, last: date) -> dict[str, Any]:
    """What these days hold, and what they would leave open."""
    sums = rules.sums_of_year(queries.balances_between(at.entity.id, first_day=first, last_day=last))
    return {
        "first": formats.full_day(first), "last": formats.full_day(last), "value": last.isoformat(),
        "debit": formats.money(sums.debit_cents), "income": formats.money(sums.income_cents),
        "expenses": formats.money(sums.expenses_cents), "result": formats.money(sums.result_cents),
        "left": [
            (left_words(each.code, each.count), reverse(each.route, args=[request.place.slug]))
            for each in left_open(at.entity.id, last_day=last)
        ],
    }  # fmt: skip
