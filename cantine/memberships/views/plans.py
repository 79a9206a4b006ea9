"""The plans of a place, for whoever sets them; taking one, for oneself or for somebody."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.core import clock, refusals
from cantine.core.attempts import attempt
from cantine.kernel import Refused
from cantine.memberships import commands, queries, rules
from cantine.memberships.commands.fee_wording import fee_words, price_list_words
from cantine.memberships.commands.plan_wording import coming_words, plan_words, price_words, subscription_row
from cantine.memberships.forms.plans import PlanForm, TakeForm
from cantine.memberships.queries import PlanLine
from cantine.memberships.views.beginning import begun
from cantine.memberships.views.common import said
from cantine.memberships.views.of_person import key_of
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.pricing.commands.wording import named
from cantine.pricing.rules import Vat, with_vat
from cantine.ui import formats

PLAN = "formule"


def plans(request: PlaceRequest) -> HttpResponse:
    """Every plan; the form adds one, or changes the one that the address names."""
    known, code, today = queries.plans_of(request.place), request.GET.get(PLAN, ""), request.place.today(clock.now())
    chosen = next((each for each in known if each.code == code), None)
    if code and chosen is None:
        raise Http404
    usual = {"first_day": today, "people_max": 1, "shared": True, "online": True}
    initial = PlanForm.shown(chosen, today) if chosen else usual
    form = PlanForm(request.POST or None, initial=initial, categories=prices.categories_of(request.place))

    def write(read: PlanForm) -> None:
        commands.set_plan(**said(request), plan=read.plan(code), terms=read.terms)

    if request.method == "POST" and attempt(form, write):
        messages.success(request, _("The plan is saved."))
        return redirect("memberships:plans", request.place.slug)
    context = {"form": form, "code": code, "lines": [plan_shown(each, today) for each in known]}
    return render(request, "memberships/plans.html", context, status=422 if form.errors else 200)


def retire(request: PlaceRequest) -> HttpResponse:
    """Nobody takes it any more."""
    try:
        commands.retire_plan(**said(request), code=request.POST.get(PLAN, ""))
    except Refused as why:
        told(request, why)
    else:
        messages.success(request, _("Nobody takes this plan any more; who has it keeps it."))
    return redirect("memberships:plans", request.place.slug)


def take(request: PlaceRequest, *, plan: str) -> HttpResponse:
    """One plan, what its first period costs me; saying yes makes it mine."""
    found, person_id, today = (
        queries.find_plan(request.place, code=plan),
        request.actor.person_id,
        request.place.today(clock.now()),
    )
    terms = found.terms_on(today) if found else None
    if found is None or terms is None or not found.online or person_id is None:
        raise Http404
    if request.method == "POST":
        try:
            commands.subscribe(**said(request), plan=plan, since=today, person_id=person_id, key=key_of(request))
        except Refused as why:
            told(request, why)
            return redirect("memberships:shelf", request.place.slug)
        messages.success(request, _("The plan is yours from today on. The invoice follows."))
        return redirect("memberships:mine")
    category = prices.category_of(request.place, person_id=person_id)
    vat = prices.terms_of(request.place).vat
    offer = plan_shown(found, today, category, vat=vat)
    first = _first(vat, found, terms.fee(category), today)
    context = {"offer": offer, **first, "key": uuid4()}
    return render(request, "memberships/take.html", context)


def plan_of_person(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """The plans that somebody has, and giving them one."""
    place, today = request.place, request.place.today(clock.now())
    card = places.known_by_card(place, contact=contact)
    if card is None:
        raise Http404
    every = queries.plans_by_id([place.id])
    known = [plan for plan in every.values() if plan.people_max == 1 and not plan.retired]
    category = prices.category_of(place, person_id=card.person_id)
    form = TakeForm(request.POST or None, plans=known, today=today, category=category)

    def give(read: TakeForm) -> None:
        commands.subscribe(**said(request), **read.cleaned_data, person_id=card.person_id, key=key_of(request))

    given, question = (
        begun(request, form, known, give, person_id=card.person_id) if request.method == "POST" else (False, None)
    )
    if given:
        messages.success(request, _("The plan is given, and what it costs is charged."))
        return redirect("memberships:plan_of", place.slug, contact)
    mine = queries.subscriptions_held(place, person_id=card.person_id, day=today, plans=every)
    context = {
        "card": card, "form": form if known else None, "key": uuid4(),
        "rows": [subscription_row(line, today=today) for line in mine], "question": question,
    }  # fmt: skip
    return render(request, "memberships/plan_of.html", context, status=422 if form.errors else 200)


def plan_shown(plan: PlanLine, today: date, category: str = "", *, vat: Vat | None = None) -> dict[str, Any]:
    """A plan as a page says it, at the price of a category; its next price where one is prepared. Every amount is without VAT, or
    with it where ``vat`` is given: a page never mixes them."""

    def amount(cents: int) -> str:
        return formats.money(with_vat(cents, vat) if vat else cents)

    terms = plan.terms_on(today) or next(iter(plan.versions), None)
    assert terms is not None, "a plan is written with its terms"
    fee = terms.fee(category)
    return {
        "code": plan.code,
        "name": named(plan.name_fr, plan.name_en),
        "price": price_words(fee.cents, plan.period),
        "fee": fee,
        "prices": terms.prices,
        "tariffs": price_list_words(terms.prices),
        "words": plan_words(plan, terms, amount=amount),
        "online": plan.online,
        "team": plan.people_max > 1,
        "coming": coming_words(plan, today, category, amount=amount),
        "month": plan.period is rules.Period.MONTH,
    }


def told(request: PlaceRequest, why: Refused) -> None:
    for refusal in why.refusals:
        messages.error(request, refusals.sentence(refusal))


def _first(vat: Vat, plan: PlanLine, fee: rules.Fee, today: date) -> dict[str, Any]:
    """What the first period costs, and each of the next ones."""
    due = rules.due_in(today, period=plan.period, cents=fee.cents, running=rules.Running(today))
    assert due is not None
    return {
        "first": formats.money(with_vat(due.cents, vat)),
        "part": {"days": due.days, "of": due.of_days} if due.is_part else None,
        "then": price_words(with_vat(fee.cents, vat), plan.period),
        "own": fee_words(fee, amount=lambda cents: formats.money(with_vat(cents, vat))),
    }
