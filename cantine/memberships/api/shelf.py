"""What a place sells in advance, buying it, and what one has left, as JSON."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.core import clock, scoping
from cantine.core.answers import Answer
from cantine.core.api import ApiRouter, Body, Key, Out, Page, Text, answer, once
from cantine.core.routes import actor_on, signed_in
from cantine.kernel import Refusal, Refused
from cantine.memberships import commands, queries
from cantine.memberships.queries import AllowanceLine, PassKindLine, PlanLine, Reader
from cantine.memberships.rules import CategoryPrice, Terms
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest, at_place
from cantine.pricing.commands.wording import named
from cantine.pricing.rules import with_vat

router = ApiRouter(tags=[_("Plans and passes")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
Code = Annotated[Text, Field(min_length=1, max_length=40)]
Uuid = Annotated[Text, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", max_length=36)]


class CategoryPriceOut(Out):
    """What it costs to a category of customers, by its code."""

    category: str
    name: str
    net_cents: int
    gross_cents: int


class PassKindOut(Out):
    """`quantity` units of `unit`, for a `use`: seat, room, print or guest. `valid_days` is null for a pass without an end;
    `online`: one may buy it for oneself. `net_cents` is the price of who has no other; `category_prices` are those of categories,
    where the place publishes its prices or you belong there; `yours` is the price that you have in yours, null where it is that of
    everybody."""

    code: str
    name: str
    use: str
    unit: str
    quantity: str
    net_cents: int
    gross_cents: int
    valid_days: int | None
    online: bool
    category_prices: list[CategoryPriceOut]
    yours: CategoryPriceOut | None


class IncludedOut(Out):
    """`every` is month or week; `overage_cents` is what one more costs, without VAT, null where it has no price of its own."""

    use: str
    unit: str
    quantity: str
    every: str
    rolls_over: bool
    overage_cents: int | None


class PlanOut(Out):
    """Charged each calendar month, or each year from the day on which it begins: `period` is month or year. A plan whose
    `people_max` is above 1 is a team's. `category_prices` and `yours` are as those of passes."""

    code: str
    name: str
    period: str
    net_cents: int
    gross_cents: int
    included: list[IncludedOut]
    notice_days: int
    commitment_months: int
    people_max: int
    online: bool
    category_prices: list[CategoryPriceOut]
    yours: CategoryPriceOut | None


class ShelfOut(Out):
    plans: list[PlanOut]
    passes: list[PassKindOut]


class PassIn(Body):
    """`pass_code` as the list gives it; `for_person`, an id of the address book, is for the team: nothing is yourself."""

    pass_code: Code
    for_person: Uuid | None = None


class AllowanceOut(Out):
    """What is left. Days are inclusive; `expires_on` is null for what has no end; `shared` with others."""

    id: str
    place: str
    name: str
    use: str
    unit: str
    granted: str
    left: str
    begins_on: str
    expires_on: str | None
    shared: bool


@router.operation(
    "GET",
    "/places/{slug:place}/plans",
    policy=at_place("pass.see_sold"),
    gives=ShelfOut,
    summary=_("List the plans and passes of a place"),
    says=_("What it sells in advance, with VAT and without, in its order; your price, where your category has one."),
)
def list_shelf(request: PlaceRequest) -> HttpResponse:
    place = request.place
    reader = queries.reader_of(request.actor, place=place)
    today = place.today(clock.now())
    plans = [(plan, terms) for plan in queries.plans_of(place) if (terms := plan.terms_on(today)) is not None]
    return answer(
        {
            "plans": [_plan(plan, terms, reader) for plan, terms in plans],
            "passes": [_kind(kind, reader) for kind in queries.pass_kinds_of(place)],
        }
    )


