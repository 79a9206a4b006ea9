"""The hub of one's account, the profile, and what others may see."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.navigation import doors
from cantine.core.routes import actor_on
from cantine.people import commands, queries, words
from cantine.people.forms import ProfileForm, attempt
from cantine.people.views.oneself import Oneself, answer, oneself


@oneself
def hub(request: HttpRequest, me: Oneself) -> HttpResponse:
    """Everything at a glance, each thing with the page that changes it."""
    today = me.today
    belongings = queries.belongings_of(me.id, today=today)
    context = {
        "hub": (hub := queries.hub_of(me.id, now=me.now)),
        "account": hub.account,
        "belongings": [line for line in belongings if line.until is None or line.until >= today],
        "consents": _consent_rows(me.id),
        "doors": doors("account", actor=me.actor),
    }
    return render(request, "people/account.html", context)


@oneself
def profile(request: HttpRequest, me: Oneself) -> HttpResponse:
    account = queries.account_of(me.id)
    initial = {name: getattr(account, name) for name in ("name", "phone", "language", "profession")}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and attempt(form, _change_profile, me=me):
        messages.success(request, _("Your profile is saved."))
        return HttpResponseRedirect(reverse("people:profile"))
    return answer(request, "people/profile.html", {"form": form, "account": account})


def _change_profile(values: dict[str, Any], me: Oneself) -> None:
    commands.change_profile(actor=me.actor, now=me.now, person_id=me.id, **values)


def keep_language(request: HttpRequest, language: str) -> None:
    """Who turns the pages to a language reads their letters in it from then on."""
    actor = actor_on(request)
    if actor.person_id is not None:
        commands.choose_language(actor=actor, now=clock.now(), person_id=actor.person_id, language=language)


@oneself
def consents(request: HttpRequest, me: Oneself) -> HttpResponse:
    return render(request, "people/consents.html", {"consents": _consent_rows(me.id)})


@oneself
def consent(request: HttpRequest, me: Oneself, purpose: str) -> HttpResponse:
    """One switch: ``given`` present is a yes to the words that were shown, absent a no."""
    if "given" in request.POST:
        version = request.POST.get("version", "")
        commands.give_consent(actor=me.actor, now=me.now, person_id=me.id, purpose=purpose, version=version)
    else:
        commands.withdraw_consent(actor=me.actor, now=me.now, person_id=me.id, purpose=purpose)
    messages.success(request, _("Your choice is saved."))
    return HttpResponseRedirect(reverse("people:consents"))


def _consent_rows(person_id: int) -> list[dict[str, Any]]:
    return [
        {"line": line, "name": words.PURPOSES[line.purpose.code][0], "help": words.PURPOSES[line.purpose.code][1]}
        for line in queries.consent_lines(person_id)
    ]
