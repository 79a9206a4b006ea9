"""Closing periods: until when nothing is entered any more, and what may be closed next."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cantine.accounting import commands, queries, rules
from cantine.accounting.forms import ClosingForm, attempt
from cantine.accounting.views.common import books_of, done, may, said, show
from cantine.core import clock
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def closings(request: PlaceRequest) -> HttpResponse:
    """Everybody who reads the books sees what is closed; who keeps them closes."""
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

    def close(read: ClosingForm) -> None:
        commands.close_period(**said(request), entity=at.entity.uuid, last_day=read.cleaned_data["last_day"])

    if request.method == "POST" and attempt(form, close):
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
    }
    return show(request, "accounting/closings.html", context, status=422 if form.errors else 200)