@router.operation(
    "POST",
    "/places/{slug:place}/passes",
    policy=at_place("pass.buy"),
    gives=AllowanceOut,
    status=201,
    summary=_("Buy a pass"),
    says=_(
        "For yourself, where it is sold online, or as the team for somebody: it serves from today on, and is invoiced."
    ),
)
def buy(request: PlaceRequest, asked: PassIn, key: Key = None) -> HttpResponse:
    return once(request, key, asked.model_dump(), lambda: _buy(request, asked))


@router.operation(
    "GET",
    "/me/allowances",
    policy=signed_in,
    gives=Page[AllowanceOut],
    summary=_("List what you have left"),
    says=_("Days, hours and pages that you bought, that your plan includes or that others pay for, in every place."),
)
def list_mine(request: HttpRequest) -> HttpResponse:
    person_id, now = actor_on(request).person_id, clock.now()
    assert person_id is not None
    with scoping.unscoped("what I have left is mine in every place"):
        lines = queries.allowances_of(organisation_ids=None, person_id=person_id, now=now)
        refs = places.place_refs(ids={line.place_id for line in lines})
    return answer({"items": [_allowance(line, refs[line.place_id].slug) for line in lines], "next": None})


def _buy(request: PlaceRequest, asked: PassIn) -> Answer:
    place, person_id = request.place, request.actor.person_id
    if asked.for_person is not None:
        person_id = places.known_person(place=place, uuid=UUID(asked.for_person))
    if person_id is None:
        raise Refused(Refusal("person_unknown", field="for_person"))
    now = clock.now()
    sold = commands.sell_pass(
        actor=request.actor, now=now, place=place, kind=asked.pass_code, person_id=person_id
    )  # fmt: skip
    mine = queries.allowances_of(
        organisation_ids=[place.organisation_id], person_id=person_id, day=place.today(now), place_id=place.id
    )
    return Answer(201, _allowance(next(line for line in mine if line.uuid == sold.uuid), place.slug))


def _plan(plan: PlanLine, terms: Terms, reader: Reader) -> dict[str, Any]:
    return {
        "code": plan.code, "name": named(plan.name_fr, plan.name_en), "period": plan.period.value,
        "net_cents": terms.cents, "gross_cents": with_vat(terms.cents, reader.vat),
        "included": [
            {
                "use": each.use.value, "unit": each.unit.value, "quantity": _plain(each.quantity),
                "every": each.every.value, "rolls_over": each.rolls_over, "overage_cents": each.overage_cents,
            }
            for each in terms.included
        ],
        "notice_days": plan.notice_days, "commitment_months": plan.commitment_months, "people_max": plan.people_max,
        "online": plan.online, **_tariffs(terms.prices, reader),
    }  # fmt: skip


def _kind(kind: PassKindLine, reader: Reader) -> dict[str, Any]:
    return {
        "code": kind.code, "name": named(kind.name_fr, kind.name_en), "use": kind.use.value, "unit": kind.unit.value,
        "quantity": _plain(kind.quantity), "net_cents": kind.cents, "gross_cents": with_vat(kind.cents, reader.vat),
        "valid_days": kind.valid_days, "online": kind.online, **_tariffs(kind.prices, reader),
    }  # fmt: skip


def _tariffs(priced: Sequence[CategoryPrice], reader: Reader) -> dict[str, Any]:
    told = {
        each.category: {
            "category": each.category, "name": named(each.name_fr, each.name_en), "net_cents": each.cents,
            "gross_cents": with_vat(each.cents, reader.vat),
        }
        for each in priced
    }  # fmt: skip
    return {"category_prices": list(told.values()) if reader.sees_others else [], "yours": told.get(reader.category)}


def _allowance(line: AllowanceLine, slug: str) -> dict[str, Any]:
    return {
        "id": str(line.uuid), "place": slug, "name": named(line.name_fr, line.name_en), "use": line.use.value,
        "unit": line.unit.value, "granted": _plain(line.granted), "left": _plain(line.balance),
        "begins_on": line.begins_on.isoformat(), "expires_on": _day(line.expires_on), "shared": line.shared,
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: Decimal) -> str:
    return format(value.normalize() + 0, "f")
