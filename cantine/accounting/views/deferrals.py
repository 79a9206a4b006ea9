"""Income received in advance: what makes it at the end of a month, opened line by line, and the one press that enters it."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cantine.accounting import commands, queries, rules
from cantine.accounting.forms import DeferralForm, attempt
from cantine.accounting.queries import DeferralState
from cantine.accounting.views.common import Books, books_of, done, may, said, show
from cantine.core import clock
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

DAY = "jour"


def deferrals(request: PlaceRequest) -> HttpResponse:
    """GET shows what would be entered at the end of a month; POST enters it, and its return on the day after."""
    at = books_of(request)
    if at is None:
        return show(request, "accounting/nobody.html", {})
    state = queries.deferral_state(at.entity.id)
    days = _days(request, at, state)
    day = next((each for each in days if each.isoformat() == request.GET.get(DAY)), days[0] if days else None)
    form = DeferralForm(request.POST or None, days=days, initial={"day": day})

    def enter(read: DeferralForm) -> None:
        commands.defer_income(**said(request), entity=at.entity.uuid, day=read.cleaned_data["day"])

    if request.method == "POST" and attempt(form, enter):
        words = _("It is entered, and comes back on the day after.")
        return done(request, words, "accounting:deferrals", query=at.query)
    found = (
        queries.deferrals_at(organisation_id=at.entity.organisation_id, entity_id=at.entity.id, day=day) if day else []
    )
    context = {
        "books": at, "day": day, "days": [(each, formats.full_day(each)) for each in days], "form": form,
        "entered": day in state.entered,
        "lines": [(each, formats.money(each.cents)) for each in found],
        "total": formats.money(sum(each.cents for each in found)), "may_post": may(request, "books.post"),
    }  # fmt: skip
    return show(request, "accounting/deferrals.html", context, status=422 if form.errors else 200)


def _days(request: PlaceRequest, at: Books, state: DeferralState) -> list[date]:
    """The ends of months that are over and open, the latest first; that of the year before the others."""
    closing = queries.closing_from(at.entity, first=state.first_day, closed=state.closed_until)
    if closing is None:
        return []
    today = request.place.today(clock.now())
    days = rules.closable(closing.year, closed_until=closing.closed_until, today=today)
    return sorted(days, key=lambda each: (each != closing.year.last_day, -each.toordinal()))
