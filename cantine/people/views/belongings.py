"""Where I belong: organisations entered and changed, relations begun and ended."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.people import commands, queries, words
from cantine.people.forms import BelongingForm, OrganisationForm, attempt
from cantine.people.views.oneself import Oneself, answer, oneself


@oneself
def belongings(request: HttpRequest, me: Oneself) -> HttpResponse:
    """My organisations; a few letters of a name, or a number, find another one to join."""
    text = request.GET.get("q", "")[:80]
    form = BelongingForm(request.POST or None, initial={"since": me.today})
    if request.method == "POST" and attempt(form, _begin, me=me):
        messages.success(request, _("It is said: you belong there."))
        return HttpResponseRedirect(reverse("people:belongings"))
    mine = queries.belongings_of(me.id, today=me.today)
    lines = [{"line": line, "relation": words.RELATIONS.get(line.relation, line.relation)} for line in mine]
    joined = {line.organisation_id for line in mine if line.until is None}
    found = [one for one in queries.find_organisations(text) if one.id not in joined] if text else []
    context = {"form": form, "lines": lines, "q": text, "found": found, "today": me.today}
    return answer(request, "people/belongings.html", context)


@oneself
def enter(request: HttpRequest, me: Oneself) -> HttpResponse:
    form = OrganisationForm(request.POST or None, initial={"name": request.GET.get("name", "")[:160]})
    if request.method == "POST" and attempt(form, _enter, me=me):
        messages.success(request, _("The organisation is entered, and you belong to it."))
        return HttpResponseRedirect(reverse("people:belongings"))
    return answer(request, "people/organisation.html", {"form": form})


@oneself
def organisation(request: HttpRequest, me: Oneself, organisation: UUID) -> HttpResponse:
    """Change an organisation that I lead; to anybody else it does not exist."""
    known = queries.draft_of(organisation)
    if known is None or known[0] not in queries.organisations_led_by(me.id, today=me.today):
        raise Http404
    pk, draft, publics = known
    form = OrganisationForm(request.POST or None, initial={**asdict(draft), "publics": publics})
    if request.method == "POST" and attempt(form, _change, me=me, organisation_id=pk):
        messages.success(request, _("The organisation is saved."))
        return HttpResponseRedirect(reverse("people:belongings"))
    return answer(request, "people/organisation.html", {"form": form, "draft": draft})


@oneself
def end(request: HttpRequest, me: Oneself, belonging: UUID) -> HttpResponse:
    commands.end_belonging(actor=me.actor, now=me.now, belonging=belonging, until=_day(request) or me.today)
    messages.success(request, _("This belonging is over."))
    return HttpResponseRedirect(reverse("people:belongings"))


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return None


def _begin(values: dict[str, Any], me: Oneself) -> None:
    commands.begin_belonging(actor=me.actor, now=me.now, person_id=me.id, **values)


def _enter(values: dict[str, Any], me: Oneself) -> None:
    """An organisation that was here already is joined as a member; a new one is led by whoever enters it."""
    pk = commands.enter_organisation(actor=me.actor, now=me.now, **values)
    if not any(line.organisation_id == pk for line in queries.belongings_of(me.id, today=me.today)):
        commands.begin_belonging(
            actor=me.actor, now=me.now, person_id=me.id, organisation_id=pk, relation="member", since=me.today
        )


def _change(values: dict[str, Any], me: Oneself, organisation_id: int) -> None:
    commands.change_organisation(actor=me.actor, now=me.now, organisation_id=organisation_id, **values)
