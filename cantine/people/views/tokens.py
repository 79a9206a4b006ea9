"""API tokens: make one and see it once, revoke one."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.people import commands, queries, words
from cantine.people.forms import TokenForm, attempt
from cantine.people.views.oneself import Oneself, answer, oneself


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth ships no types
@oneself
def tokens(request: HttpRequest, me: Oneself) -> HttpResponse:
    """The list, and the form that makes one; its secret is on the answer and nowhere else."""
    form = TokenForm(request.POST or None)
    made: list[commands.MadeToken] = []
    if request.method == "POST":
        attempt(form, lambda values, me: made.append(_make(values, me)), me=me)
    lines = [
        {"line": line, "levels": [words.LEVELS[level] for level in line.levels]}
        for line in queries.tokens_of(me.id, now=me.now)
    ]
    if made:
        return render(request, "people/token_made.html", {"made": made[0], "lines": lines})
    return answer(request, "people/tokens.html", {"form": form, "lines": lines})


@oneself
def revoke(request: HttpRequest, me: Oneself, token: UUID) -> HttpResponse:
    commands.revoke_token(actor=me.actor, now=me.now, token=token)
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return HttpResponseRedirect(reverse("people:tokens"))


def _make(values: dict[str, Any], me: Oneself) -> commands.MadeToken:
    return commands.make_token(
        actor=me.actor, now=me.now, person_id=me.id, name=values["name"], levels=tuple(values["levels"]),
        days=int(values["days"]),
    )  # fmt: skip
