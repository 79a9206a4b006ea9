"""From a request to a quote: the rooms that are free for these hours and numbers, two ticks, products, one press."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import queries as documents
from cantine.billing.rules import USUAL_DAYS, Part, valid_until_of, written_price
from cantine.core import clock, presses
from cantine.core.authorization import Target, can
from cantine.desk import commands, queries, rules
from cantine.desk.commands import Payer, Room
from cantine.desk.forms import OfferForm, SlotForm, attempt
from cantine.desk.queries import Prices, RequestCard
from cantine.desk.views.common import request_at, said
from cantine.desk.views.counting import Table
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as pricing
from cantine.pricing.rules import Unit
from cantine.ui import formats


def offer(request: PlaceRequest, *, asked: UUID) -> HttpResponse:
    """``jour``, ``de`` and ``a`` say when; the first wish of the request unless said. ``devis`` names a draft that takes
    more. ``act=count`` shows what is ticked with its total, and writes nothing."""
    card = request_at(request, asked)
    slot_form = SlotForm(request.GET if "jour" in request.GET else _slot_of(card, request))
    slot = slot_form.slot(request.place) if slot_form.is_valid() else None
    draft = _draft(request, asked)
    prices = _prices_on(slot, card, request)
    counting = request.method == "POST" and request.POST.get("act") == "count"
    form = _form(request, card, prices, draft, counting=counting)
    if slot is not None:
        form.fields["days"].help_text = _validity_words(slot, request)
    made: list[UUID] = []
    if (
        request.method == "POST" and not counting and slot is not None and prices is not None
        and attempt(form, lambda read: made.append(_write(request, card, read, slot, prices, draft)))
    ):  # fmt: skip
        return redirect("desk:quote", request.place.slug, made[0])
    table = Table(request, card, form, slot, prices) if slot and prices else None
    judged = _form(request, card, prices, draft, counting=False) if counting else None
    context = {
        "card": card, "form": form, "slot_form": slot_form, "slot": formats.span(slot, request.place.zone) if slot else "",
        "rooms": table.rooms if table else [], "products": table.products if table else [], "sums": table.sums if table else None,
        "uncounted": judged.uncounted if judged else [],
        "draft": draft, "inside": reverse("desk:board", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "desk/offer.html", context, status=422 if form.errors or slot_form.errors else 200)


def _form(
    request: PlaceRequest, card: RequestCard, prices: Prices | None, draft: UUID | None, *, counting: bool
) -> OfferForm:
    """What is typed stands while one counts, and is not judged."""
    typed = request.POST.dict() if counting else {}
    form = OfferForm(
        None if counting else request.POST or None,
        initial=_initial(card, request) | {"category": prices.own if prices else ""} | typed,
        categories=prices.categories if prices and draft is None else (), fixed=_prices_fixed(card, request),
        products=prices.products if prices else (),
    )  # fmt: skip
    if draft is not None:
        form.fields["name"].required = form.fields["email"].required = False
    return form


def _write(
    request: PlaceRequest, card: RequestCard, read: OfferForm, slot: Interval, prices: Prices, draft: UUID | None
) -> UUID:
    what, place = read.cleaned_data, request.place
    rooms = [_room(request, slug, slot) for slug in request.POST.getlist("room")]
    parts = _parts(request, read, slot, prices)
    if draft is not None:
        commands.extend_offer(
            **said(request), request=card.uuid, quote=draft, rooms=rooms, parts=parts, press=presses.press_of(request)
        )  # fmt: skip
        return draft
    payer = Payer(
        name=what["name"], email=what["email"], organisation=what["organisation"] if what["kind"] else "",
        kind=what["kind"] or "company", siren=what["siren"], street=what["street"], postcode=what["postcode"], town=what["town"],
        category=_chosen(what.get("category", ""), prices),
    )  # fmt: skip
    return commands.draft_offer(
        **said(request), request=card.uuid, payer=payer, rooms=rooms, parts=parts, percent=what["percent"],
        valid_until=place.today(clock.now()) + timedelta(days=what["days"]), note=what["note"], people_count=card.people,
        press=presses.press_of(request),
    )  # fmt: skip


def _room(request: PlaceRequest, slug: str, slot: Interval) -> Room:
    found = places.find_resource(place_id=request.place.id, slug=slug)
    if found is None:
        raise Refused(Refusal("resource_unknown"))
    return Room(found, slot)


def _chosen(code: str, prices: Prices) -> str | None:
    """What a command is told: None where nothing was asked, "" for the usual prices."""
    usual = prices.grid.usual if prices.grid else ""
    return None if not code else "" if code == usual else code


def _parts(request: PlaceRequest, read: OfferForm, slot: Interval, prices: Prices) -> list[Part]:
    place, what = request.place, read.cleaned_data
    said: dict[str, Any] = {"slot": slot, "prices": prices, "category": what.get("category", "")}
    parts = [
        queries.priced_product(place, code=code, quantity=number, **said) for code, number in read.products.items()
    ]
    if what["line"] and what["line_cents"]:
        day = slot.starts_at.astimezone(place.zone).date()
        price = written_price(
            name=what["line"], day=day, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=what["line_cents"],
            vat=pricing.terms_of(place).vat, activity="other",
        )  # fmt: skip
        parts.append(Part(what["line"], day, price.to_json(), what["line_optional"]))
    return parts


def _validity_words(slot: Interval, request: PlaceRequest) -> str:
    """How long the offer holds at most: an event is accepted before its day."""
    today, day = request.place.today(clock.now()), queries.day_of(slot, request.place)
    last = valid_until_of(asked=None, first_day=day, today=today)
    if last == today + timedelta(days=USUAL_DAYS):
        return ""
    return _("Until %(day)s at the latest: it is answered before the day itself.") % {"day": formats.full_day(last)}


def _prices_fixed(card: RequestCard, request: PlaceRequest) -> bool:
    """Who is known here keeps their prices, unless the asker sets prices."""
    target = Target(request.place.organisation_id, request.place.id)
    return bool(card.person_id or card.customer_id) and not can(request.actor, "place.change_prices", target)


def _prices_on(slot: Interval | None, card: RequestCard, request: PlaceRequest) -> Prices | None:
    if slot is None:
        return None
    return queries.prices_on(request.place, slot=slot, person_id=card.person_id, customer_id=card.customer_id)


def _draft(request: PlaceRequest, asked: UUID) -> UUID | None:
    """A draft of this request, to which more is added."""
    wanted = request.GET.get("devis", "")
    if not wanted:
        return None
    mine = documents.quotes_of(request.place, sources=[queries.source_of_request(asked)])
    return next((each.uuid for each in mine if str(each.uuid) == wanted), None)


def _slot_of(card: RequestCard, request: PlaceRequest) -> dict[str, Any]:
    """What they wish, as far as they said: the whole day where no hour is said, two hours where no end is."""
    when = card.whens[0] if card.whens else None
    day = when.day if when else _next_open_day(request)
    starts = when.starts if when and when.starts else time(9)
    ends = (
        when.ends
        if when and when.ends
        else (time(min(starts.hour + 2, 23), starts.minute) if when and when.starts else time(18))
    )
    return {"jour": day.isoformat(), "de": starts.isoformat("minutes"), "a": ends.isoformat("minutes")}


def _next_open_day(request: PlaceRequest) -> date:
    """In a week, or the first day after it on which the place opens."""
    return places.hours_of(request.place).next_open_day(request.place.today(clock.now()) + timedelta(days=7))


def _initial(card: RequestCard, request: PlaceRequest) -> dict[str, Any]:
    start: dict[str, Any] = {
        "name": card.name,
        "email": card.email,
        "organisation": card.company,
        "kind": "company" if card.company else "",
        "siren": rules.company_in(card.what).siren if card.company else "",
    }
    who = (documents.ORGANISATION, card.customer_id) if card.customer_id else (documents.PERSON, card.person_id or 0)
    known = documents.payer_card(organisation_id=request.place.organisation_id, who=who) if who[1] else None
    if known:
        address = known.party.address
        start |= {
            "street": address.street,
            "postcode": address.postcode,
            "town": address.town,
            "siren": known.party.siren or start["siren"],
        }
    return start
