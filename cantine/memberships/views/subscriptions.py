"""Who has which plan; charging the month; one subscription, with what may be done about it, for the team and for its own person."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.core import clock, refusals, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, can
from cantine.core.routes import actor_on
from cantine.kernel import Refusal, Refused
from cantine.memberships import commands, queries, rules
from cantine.memberships.commands.fee_wording import Amount, fee_words
from cantine.memberships.commands.plan_wording import (
    coming_use_words,
    coming_words,
    notice_words,
    pause_words,
    period_row,
    plan_words,
    subscription_row,
)
from cantine.memberships.commands.wording import left_of
from cantine.memberships.forms.plans import ChangeForm, PauseForm
from cantine.memberships.queries import PeriodLine, PlanLine, SubscriptionLine, WithPlans
from cantine.memberships.views.common import said
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.pricing.commands.wording import named, vat_words
from cantine.pricing.rules import with_vat
from cantine.ui import formats

Acted = tuple[str, UUID | None]  # what was done, and the subscription that runs instead
WHY_NOT: dict[str, Callable[[], str]] = {
    "payer_gone": lambda: _("nobody is left to pay"),
    "plan_without_price": lambda: _("the plan has no price yet"),
}


def subscriptions(request: PlaceRequest) -> HttpResponse:
    """Those that are not over, by name."""
    today = request.place.today(clock.now())
    lines = queries.subscriptions_of(request.place, during=rules.Span(today))
    rows = sorted((subscription_row(line, today=today) for line in lines), key=lambda row: row.who.lower())
    late = queries.months_uncharged(request.place, until=rules.month_of(today).first_day - rules.A_DAY)
    context = {
        "rows": rows, "month": formats.month(today), "asking": sum(row.asks for row in rows),
        "late": ", ".join(formats.month(month) for month in sorted(late)),
    }  # fmt: skip
    return render(request, "memberships/subscriptions.html", context)


def charge(request: PlaceRequest) -> HttpResponse:
    """Charge this month now, and the months that were left out, rather than tonight."""
    done = commands.charge_due(**said(request))
    messages.success(request, _charged_words(done) if done.made else _("Every month was charged already."))
    for each in done.left:
        messages.error(request, _("Not charged: %(plan)s, %(why)s.") % {"plan": each.plan, "why": WHY_NOT[each.why]()})
    return redirect("memberships:subscriptions", request.place.slug)


def _charged_words(done: commands.CaughtUp) -> str:
    months = ", ".join(formats.month(month) for month in done.months)
    words = ngettext(
        "%(number)s month of a plan charged: %(months)s.", "%(number)s months of plans charged: %(months)s.", done.made
    )
    return words % {"number": done.made, "months": months}


def subscription(request: PlaceRequest, *, subscription: UUID) -> HttpResponse:
    """One, for the team."""
    found = queries.subscription_with_plans(request.place, subscription=subscription)
    return _one(request, request.actor, request.place, found, "memberships/subscription.html")


def my_subscription(request: HttpRequest, *, subscription: UUID) -> HttpResponse:
    """One of my own, wherever it is."""
    actor = actor_on(request)
    assert actor.person_id is not None
    found = queries.own_subscription_with_plans(subscription, person_id=actor.person_id)
    if found is None:
        raise Http404
    place = places.place_refs(ids=[found[0].place_id])[found[0].place_id]
    with scoping.scope([place.organisation_id]):
        return _one(request, actor, place, found, "memberships/my_subscription.html")


def _one(
    request: HttpRequest, actor: Actor, place: PlaceRef, found: WithPlans | None, template: str
) -> HttpResponse:  # fmt: skip
    if found is None:
        raise Http404
    now = clock.now()
    if request.method == "POST":
        here = found[0].uuid
        after = _do(request, {"actor": actor, "now": now, "place": place, "subscription": here})
        return redirect(request.path.replace(str(here), str(after)))
    return render(request, template, _shown(request, actor, place, *found, now))


def _do(request: HttpRequest, told: dict[str, Any]) -> UUID:
    """One act; what it did, or why not, is said on the page. Answers the subscription that runs after it."""
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        words, after = act(request, told)
        messages.success(request, words)
    except Refused as why:
        for refusal in why.refusals:
            messages.error(request, refusals.sentence(refusal))
        return cast("UUID", told["subscription"])
    return after or cast("UUID", told["subscription"])


def _change(request: HttpRequest, told: dict[str, Any]) -> Acted:
    at_once = request.POST.get("when") == "now"
    waived = request.POST.get("waived", "")
    made = commands.change_plan(**told, plan=request.POST.get("plan", ""), at_once=at_once, waived=waived)
    return _("The plan is changed."), made if at_once else None


def _pause(request: HttpRequest, told: dict[str, Any]) -> Acted:
    form = PauseForm(request.POST)
    if not form.is_valid():
        raise Refused(Refusal("pause_reversed"))
    commands.pause(**told, **form.cleaned_data)
    return _("Paused: these days are not charged."), None


def _resume(_request: HttpRequest, told: dict[str, Any]) -> Acted:
    commands.resume(**told)
    return _("The plan runs again."), None


def _stop(_request: HttpRequest, told: dict[str, Any]) -> Acted:
    return _("It ends on %(day)s.") % {"day": formats.full_day(commands.give_notice(**told))}, None


def _keep(_request: HttpRequest, told: dict[str, Any]) -> Acted:
    commands.keep_subscription(**told)
    return _("The plan goes on: it has no last day any more."), None


def _annul(_request: HttpRequest, told: dict[str, Any]) -> Acted:
    commands.annul_subscription(**told)
    return _("Taken back: nothing of it is to be invoiced any more."), None


def _consent(request: HttpRequest, told: dict[str, Any]) -> Acted:
    cents = request.POST.get("cents", "")
    commands.consent_to_price(
        **told, cents=int(cents) if cents.isascii() and cents.isdigit() and len(cents) < 10 else -1,
        how=request.POST.get("how", ""),
    )  # fmt: skip
    return _("The new price is agreed to."), None


_ACTS: dict[str, Callable[[HttpRequest, dict[str, Any]], Acted]] = {
    "change": _change, "pause": _pause, "resume": _resume, "stop": _stop, "keep": _keep, "consent": _consent,
    "annul": _annul,
}  # fmt: skip


def _shown(
    request: HttpRequest, actor: Actor, place: PlaceRef, line: SubscriptionLine, plans: list[PlanLine], now: datetime
) -> dict[str, Any]:
    today = place.today(now)
    state = rules.state_of(line.running, today=today)
    others = [plan for plan in plans if plan.id != line.plan.id and (plan.people_max > 1) == (line.plan.people_max > 1)]
    mine, bound = actor.person_id is not None and actor.person_id == line.person_id, line.bound_until(today)
    amount = _amount_for(line, mine=mine)
    waives = bound is not None and can(actor, "subscription.waive", Target(place.organisation_id, place.id))
    form = ChangeForm(
        request.GET if "plan" in request.GET else None, plans=others, today=today, category=line.category, waives=waives,
        vat=line.vat if mine else None,
    )  # fmt: skip
    periods = queries.periods_of(line.id)
    return {
        "row": subscription_row(line, today=today),
        "house": place,
        "left": left_of(queries.allowances_of_right(place, right=line.right, day=today)),
        "periods": [period_row(each, amount=amount) for each in periods],
        "pauses": pause_words(line.pauses, today=today),
        "pause": PauseForm() if _may_pause(line, state) else None,
        "change": form if others and line.until is None and state is not rules.State.OVER else None,
        "preview": _preview(place, form, line, others, periods, today, amount)
        if form.is_bound and form.is_valid()
        else None,
        "last_day": formats.full_day(line.last_day_by_notice(today)),
        "stoppable": line.until is None,
        "stopping": _stopping(place, line, today) if line.until is None and "stop" in request.GET else None,
        "keepable": line.until is not None and line.notice_at is not None and state is not rules.State.OVER,
        "annulling": "annul" in request.GET,
        "annullable": _may_annul(actor, place, line, periods),
        "mine": mine,
        "tax": _tax_words(line, mine=mine),
        "noted": _noted(line),
        "waived": line.waived if line.person_id != actor.person_id else "",
        "consented": amount(line.consented_cents),
        "consented_on": formats.full_day(place.today(line.consented_at)),
        "asked": _asked(line, periods, today, amount),
    }


def _stopping(place: PlaceRef, line: SubscriptionLine, today: date) -> dict[str, Any]:
    """What ending it does, before it is pressed: by which notice, and how long one is committed."""
    plan, terms = line.plan, line.terms(today)
    committed = rules.committed_until(plan, line.running, today=today, carried=line.committed_until)
    return {
        "notice": notice_words(plan),
        "committed": formats.full_day(committed) if committed else "",
        "coming": coming_use_words(queries.coming_use(place, right=line.right, after=line.last_day_by_notice(today))),
        "carried": any(each.rolls_over for each in (terms.included if terms else ())),
    }


def _amount_for(line: SubscriptionLine, *, mine: bool) -> Amount:
    """A person reads every amount of their plan with VAT, the team without: one page, one way."""
    return lambda cents: formats.money(with_vat(cents, line.vat) if mine else cents)


def _tax_words(line: SubscriptionLine, *, mine: bool) -> str:
    if not line.vat.rate:
        return vat_words(line.vat)
    return _("VAT included") if mine else _("without VAT")


def _noted(line: SubscriptionLine) -> str:
    """How a yes was said that somebody of the team noted."""
    if not line.consented_how:
        return ""
    return _("Noted by %(who)s: %(how)s") % {"who": line.noted_by or _("the team"), "how": line.consented_how}


def _asked(line: SubscriptionLine, periods: list[PeriodLine], today: date, amount: Amount) -> dict[str, Any] | None:
    """The price that waits for a yes; the category that ended, where that is why."""
    asked = line.asked(today)
    if asked is None:
        return None
    was = next((each.fee for each in periods if each.fee is not None and each.fee.is_own), None)
    ended = was is not None and was.category != line.category
    return {
        "cents": asked.cents,
        "amount": amount(asked.cents),
        "day": formats.full_day(asked.first_day),
        "ended": named(was.name_fr, was.name_en) if was is not None and ended else "",
        "why": fee_words(asked.fee, amount=amount),
    }


def _may_annul(actor: Actor, place: PlaceRef, line: SubscriptionLine, periods: list[PeriodLine]) -> bool:
    """Whether the team may take it back as a mistake: no document took any of it."""
    if queries.never_ran(line) or queries.follows_contract(line):
        return False
    may = can(actor, "subscription.annul", Target(place.organisation_id, place.id))
    return may and not any(each.taken for each in periods)


def _may_pause(line: SubscriptionLine, state: rules.State) -> bool:
    return line.plan.period is rules.Period.MONTH and state not in {rules.State.OVER, rules.State.PAUSED}


def _bound_words(line: SubscriptionLine, today: date) -> list[str]:
    """What holds who goes to a cheaper plan until its last day."""
    committed = rules.committed_until(line.plan, line.running, today=today, carried=line.committed_until)
    words = [_("committed until %(day)s") % {"day": formats.full_day(committed)}] if committed else []
    return [*words, notice_words(line.plan)] if line.plan.notice_days else words


def _preview(
    place: PlaceRef,
    form: ChangeForm,
    line: SubscriptionLine,
    others: list[PlanLine],
    periods: list[PeriodLine],
    today: date,
    amount: Amount,
) -> dict[str, Any] | None:
    """What it costs to say yes, before saying it: what was charged of this period is given back at the price of then."""
    plan = next(each for each in others if each.code == form.cleaned_data["plan"])
    charged = next((each.fee for each in periods if each.first_day <= today <= each.last_day), None)
    change = queries.change_of(
        line, plan, today=today, at_once=form.at_once, charged=charged, waived=bool(form.waived_why)
    )  # fmt: skip
    if change is None:
        return None
    more = change.owed_cents - change.credited_cents
    return {
        "plan": named(plan.name_fr, plan.name_en),
        "code": plan.code,
        "when": form.cleaned_data["when"],
        "last_day": formats.full_day(change.last_day),
        "first_day": formats.full_day(change.first_day),
        "credited": amount(change.credited_cents),
        "owed": amount(change.owed_cents),
        "more": amount(abs(more)),
        "is_less": more < 0,
        "by_day": bool(change.credited_cents or change.owed_cents),
        "month": amount(change.month_cents),
        "own": fee_words(terms.fee(line.category), amount=amount) if (terms := plan.terms_on(today)) else "",
        "binds": [
            *(plan_words(plan, terms, amount=amount) if terms else ()),
            *filter(None, [coming_words(plan, today, line.category, amount=amount)]),
        ],
        "by_year": plan.period is rules.Period.YEAR,
        "bound": _bound_words(line, today) if change.bound else [],
        "waived": form.waived_why,
        "coming": coming_use_words(queries.coming_use(place, right=line.right, after=change.last_day)),
    }
