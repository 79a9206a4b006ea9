"""Whose books a page is about, and which year; what every page says to its commands, and what it says next."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cantine.accounting import queries, rules
from cantine.accounting.queries import LegalEntityRef, YearLine
from cantine.core import clock, refusals
from cantine.core.authorization import Target, can
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest

ENTITY, YEAR, PAGE = "entite", "annee", "page"


@dataclass(frozen=True)
class Books:
    """The books at hand: of one entity, over one year, among those that there are. What looks through them stays in them
    by ``query``."""

    entity: LegalEntityRef
    entities: list[LegalEntityRef]
    year: rules.Year
    years: list[YearLine]

    @property
    def line(self) -> YearLine | None:
        """What the year holds; None as long as nothing was entered in it."""
        return next((line for line in self.years if line.year == self.year), None)

    @property
    def query(self) -> str:
        return f"?{ENTITY}={self.entity.code}&{YEAR}={self.year.first_day.year}"


def books_of(request: PlaceRequest) -> Books | None:
    """Those that the address names, else of the main entity and of the year at hand; None where nobody invoices. Two
    statements."""
    entities = queries.entities_of(request.place.organisation_id)
    if not entities:
        return None
    code = request.GET.get(ENTITY, "")
    entity = next((each for each in entities if each.code == code), None) if code else entities[0]
    if entity is None:
        raise Http404
    years = queries.years_of(entity.id)
    return Books(entity, entities, _year(request, entity, years), years)


def _year(request: PlaceRequest, entity: LegalEntityRef, years: list[YearLine]) -> rules.Year:
    today = request.place.today(clock.now())
    known = {str(line.year.first_day.year): line.year for line in years}
    current = rules.year_of(today, starts_month=entity.year_starts_month)
    return known.get(request.GET.get(YEAR, ""), current)


def page_of(request: PlaceRequest) -> int:
    """Counted from zero; what is no number is the first."""
    said = request.GET.get(PAGE, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


def may(request: PlaceRequest, action: str) -> bool:
    return can(request.actor, action, Target(request.place.organisation_id, request.place.id))


def said(request: PlaceRequest, **more: Any) -> dict[str, Any]:
    """What every command is given."""
    return {"actor": request.actor, "now": clock.now(), "place": request.place, **more}


def show(request: PlaceRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page among those of the books: their door stays marked in the bar."""
    inside = reverse("accounting:books", args=[request.place.slug])
    changes = may(request, "books.change_chart")
    return render(request, template, {"inside": inside, "changes": changes, **context}, status=status)


def done(request: PlaceRequest, words: str, route: str, *args: Any, query: str = "") -> HttpResponse:
    """Say it on the next page, so that a reload does not do it again."""
    messages.success(request, words)
    return redirect(reverse(route, args=[request.place.slug, *args]) + query)


def refused(request: PlaceRequest, why: Refused, route: str, *args: Any) -> HttpResponse:
    for refusal in why.refusals:
        messages.error(request, refusals.sentence(refusal))
    return redirect(route, request.place.slug, *args)
