"""What an association asks of its members, what one paid, and who holds the shares of a co-operative, as JSON."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cantine.billing.queries import payer_cards
from cantine.core import clock, scoping
from cantine.core.api import ApiRouter, Out, Page, answer
from cantine.core.routes import actor_on, signed_in
from cantine.memberships.queries import dues, shares
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest, at_place
from cantine.pricing.commands.wording import named

router = ApiRouter(tags=[_("Plans and passes")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives


class DuesKindOut(Out):
    """`who` is person, student, firm or collective; `period` is civil (the calendar year), months (twelve from the payment)
    or school. `free`: the payer chooses, from `cents` on; `suggested_cents` may help. Dues have no VAT."""

    code: str
    name: str
    who: str
    period: str
    cents: int
    free: bool
    suggested_cents: list[int]
    online: bool


class DuesOut(Out):
    """Days are inclusive; `state` is called, paid or waived; `cents` is what was asked, or received."""

    id: str
    place: str
    name: str
    first_day: str
    last_day: str
    state: str
    cents: int


@router.operation(
    "GET",
    "/places/{slug:place}/dues-kinds",
    policy=at_place("dues.join"),
    gives=Page[DuesKindOut],
    summary=_("List the dues that an association asks"),
    says=_("What its members pay, for which days; without VAT."),
)
def list_dues_kinds(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    kinds = dues.dues_kinds_of(request.place.organisation_id)
    asked = [(kind, terms) for kind in kinds if (terms := kind.terms_on(today)) is not None]
    items = [
        {
            "code": kind.code, "name": named(kind.name_fr, kind.name_en), "who": kind.who.value,
            "period": kind.period.value, "cents": terms.cents, "free": terms.free,
            "suggested_cents": list(terms.suggested), "online": kind.online,
        }
        for kind, terms in asked
    ]  # fmt: skip
    return answer({"items": items, "next": None})


@router.operation(
    "GET",
    "/me/dues",
    policy=signed_in,
    gives=Page[DuesOut],
    summary=_("List your dues"),
    says=_("What was asked and what you paid, in every association."),
)
def list_my_dues(request: HttpRequest) -> HttpResponse:
    person_id = actor_on(request).person_id
    assert person_id is not None
    with scoping.unscoped("my dues are mine in every place"):
        lines = dues.dues_lines(organisation_id=None, who=("person", person_id))
        refs = places.place_refs(ids={line.place_id for line in lines})
    items = [
        {
            "id": str(line.uuid), "place": refs[line.place_id].slug, "name": named(line.name_fr, line.name_en),
            "first_day": line.first_day.isoformat(), "last_day": line.last_day.isoformat(), "state": line.state.value,
            "cents": line.cents if line.paid_cents is None else line.paid_cents,
        }
        for line in lines
    ]  # fmt: skip
    return answer({"items": items, "next": None})


class ShareholderOut(Out):
    """What a person or an organisation holds today; `nominal_cents` is at the value of a share today."""

    id: str
    name: str
    college: str
    shares: int
    nominal_cents: int


@router.operation(
    "GET",
    "/places/{slug:place}/shareholders",
    policy=at_place("shares.see"),
    gives=Page[ShareholderOut],
    summary=_("List the shareholders"),
    says=_("The register of today, where the place acts by a co-operative; empty elsewhere."),
)
def list_shareholders(request: PlaceRequest) -> HttpResponse:
    day, organisation_id = request.place.today(clock.now()), request.place.organisation_id
    held = shares.holdings_on(organisation_id, day) if shares.cooperative_of(organisation_id) else []
    colleges = {each.id: each.code for each in shares.colleges_of(organisation_id)}
    terms = shares.share_terms_on(organisation_id, day)
    cards = payer_cards(organisation_id=organisation_id, whos=[each.who for each in held if each.who])
    items = [
        {
            "id": str(each.uuid), "name": cards[each.who].party.name if each.who and each.who in cards else "",
            "college": colleges[each.college_id], "shares": each.quantity,
            "nominal_cents": each.quantity * (terms.cents if terms else 0),
        }
        for each in held
    ]  # fmt: skip
    return answer({"items": items, "next": None})
