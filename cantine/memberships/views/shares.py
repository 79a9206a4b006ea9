"""The register of shareholders, for whoever keeps the books of a co-operative: others do not see it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cantine.billing.queries import ORGANISATION, PERSON, Who
from cantine.billing.rules import Method
from cantine.core import clock, rates, scoping
from cantine.core.attempts import attempt
from cantine.core.letters import absolute
from cantine.core.routes import actor_on
from cantine.kernel import Refusal, Refused, folded
from cantine.memberships import commands
from cantine.memberships.commands.dues_wording import MOVEMENT_NAMES, PAPER_NAMES, SUBSCRIPTION_NAMES
from cantine.memberships.forms.dues import WhyForm
from cantine.memberships.forms.shares import BulletinForm, CollegeForm, DayForm, LeavingForm, MoneyForm, ShareTermsForm
from cantine.memberships.queries import dues as dues_queries
from cantine.memberships.queries import shares as queries
from cantine.memberships.rules.shares import UNPAID, SubscriptionState
from cantine.memberships.views.common import said
from cantine.memberships.views.plans import told
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet

DAY = "jour"


def register(request: PlaceRequest) -> HttpResponse:
    """Who holds what on a day; what waits for the board, and what is to be paid back."""
    _check(request)
    place, day = request.place, _day(request)
    holdings = queries.holdings_on(place.organisation_id, day)
    bulletins, withdrawals = (
        queries.bulletins_waiting(place.organisation_id), queries.withdrawals_waiting(place.organisation_id),
    )  # fmt: skip
    colleges = queries.colleges_of(place.organisation_id)
    terms = queries.share_terms_on(place.organisation_id, day)
    cents, total = (terms.cents if terms else 0), sum(each.quantity for each in holdings)
    names = _names(
        [each.who for each in holdings] + [each.who for each in bulletins] + [each.who for each in withdrawals]
    )
    by_college = Counter[int]()
    for each in holdings:
        by_college[each.college_id] += each.quantity
    known = {each.id: named(each.name_fr, each.name_en) for each in colleges}
    context = {
        "day": day, "capital": formats.money(total * cents), "holders": formats.number(len(holdings)),
        "shares": formats.number(total),
        "rows": sorted(
            (
                (names.get(each.who, ""), known[each.college_id], formats.number(each.quantity),
                 formats.money(each.quantity * cents), each.uuid, each.old_number)
                for each in holdings
            ),
            key=lambda row: folded(row[0]),
        ),
        "colleges": [
            (known[each.id], each.weight, formats.money(by_college[each.id] * cents), formats.number(by_college[each.id]))
            for each in colleges
        ],
        "bulletins": [
            (names.get(each.who, ""), SUBSCRIPTION_NAMES[each.state], formats.money(each.cents), each.uuid)
            for each in bulletins
        ],
        "withdrawals": [
            (names.get(each.who, ""), formats.plain_day(each.due_on), formats.money(each.cents), each.holding)
            for each in withdrawals
        ],
    }  # fmt: skip
    return render(request, "memberships/shares/register.html", context)


def register_csv(request: PlaceRequest) -> HttpResponse:
    """The register of a day, to take away and to print."""
    _check(request)
    place, day = request.place, _day(request)
    holdings = queries.holdings_on(place.organisation_id, day)
    names = _names(each.who for each in holdings)
    known = {each.id: named(each.name_fr, each.name_en) for each in queries.colleges_of(place.organisation_id)}
    terms = queries.share_terms_on(place.organisation_id, day)
    head = [_("Shareholder"), _("College"), _("Shares"), _("Nominal value"), _("Number in the old register")]
    rows = [
        (names.get(each.who, ""), known[each.college_id], each.quantity, amount(each.quantity * (terms.cents if terms else 0)),
         each.old_number)
        for each in holdings
    ]  # fmt: skip
    return sheet(f"{place.slug}-societaires-{day:%Y-%m-%d}.csv", head, rows)


def setting(request: PlaceRequest) -> HttpResponse:
    """Colleges, and the value of a share by dates."""
    _check(request)
    place, act = request.place, request.POST.get("act", "")
    college = CollegeForm(request.POST if act == "college" else None, initial={"minimum": 1, "weight": 10})
    latest = queries.share_terms_of(place.organisation_id)
    usual = {"first_day": place.today(clock.now()), "delay_months": latest[-1].delay_months if latest else 0}
    terms = ShareTermsForm(request.POST if act == "terms" else None, initial=usual)

    def add(read: CollegeForm) -> None:
        commands.set_college(**said(request), college=read.college(request.POST.get("code", "")))

    def value(read: ShareTermsForm) -> None:
        commands.set_share_terms(**said(request), **read.cleaned_data)

    if attempt(college, add) if act == "college" else act == "terms" and attempt(terms, value):
        messages.success(request, _("Noted."))
        return redirect("memberships:shares_settings", place.slug)
    colleges = queries.colleges_of(place.organisation_id)
    context = {
        "college": college, "terms": terms,
        "colleges": [(named(each.name_fr, each.name_en), each.weight, each.minimum) for each in colleges],
        "weights": sum(each.weight for each in colleges),
        "values": [(each.first_day, formats.money(each.cents), each.delay_months) for each in reversed(latest)],
    }  # fmt: skip
    wrong = college.errors or terms.errors
    return render(request, "memberships/shares/settings.html", context, status=422 if wrong else 200)


def subscribe(request: PlaceRequest) -> HttpResponse:
    """Somebody signs, on the phone that is handed to them or at the counter."""
    _check(request)
    place = request.place
    form = BulletinForm(
        request.POST or None, colleges=queries.colleges_of(place.organisation_id),
        customers=places.customer_names(place=place),
    )  # fmt: skip
    made: list[UUID] = []

    def sign(read: BulletinForm) -> None:
        asked = dict(read.cleaned_data)
        who = _find(request, asked.pop("email"), asked.pop("customer"))
        if not asked["signed_by"].strip():
            asked.pop("signed_by")
            made.append(commands.ask_bulletin(**said(request), who=who, **asked))
            return
        made.append(
            commands.sign_bulletin(**said(request), who=who, signed_from=rates.address_of(request) or None, **asked)
        )

    if request.method == "POST" and attempt(form, sign):
        signed = bool(form.cleaned_data["signed_by"].strip())
        words = _("The bulletin is signed. It waits for its payment, then for the board.")
        messages.success(request, words if signed else _("The bulletin is ready. It waits for its signature."))
        return redirect("memberships:bulletin", place.slug, made[0])
    return render(request, "memberships/shares/subscribe.html", {"form": form}, status=422 if form.errors else 200)


def bulletin(request: PlaceRequest, *, bulletin: UUID) -> HttpResponse:
    """One bulletin: its payment, its admission, or its refusal."""
    _check(request)
    place, today, act = request.place, request.place.today(clock.now()), request.POST.get("act", "")
    found = queries.find_bulletin(place.organisation_id, uuid=bulletin)
    if found is None:
        raise Http404
    pay = MoneyForm(request.POST if act == "pay" else None, initial={"on": today, "method": "transfer"})
    admit = DayForm(request.POST if act == "admit" else None, initial={"on": today})
    why = WhyForm(request.POST if act in ("refuse", "annul") else None)

    def take(read: MoneyForm) -> None:
        method = Method(read.cleaned_data["method"])
        commands.pay_bulletin(**said(request), bulletin=bulletin, method=method, received_on=read.cleaned_data["on"])

    def let_in(read: DayForm) -> None:
        commands.admit_bulletin(**said(request), bulletin=bulletin, on=read.cleaned_data["on"])

    def give_up(read: WhyForm) -> None:
        commands.annul_bulletin(**said(request), bulletin=bulletin, why=read.cleaned_data["why"])

    def keep_out(read: WhyForm) -> None:
        commands.refuse_bulletin(**said(request), bulletin=bulletin, why=read.cleaned_data["why"])

    acts: dict[str, Any] = {
        "pay": (pay, take),
        "admit": (admit, let_in),
        "refuse": (why, keep_out),
        "annul": (why, give_up),
    }
    if act in acts and attempt(*acts[act]):
        messages.success(request, _("Noted."))
        return redirect(request.path)
    context = {
        "name": _names([found.who]).get(found.who, ""), "state": SUBSCRIPTION_NAMES[found.state],
        "amount": formats.money(found.cents), "shares": formats.number(found.quantity), "signed_by": found.signed_by,
        "signed_at": formats.moment(found.signed_at, place.zone) if found.signed_at else "", "pay": pay, "admit": admit, "why": why,
        "to_sign": found.state is SubscriptionState.ASKED, "unpaid": found.state in UNPAID,
        "link": absolute(reverse("memberships:sign_shares", args=[queries.link_of_bulletin(bulletin)])),
        "to_pay": found.state is SubscriptionState.SIGNED, "to_admit": found.state is SubscriptionState.PAID,
        "papers": _papers(bulletin),
    }  # fmt: skip
    wrong = pay.errors or admit.errors or why.errors
    return render(request, "memberships/shares/bulletin.html", context, status=422 if wrong else 200)


def holding(request: PlaceRequest, *, holding: UUID) -> HttpResponse:
    """One holder: every movement; withdrawing, handing over, paying back, a certificate."""
    _check(request)
    place, today, act = request.place, request.place.today(clock.now()), request.POST.get("act", "")
    found = queries.find_holding(uuid=holding, organisation_id=place.organisation_id)
    if found is None:
        raise Http404
    leave = LeavingForm(request.POST if act == "leave" else None, initial={"on": today, "quantity": found.quantity})
    back = MoneyForm(request.POST if act == "back" else None, initial={"on": today, "method": "transfer"})

    def go(read: LeavingForm) -> None:
        asked = read.cleaned_data
        said_so = {**said(request), "holding": holding, "quantity": asked["quantity"], "on": asked["on"]}
        if asked["to"]:
            commands.hand_shares(**said_so, to=_find(request, asked["to"], "", field="to"))
        else:
            commands.withdraw_shares(**said_so)

    def pay_back(read: MoneyForm) -> None:
        method = Method(read.cleaned_data["method"])
        which = UUID(request.POST.get("withdrawal", ""))
        commands.pay_back_shares(**said(request), withdrawal=which, method=method, on=read.cleaned_data["on"])

    if act == "certify":
        return _certified(request, holding)
    if attempt(leave, go) if act == "leave" else act == "back" and attempt(back, pay_back):
        messages.success(request, _("Noted."))
        return redirect(request.path)
    waiting = [each for each in queries.withdrawals_waiting(place.organisation_id) if each.holding == holding]
    context = {
        "name": _names([found.who]).get(found.who, ""), "shares": formats.number(found.quantity), "leave": leave,
        "back": back, "held": bool(found.quantity), "papers": _papers(holding),
        "waiting": [(each.uuid, formats.money(each.cents), formats.plain_day(each.due_on)) for each in waiting],
        "rows": [
            (each.number, formats.plain_day(each.day), MOVEMENT_NAMES[each.kind], f"{each.quantity:+d}".replace("-", "−"),
             formats.number(each.balance))
            for each in queries.movements_of(found.id)
        ],
    }  # fmt: skip
    wrong = leave.errors or back.errors
    return render(request, "memberships/shares/holding.html", context, status=422 if wrong else 200)


def my_certificate(request: HttpRequest, *, holding: UUID) -> HttpResponse:
    """A certificate of my own shares, numbered, at once."""
    person_id = actor_on(request).person_id
    assert person_id is not None
    with scoping.unscoped("my shares are mine in every co-operative"):
        organisation_id = next(
            (key for key, each in queries.holdings_of_person(person_id) if each.uuid == holding), None
        )
        key = queries.place_of_shares(organisation_id) if organisation_id else None
    place = places.place_refs(ids=[key]).get(key) if key else None
    if place is None:
        raise Http404
    with scoping.scope([place.organisation_id]):
        made = commands.certify_shares(actor=actor_on(request), now=clock.now(), place=place, holding=holding)
    return redirect("memberships:my_paper", made)


def _check(request: PlaceRequest) -> None:
    """404 where no legal entity is a co-operative."""
    if queries.cooperative_of(request.place.organisation_id) is None:
        raise Http404


def _certified(request: PlaceRequest, holding: UUID) -> HttpResponse:
    try:
        made = commands.certify_shares(**said(request), holding=holding)
    except Refused as why:
        told(request, why)
        return redirect(request.path)
    return redirect("memberships:paper", request.place.slug, made)


def _find(request: PlaceRequest, email: str, customer: str, *, field: str = "email") -> Who:
    if customer:
        return (ORGANISATION, int(customer))
    found = places.persons_at_addresses(request.place, emails=[email]) if email else {}
    if not found:
        raise Refused(Refusal("shareholder_unknown", field=field))
    return (PERSON, next(iter(found.values())))


def _day(request: PlaceRequest) -> date:
    """The day that the address asks for, today for nonsense."""
    try:
        asked = parse_date(request.GET.get(DAY, ""))
    except ValueError:
        asked = None
    return asked or request.place.today(clock.now())


def _names(whos: Iterable[Who | None]) -> dict[Who | None, str]:
    """Two statements, whatever their number."""
    wanted = {who for who in whos if who}
    persons = people.persons_of(key for kind, key in wanted if kind == PERSON)
    customers = people.organisations_of(key for kind, key in wanted if kind == ORGANISATION)
    found: dict[Who | None, str] = {(PERSON, key): each.shown for key, each in persons.items()}
    return found | {(ORGANISATION, key): each.name for key, each in customers.items()}


def _papers(about: UUID) -> list[tuple[UUID, str, str]]:
    papers = dues_queries.papers_about([about]).get(about, [])
    return [(uuid, str(PAPER_NAMES[kind]), number) for uuid, kind, number in papers]
