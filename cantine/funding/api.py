"""The economy of a place as JSON: the mix of a year, its grants, its costs."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from cantine.core import clock
from cantine.core.api import ApiRouter, Out, Page, answer
from cantine.core.authorization import Target, can
from cantine.funding import queries
from cantine.funding.queries import CostLine, GrantCard
from cantine.funding.queries.published import published_year, shown_of
from cantine.funding.rules import percent
from cantine.funding.rules.published import Shown
from cantine.places.policies import PlaceRequest, at_place

router = ApiRouter(tags=[_("Economy")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
routers = [router]
MOST_COSTS = 20_000


class EconomyOut(Out):
    """A year, in cents. `self_financed_percent_of_resources` is (own + private) over all resources,
    `self_financed_percent_of_costs` over costs, both with one decimal, null where there is nothing to divide by. `published_on` is null
    where who keeps the books reads figures that nobody else may. `source` is books, or entered where the figures were entered by hand."""

    year: int
    source: str
    own_cents: int
    private_cents: int
    public_cents: int
    resources_cents: int
    costs_cents: int
    unbilled_cents: int
    self_financed_percent_of_resources: str | None
    self_financed_percent_of_costs: str | None
    own_by_activity_cents: dict[str, int]
    offered_in_kind_cents: int
    received_in_kind_cents: int
    published_on: str | None
    costs_by_category_cents: dict[str, int]


class GrantOut(Out):
    """`state` is prepared, asked, granted, refused or closed; `granted_cents` is null until it is granted."""

    id: str
    funder: str
    purpose: str
    first_day: str
    last_day: str
    state: str
    asked_cents: int
    granted_cents: int | None
    received_cents: int
    likely_percent: int


class CostOut(Out):
    """`category` and `activity` are codes; `paid_on` is null until it is paid."""

    id: str
    what: str
    day: str
    category: str
    activity: str
    supplier: str
    net_cents: int
    vat_cents: int
    paid_on: str | None


@router.operation(
    "GET",
    "/places/{slug:place}/economy/{int:year}",
    policy=at_place("place.see"),
    gives=EconomyOut,
    summary=_("Read the economy of a year"),
    says=_(
        "Own revenue, sponsors and gifts, public money, costs, and both self-financed shares: as published for everybody, as of "
        "now for who keeps the books."
    ),
)
def read_economy(request: PlaceRequest, year: int) -> HttpResponse:
    if not 1900 <= year <= 2200:
        raise Http404
    place = request.place
    found = published_year(place, year=year)
    if can(request.actor, "economy.see", Target(place.organisation_id, place.id)):
        at = shown_of(queries.economy_of(place, today=place.today(clock.now())).year(year))
        return answer(_year(replace(at, published_on=found.published_on if found else None)))
    if found is None:
        raise Http404
    return answer(_year(found))


@router.operation(
    "GET",
    "/places/{slug:place}/grants",
    policy=at_place("grant.write"),
    gives=Page[GrantOut],
    summary=_("List the grants of a place"),
    says=_("Those that are prepared or asked for, those that were granted or refused: the latest period first."),
)
def list_grants(request: PlaceRequest) -> HttpResponse:
    return answer({"items": [_grant(each) for each in queries.grants_of(request.place)], "next": None})


@router.operation(
    "GET",
    "/places/{slug:place}/costs/{int:year}",
    policy=at_place("cost.write"),
    gives=Page[CostOut],
    summary=_("List the costs of a year"),
    says=_("The latest first, all of the civil year."),
)
def list_costs(request: PlaceRequest, year: int) -> HttpResponse:
    if not 1900 <= year <= 2200:
        raise Http404
    found = queries.costs_of(request.place, year=year, most=MOST_COSTS)
    return answer({"items": [_cost(each) for each in found.lines], "next": None})


def _year(at: Shown) -> dict[str, Any]:
    mix = at.mix
    of_resources, of_costs = mix.share_of_resources, mix.share_of_costs
    return {
        "year": at.year, "source": at.source, "own_cents": mix.own_cents,
        "private_cents": mix.private_cents, "public_cents": mix.public_cents, "resources_cents": mix.resources_cents,
        "costs_cents": mix.costs_cents, "unbilled_cents": mix.unbilled_cents,
        "self_financed_percent_of_resources": None if of_resources is None else str(percent(of_resources)),
        "self_financed_percent_of_costs": None if of_costs is None else str(percent(of_costs)),
        "own_by_activity_cents": {code or "other": cents for code, cents in mix.activities.items()},
        "offered_in_kind_cents": at.offered_cents, "received_in_kind_cents": at.given_cents,
        "published_on": at.published_on,
        "costs_by_category_cents": {code or "other": cents for code, cents in mix.costs.items()},
    }  # fmt: skip


def _grant(each: GrantCard) -> dict[str, Any]:
    return {
        "id": each.uuid, "funder": each.funder, "purpose": each.purpose, "first_day": each.first_day, "last_day": each.last_day,
        "state": each.state, "asked_cents": each.asked_cents, "granted_cents": each.granted_cents,
        "received_cents": each.received_cents, "likely_percent": each.likely_percent,
    }  # fmt: skip


def _cost(each: CostLine) -> dict[str, Any]:
    spent = each.spent
    return {
        "id": each.uuid, "what": spent.what, "day": spent.day, "category": spent.category or "other", "activity": spent.activity,
        "supplier": spent.supplier, "net_cents": spent.net_cents, "vat_cents": spent.vat_cents, "paid_on": spent.paid_on,
    }  # fmt: skip
