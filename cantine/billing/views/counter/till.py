"""The till: twelve large buttons, what is bought, and how it is paid. Each press may be a form that comes back with the sale
so far; with a script, only the press that pays goes out."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import queries as documents
from cantine.billing.commands import counter as commands
from cantine.billing.commands.counter.included import left_for
from cantine.billing.commands.counter.ringing import ticket_number
from cantine.billing.commands.counter.wording import MEANS_NAMES, REASON_NAMES, line_words
from cantine.billing.forms.counter import NOTES, Cart, CartLine, cents_of, new_cart, read_cart, uuid_of
from cantine.billing.queries import Who
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter import SaleCard
from cantine.billing.rules.counter import BUTTONS_A_PAGE, Button, Included, Means, Reason, with_vat_inside
from cantine.billing.views.common import said
from cantine.core import clock, refusals
from cantine.core.authorization import Target, can
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named
from cantine.ui import formats

SALE, WHO = "vente", "qui"
SHORTEST = 2  # letters of a name
KEYS = "123456789abc"


@dataclass(frozen=True)
class Buyer:
    """Whom the sale is for: none where nobody was named."""

    who: Who | None = None
    uuid: str = ""
    name: str = ""


def till(request: PlaceRequest) -> HttpResponse:
    """A press that pays rings; any other changes what is being rung."""
    if request.method != "POST":
        return _page(request, new_cart(who=request.GET.get(WHO, "")))
    cart = _changed(read_cart(request.POST), request)
    return _pay(request, cart) if "pay" in request.POST or _given_by_enter(request) else _page(request, cart)


def _given_by_enter(request: PlaceRequest) -> bool:
    """The key Enter in “Another amount” presses the first button of the form, which looks for somebody: nobody is asked for."""
    sent = request.POST
    return bool("find" in sent and sent.get("given", "").strip() and not sent.get("q", "").strip())


def found(request: PlaceRequest) -> HttpResponse:
    """A piece of the page: whom a name that is being typed may be."""
    query = request.GET.get("q", "").strip()[:80]
    return render(request, "billing/counter/found.html", {"query": query, **_found(request, query)})


def _found(request: PlaceRequest, query: str) -> dict[str, Any]:
    short = len(query.strip()) < SHORTEST
    return {"short": short, "found": [] if short else queries.buyers_named(request.place, text=query)}


def _changed(cart: Cart, request: PlaceRequest) -> Cart:
    sent = request.POST
    if (button := uuid_of(sent.get("tap", ""))) is not None:
        return cart.pressed(button)
    if (rank := sent.get("less", "")).isascii() and rank.isdigit():
        return cart.taken_off(int(rank))
    if "clear" in sent:
        return new_cart(page=cart.page)
    if "choose" in sent:
        return replace(cart, who=sent["choose"][:36], query="")
    turned = sent.get("turn", "")
    return replace(cart, page=int(turned)) if turned.isascii() and turned.isdigit() and len(turned) < 3 else cart


def _pay(request: PlaceRequest, cart: Cart) -> HttpResponse:
    """The next page is another sale, and shows what this one was: a reload rings nothing."""
    way, _colon, more = request.POST.get("pay", Means.CASH.value).partition(":")
    means = next((each for each in Means if each.value == way), Means.CASH)
    given = int(more) if means is Means.CASH and more.isascii() and more.isdigit() and len(more) < 8 else None
    typed = request.POST.get("given", "").strip()
    given = given if given is not None else cents_of(typed)
    if means is Means.CASH and typed and given is None:
        return _page(request, cart, wrong=[_("Write what was given as an amount: 20, or 20.50.")])
    reason = next((each for each in Reason if each.value == more), None) if means is Means.OFFERED else None
    shown = request.POST.get("shown", "")
    try:
        made = commands.ring_sale(
            **said(request), key=cart.key, taps=cart.taps, means=means, who=_buyer(request, cart).who,
            given_cents=given if means is Means.CASH else None, reason=reason,
            shown_cents=int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 9 else None,
        )  # fmt: skip
    except Refused as why:
        reused = any(each.code == "sale_key_reused" for each in why.refusals)
        wrong = [refusals.sentence(each) for each in why.refusals]
        return _page(request, cart.renewed() if reused else cart, wrong=wrong)
    return redirect(f"{reverse('billing:till', args=[request.place.slug])}?{SALE}={made}")


def _page(request: PlaceRequest, cart: Cart, *, wrong: list[str] | None = None) -> HttpResponse:
    today = request.place.today(clock.now())
    buyer = _buyer(request, cart)
    kind, key = buyer.who or ("", 0)
    buttons = queries.buttons_of(
        request.place, on=today, person_id=key if kind == documents.PERSON else None,
        customer_id=key if kind == documents.ORGANISATION else None,
    )  # fmt: skip
    shown = [each for each in buttons if each.shown]
    pages = max(1, -(-len(shown) // BUTTONS_A_PAGE))
    page = min(max(cart.page, 1), pages)
    included = _included(request, buyer, buttons)
    left = {code: each.pieces for code, each in included.items()}
    rows = [_line(each, {button.uuid: button for button in buttons}, included, left) for each in cart.lines]
    total = sum(row["cents"] for row in rows)
    state = queries.till_state(request.place, today=today)
    context: dict[str, Any] = {
        "cart": cart, "buttons": [_button(each, rank, included) for rank, each in enumerate(_of_page(shown, page))], "page": page,
        "pages": range(1, pages + 1) if pages > 1 else [], "rows": rows, "total": formats.money(total),
        "total_cents": total, "buyer": buyer,
        "given": request.POST.get("given", "")[:10] if wrong else "", "wrong": wrong or [], "state": state,
        "further": state is not None and state.closed_until == today,
        "sold": formats.money(state.cents) if state else "", "late": state and state.late and formats.long_day(state.late),
        "notes": [_note(cents, total) for cents in NOTES], "reasons": _reasons(),
        "present": [] if buyer.who else queries.present_at(request.place),
        **_found(request, "" if buyer.who else cart.query),
        "drawn_words": _("%(count)s from what is paid ahead"), "ahead": _ahead(shown, included),
        "done": _done(request), "inside": reverse("billing:till", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/counter/till.html", context, status=422 if wrong else 200)


def _of_page(shown: list[Button], page: int) -> list[Button]:
    return shown[(page - 1) * BUTTONS_A_PAGE : page * BUTTONS_A_PAGE]


def _included(request: PlaceRequest, buyer: Buyer, buttons: list[Button]) -> dict[str, Included]:
    """What the plan of a person gives of what is sold here."""
    codes = sorted({each.uses for each in buttons if each.uses})
    if not codes or buyer.who is None or buyer.who[0] != documents.PERSON:
        return {}
    return left_for(request.place, person_id=buyer.who[1], codes=codes, day=request.place.today(clock.now()))


def _button(each: Button, rank: int, included: dict[str, Included]) -> dict[str, Any]:
    cents = each.price.cents if each.price else None
    plan = included.get(each.uses)
    return {
        "uuid": each.uuid, "name": named(each.name_fr, each.name_en), "tone": each.tone.value, "icon": each.icon,
        "key": KEYS[rank], "cents": cents if cents is not None else "", "open": each.is_open,
        "price": formats.money(cents) if cents is not None else _("price typed") if each.is_open else _("no price"),
        "out": cents is None and not each.is_open, "use": each.uses if plan else "",
        "left": plan.pieces if plan else "", "over": _over(each, plan),
        "plan": _("%(count)s paid ahead") % {"count": plan.pieces} if plan and plan.pieces else "",
    }  # fmt: skip


def _ahead(shown: list[Button], included: dict[str, Included]) -> list[tuple[UUID, str]]:
    """What who buys has already, to be taken from in one press."""
    words = _("Use one of %(count)s paid ahead: %(name)s")
    had = [(each, included[each.uses].pieces) for each in shown if each.uses in included]
    return [
        (each.uuid, words % {"count": pieces, "name": named(each.name_fr, each.name_en)})
        for each, pieces in had
        if pieces
    ]


def _over(button: Button, plan: Included | None) -> int | str:
    """What one more costs by the plan, VAT inside; "" where it is the price of the button."""
    return with_vat_inside(plan.over_cents, button.vat.rate) if plan and plan.over_cents is not None else ""


def _line(
    each: CartLine, buttons: dict[UUID, Button], included: dict[str, Included], left: dict[str, int]
) -> dict[str, Any]:
    """``left`` goes down from line to line: two buttons may take from one plan."""
    button = buttons.get(each.button)
    cents = button.price.cents if button and button.price else each.cents or 0
    plan = included.get(button.uses) if button else None
    drawn = min(each.quantity, left[button.uses]) if button and plan else 0
    if button and plan:
        left[button.uses] -= drawn
        over = _over(button, plan)
        cents = over if isinstance(over, int) else cents
    rest = each.quantity - drawn
    return {
        "button": each.button, "quantity": each.quantity, "typed": each.typed, "open": bool(button and button.is_open),
        "name": named(button.name_fr, button.name_en) if button else _("No longer sold"), "unit": cents,
        "cents": cents * rest, "amount": formats.money(cents * rest),
        "drawn": _("%(count)s from what is paid ahead") % {"count": drawn} if drawn else "",
    }  # fmt: skip


def _note(cents: int, total: int) -> dict[str, Any]:
    back = formats.money(cents - total) if cents > total > 0 else ""
    return {
        "cents": cents,
        "words": formats.money(cents).replace(",00", "").replace(".00", ""),
        "back": back,
        "short": cents < total,
    }


def _reasons() -> list[tuple[str, Any]]:
    return [(each.value, REASON_NAMES[each]) for each in Reason if each.is_said]


def _buyer(request: PlaceRequest, cart: Cart) -> Buyer:
    """Whoever is unknown here is nobody."""
    uuid = uuid_of(cart.who)
    who = documents.find_payer(place=request.place, uuid=uuid) if uuid else None
    card = documents.payer_card(organisation_id=request.place.organisation_id, who=who) if who else None
    return Buyer(who, str(uuid), card.party.name) if card else Buyer()


def _done(request: PlaceRequest) -> dict[str, Any] | None:
    """The sale that was just rung, with what to give back and the way to undo it."""
    uuid = uuid_of(request.GET.get(SALE, ""))
    found = queries.find_sale(request.place, uuid=uuid) if uuid else None
    return told(request, found) if found else None


def told(request: PlaceRequest, found: SaleCard) -> dict[str, Any]:
    """A sale as pages say it."""
    reason = REASON_NAMES[Reason(found.reason)] if found.reason else ""
    return {
        "uuid": found.uuid, "number": ticket_number(found.number), "total": formats.money(found.total_cents),
        "means": MEANS_NAMES[found.means], "reason": reason, "act": found.act.value, "cash": found.means is Means.CASH,
        "given": formats.money(found.given_cents) if found.given_cents is not None else "",
        "change": formats.money(found.change_cents) if found.change_cents > 0 else "",
        "offered": formats.money(found.offered_cents) if found.offered_cents else "", "buyer": found.buyer,
        "buyer_uuid": found.buyer_uuid, "at": formats.moment(found.rung_at, request.place.zone),
        "when": f"{formats.full_day(request.place.today(found.rung_at))}, {formats.clock(found.rung_at, request.place.zone)}",
        "clock": formats.clock(found.rung_at, request.place.zone), "what": ", ".join(map(line_words, found.lines)),
        "undone_by": ticket_number(found.undone_by) if found.undone_by else "",
        "undoes": ticket_number(found.undoes) if found.undoes else "", "invoice": found.invoice,
        "invoice_reference": found.invoice_reference, "is_tab": found.means is Means.TAB,
        "undoable": found.act.value != "reverse" and not found.undone_by and not found.invoice,
        "billable": found.means.is_money and found.act.value != "reverse" and not found.undone_by and not found.invoice,
    }  # fmt: skip


def may(request: PlaceRequest, action: str) -> bool:
    return can(request.actor, action, Target(request.place.organisation_id, request.place.id))
