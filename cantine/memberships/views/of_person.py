"""What one person has left, and why, on their card; selling them a pass."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.attempts import attempt
from cantine.memberships import commands, queries, rules
from cantine.memberships.commands.wording import left_of, statement_rows
from cantine.memberships.forms.passes import SellForm, UseForm
from cantine.memberships.views.common import asked_before, said
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named


def allowances_of(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """Large numbers, the form that sells, the statement line by line."""
    place, now = request.place, clock.now()
    card = places.known_by_card(place, contact=contact)
    if card is None:
        raise Http404
    kinds = queries.pass_kinds_of(place, person_id=card.person_id)
    counts = "use" in request.POST
    form = SellForm(request.POST if request.method == "POST" and not counts else None, kinds=kinds)
    use = UseForm(request.POST if counts else None)

    def sell(read: SellForm) -> None:
        commands.sell_pass(
            **said(request), kind=read.cleaned_data["kind"], person_id=card.person_id, key=key_of(request)
        )

    def count(read: UseForm) -> None:
        asked = read.cleaned_data
        commands.count_use(
            **said(request), person_id=card.person_id, use=rules.Use(asked["use"]), quantity=asked["quantity"],
            key=key_of(request),
        )  # fmt: skip

    if counts and attempt(use, count):
        messages.success(request, _("Counted."))
        return redirect("memberships:allowances_of", place.slug, contact)
    if form.is_bound and attempt(form, sell):
        sold = next(each for each in kinds if each.code == form.cleaned_data["kind"])
        messages.success(
            request, _("%(name)s: sold, and to be invoiced.") % {"name": named(sold.name_fr, sold.name_en)}
        )
        return redirect("memberships:allowances_of", place.slug, contact)
    whose: dict[str, Any] = {
        "organisation_ids": [place.organisation_id], "person_id": card.person_id, "place_id": place.id,
        "day": place.today(now),
    }  # fmt: skip
    entries = queries.statement_of(**whose, before=asked_before(request))
    context = {
        "card": card,
        "form": form if kinds else None,
        "use": use,
        "key": uuid4(),
        "left": left_of(queries.allowances_of(**whose)),
        "rows": statement_rows(entries[: queries.PAGE]),
        "older": entries[queries.PAGE - 1].id if len(entries) > queries.PAGE else None,
    }
    return render(request, "memberships/allowances_of.html", context, status=422 if form.errors or use.errors else 200)


def key_of(request: PlaceRequest) -> UUID | None:
    """What the page gave: pressed twice, it is sold once."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None
