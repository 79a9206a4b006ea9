"""The register of keys: whose hands each is in, at the counter; and one's own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.booking import commands, queries
from cantine.booking.forms import KeyForm, LendForm, attempt
from cantine.booking.queries import KeyCard, LoanCard
from cantine.booking.rules.keys import Hands, KeyKind
from cantine.core import clock, refusals
from cantine.core.routes import actor_on
from cantine.kernel import Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.ui import formats


def register(request: PlaceRequest) -> HttpResponse:
    """Every key, the late and the lost first, and one more."""
    place, today = request.place, request.place.today(clock.now())
    form = KeyForm(request.POST or None, rooms=places.resource_cards(place_id=place.id))
    if request.method == "POST" and attempt(form, lambda read: _add(request, read)):
        messages.success(request, _("“%(key)s” is on the register.") % {"key": form.cleaned_data["label"]})
        return redirect("booking:keys", place.slug)
    cards = sorted(queries.keys_of(place), key=lambda card: _ORDER.index(card.hands(today)))
    context = {
        "lines": [_line(card, place, clock.now()) for card in cards],
        "out": sum(card.hands(today) in {Hands.LENT, Hands.OVERDUE} for card in cards),
        "late": sum(card.hands(today) is Hands.OVERDUE for card in cards),
        "lost": sum(card.hands(today) is Hands.LOST for card in cards),
        "form": form,
    }
    return render(request, "booking/keys/register.html", context, status=422 if form.errors else 200)


_ORDER = [Hands.OVERDUE, Hands.LOST, Hands.LENT, Hands.HOME, Hands.RETIRED]


def show(request: PlaceRequest, *, door_key: UUID) -> HttpResponse:
    """One key: lend it to somebody found by name, take it back, say that it is lost; who had it."""
    place, now = request.place, clock.now()
    card = queries.key_by_uuid(place, door_key)
    if card is None:
        raise Http404
    form = LendForm(request.POST if request.POST.get("action") == "lend" else None)
    if request.method == "POST":
        said = _act(request, card, form)
        if said:
            messages.success(request, said)
            return redirect("booking:key", place.slug, card.uuid)
    sought = request.GET.get("qui", "")[:80]
    context = {
        "line": _line(card, place, now),
        "card": card,
        "loans": [_loan(loan, place, now) for loan in queries.loans_of_key(card.uuid)],
        "form": form,
        "sought": sought,
        "found": places.contacts_named(place=place, text=sought),
        "reasons": [error for errors in form.errors.values() for error in errors],
    }
    return render(request, "booking/keys/show.html", context, status=422 if form.errors else 200)


def mine(request: HttpRequest) -> HttpResponse:
    """The keys that I hold, in every place, and those that I gave back."""
    actor, now = actor_on(request), clock.now()
    assert actor.person_id is not None
    loans = queries.loans_of_person(person_id=actor.person_id)
    refs = places.place_refs(ids={loan.place_id for loan in loans})
    shown = [_loan(loan, refs[loan.place_id], now) for loan in loans]
    context = {
        "held": [each for each in shown if each["loan"].returned_at is None],
        "past": [each for each in shown if each["loan"].returned_at is not None],
    }
    return render(request, "booking/keys/mine.html", context)


def _add(request: PlaceRequest, form: KeyForm) -> UUID:
    read = form.cleaned_data
    return commands.add_key(
        actor=request.actor, now=clock.now(), place=request.place, kind=KeyKind(read["kind"]), label=read["label"],
        number=read["number"], resource_id=form.rooms.get(read["resource"]),
    )  # fmt: skip


def _act(request: PlaceRequest, card: KeyCard, form: LendForm) -> str:
    """Do what the page asks; what to say then, or nothing when it was refused."""
    said: dict[str, Any] = {"actor": request.actor, "now": clock.now(), "place": request.place, "key": card.uuid}
    if request.POST.get("action") == "lend":
        return _("Lent.") if attempt(form, lambda read: _lend(request, read, said)) else ""
    acts: dict[str, tuple[Callable[..., None], str]] = {
        "back": (commands.take_back_key, _("It is back.")),
        "lost": (commands.declare_key_lost, _("It is noted as lost: nobody can be lent it until it is found.")),
        "retire": (commands.retire_key, _("It is off the register.")),
    }
    if request.POST.get("action") not in acts:
        raise Http404
    act, words = acts[request.POST["action"]]
    try:
        act(**said)
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, refusals.sentence(refusal))
        return ""
    return words


def _lend(request: PlaceRequest, form: LendForm, said: dict[str, Any]) -> UUID:
    person_id = places.known_person(place=request.place, uuid=form.cleaned_data["person"])
    if person_id is None:
        raise Http404
    return commands.lend_key(**said, person_id=person_id, due=form.cleaned_data["due"])


def _line(card: KeyCard, place: PlaceRef, now: Any) -> dict[str, Any]:
    return {
        "card": card,
        "kind": kind_words(card.kind),
        "hands": card.hands(place.today(now)).value,
        "since": formats.long_day(formats.day_of(card.lent_at, place.zone)) if card.lent_at else "",
        "due": formats.long_day(card.due) if card.due else "",
    }


def _loan(loan: LoanCard, place: PlaceRef, now: Any) -> dict[str, Any]:
    return {
        "loan": loan,
        "place": place,
        "kind": kind_words(loan.kind),
        "hands": loan.hands(place.today(now)).value,
        "lent": formats.full_day(formats.day_of(loan.lent_at, place.zone)),
        "due": formats.full_day(loan.due) if loan.due else "",
        "back": formats.full_day(formats.day_of(loan.returned_at, place.zone)) if loan.returned_at else "",
    }


def kind_words(kind: KeyKind) -> str:
    return pgettext("door", "Key") if kind is KeyKind.KEY else _("Badge")
