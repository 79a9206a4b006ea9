"""An entry opened into its lines; undoing it by its contrary."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from cantine.accounting import commands, queries
from cantine.accounting.commands.wording import account_words
from cantine.accounting.forms import ReverseForm, attempt
from cantine.accounting.views.common import YEAR, done, may, said, show
from cantine.core import clock
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def entry(request: PlaceRequest, *, entry: UUID) -> HttpResponse:
    """Who keeps the books may undo it here: the contrary is another entry, and both stay."""
    found = queries.find_entry(uuid=entry)
    whose = next(
        (each for each in queries.entities_of(request.place.organisation_id) if found and each.id == found.entity_id),
        None,
    )
    if found is None or whose is None:
        raise Http404
    label = _("Undoes %(number)s: %(label)s") % {"number": f"{found.journal} {found.number}", "label": found.label}
    form = ReverseForm(
        request.POST or None, initial={"day": max(request.place.today(clock.now()), found.day), "label": label[:200]}
    )

    def undo(read: ReverseForm) -> None:
        commands.undo_money(**said(request), entry=entry, **read.cleaned_data)

    if request.method == "POST" and attempt(form, undo):
        return done(request, _("The contrary entry is in the books."), "accounting:entry", entry)
    context: dict[str, Any] = {
        "entry": found,
        "ahead": found.day > request.place.today(clock.now()),
        "entity": whose,
        "number": f"{found.journal} {found.number}",
        "query": f"?entite={whose.code}&{YEAR}={found.year.first_day.year}",
        "days": {"day": formats.full_day(found.day), "piece": formats.full_day(found.piece_day)},
        "at": formats.moment(found.posted_at, request.place.zone),
        "total": formats.money(found.total_cents),
        "lines": [_line(each, whose) for each in found.lines],
        "form": form if may(request, "books.post") and found.may_be_undone else None,
    }
    return show(request, "accounting/entry.html", context, status=422 if form.errors else 200)


def _line(each: queries.LineView, whose: queries.LegalEntityRef) -> dict[str, Any]:
    name, own = account_words(each.number, each.name, whose.nature)
    return {
        "number": each.number, "name": name, "own": own, "third": each.third_name, "code": each.code, "label": each.label,
        "debit": formats.money(each.debit_cents) if each.debit_cents else "",
        "credit": formats.money(each.credit_cents) if each.credit_cents else "",
    }  # fmt: skip
