"""What organisations have for their people: days bought at once, teams; who uses them, and how much in which month."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.core import clock, scoping
from cantine.core.attempts import attempt
from cantine.core.authorization import Target, can
from cantine.core.routes import actor_on
from cantine.kernel import Refusal, Refused
from cantine.memberships import commands, queries, rules
from cantine.memberships.commands.plan_wording import subscription_row
from cantine.memberships.commands.wording import amount_words
from cantine.memberships.forms.rights import BulkForm, TeamForm, UserForm
from cantine.memberships.queries import SharedLine, UsageLine
from cantine.memberships.views.beginning import begun
from cantine.memberships.views.common import said
from cantine.memberships.views.of_person import key_of
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named
from cantine.ui import formats


def organisations(request: PlaceRequest) -> HttpResponse:
    """Days bought for many, and teams; the forms add one."""
    place, today = request.place, request.place.today(clock.now())
    customers, plans = places.customer_names(place=place), queries.plans_by_id([place.id])
    asked = request.POST.get("act", "")
    teams = [plan for plan in plans.values() if plan.people_max > 1 and not plan.retired]
    bulk = BulkForm(request.POST if asked == "bulk" else None, customers=customers)
    team = TeamForm(request.POST if asked == "team" else None, customers=customers, plans=teams, today=today)

    def give(form: BulkForm) -> None:
        commands.grant_days(**said(request), **form.asked, key=key_of(request))

    def take(form: TeamForm) -> None:
        commands.subscribe(**said(request), **form.asked, key=key_of(request))

    done, question = False, None
    if request.method == "POST":
        done, question = (attempt(bulk, give), None) if asked == "bulk" else begun(request, team, teams, take)
    if done:
        messages.success(request, _("Done, and charged to the organisation. Say now who uses it."))
        return redirect("memberships:organisations", place.slug)
    lines = queries.subscriptions_of(place, during=rules.Span(today), plans=plans)
    may = can(request.actor, "allowance.grant", Target(place.organisation_id, place.id))
    context = {
        "bulks": [shared_shown(each) for each in queries.bulk_of(place)],
        "teams": [
            subscription_row(line, today=today) for line in lines if line.person_id is None and line.plan.people_max > 1
        ],
        "bulk": bulk if customers and may else None,
        "team": team if customers and teams else None,
        "key": uuid4(),
        "question": question,
    }
    return render(request, "memberships/organisations.html", context, status=422 if bulk.errors or team.errors else 200)


def bulk(request: PlaceRequest, *, allowance: UUID) -> HttpResponse:
    """Days of one organisation."""
    line = queries.find_bulk(request.place, allowance=allowance)
    if line is None:
        raise Http404
    return _shared(
        request, line.right, {"title": named(line.name_fr, line.name_en), "who": line.who, "one": shared_shown(line)}
    )


def people_of_team(request: PlaceRequest, *, team: UUID) -> HttpResponse:
    """The people of a team’s plan."""
    line = queries.find_subscription(request.place, subscription=team)
    if line is None or line.plan.people_max == 1:
        raise Http404
    plan = line.plan
    context = {
        "title": named(plan.name_fr, plan.name_en),
        "who": line.who,
        "most": plan.people_max,
        "subscription": line.uuid,
    }
    return _shared(request, line.right, context)


def mine(request: HttpRequest) -> HttpResponse:
    """What the organisations that I represent have for their people: how much was used, never by whom nor on which day."""
    person_id, now = actor_on(request).person_id, clock.now()
    assert person_id is not None
    led = sorted(people.organisations_led_by(person_id, today=formats.day_of(now, "Europe/Paris")))
    with scoping.unscoped("an organisation reads what it pays for in every place"):
        lines = queries.shared_of_customers(led, now=now)
        usage = queries.usage_of([line.right for line in lines]) if lines else []
        refs = places.place_refs(ids={line.place_id for line in lines})
    shown = [
        {**shared_shown(line), "place": refs[line.place_id].name, "usage": _months(usage, line.right, line.use)}
        for line in lines
    ]
    return render(request, "memberships/my_organisations.html", {"lines": shown})


def shared_shown(line: SharedLine) -> dict[str, Any]:
    return {
        "uuid": line.uuid,
        "name": named(line.name_fr, line.name_en),
        "who": line.who,
        "left": amount_words(line.balance, line.unit, line.use),
        "number": formats.number(line.balance),
        "granted": amount_words(line.granted, line.unit, line.use),
        "until": formats.full_day(line.expires_on) if line.expires_on else "",
    }


def _shared(request: PlaceRequest, right: str, context: dict[str, Any]) -> HttpResponse:
    """Who uses it, how much; adding somebody, taking somebody out."""
    place, today = request.place, request.place.today(clock.now())
    form = UserForm(request.POST if request.method == "POST" and "email" in request.POST else None)

    def add(read: UserForm) -> None:
        email = read.cleaned_data["email"]
        person_id = places.persons_at_addresses(place, emails=[email]).get(email.lower())
        if person_id is None:
            raise Refused(Refusal("person_unknown", field="email"))
        commands.add_right_user(**said(request), right=right, person_id=person_id, cap=read.cleaned_data["cap"])

    if form.is_bound and attempt(form, add):
        messages.success(request, _("From today on, they use it."))
        return redirect(request.path)
    if request.method == "POST" and not form.is_bound:
        commands.remove_right_user(**said(request), right=right, person_id=_removed(request))
        messages.success(request, _("They no longer use it."))
        return redirect(request.path)
    users = queries.users_of(place, right=right, day=today)
    context |= {
        "form": form,
        "users": [_user(each) for each in users],
        "usage": _months(queries.usage_of([right]), right),
    }
    return render(request, "memberships/shared.html", context, status=422 if form.errors else 200)


def _removed(request: PlaceRequest) -> int:
    asked = request.POST.get("user", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
        raise Http404
    return int(asked)


def _user(each: queries.UserLine) -> dict[str, Any]:
    return {
        "id": each.person_id,
        "name": each.name,
        "since": formats.full_day(each.since),
        "used": formats.number(each.used),
        "cap": formats.number(each.cap) if each.cap is not None else "",
    }


def _months(usage: list[UsageLine], right: str, use: rules.Use | None = None) -> list[tuple[str, str]]:
    """The latest first: a month, how much; of one use where it is said, for days are not hours of room."""
    return [
        (formats.month(each.month), amount_words(each.quantity, each.unit, each.use))
        for each in usage
        if each.right == right and use in {None, each.use}
    ]
