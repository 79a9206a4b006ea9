"""A copy of everything I am here, and leaving for good."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import refusals
from cantine.core.rates import Limit, spend
from cantine.people import commands, queries
from cantine.people.forms import ErasureForm, attempt
from cantine.people.views.archive import archive_of
from cantine.people.views.oneself import Oneself, answer, oneself

EXPORTS = Limit("exports", hits=10, seconds=3600)


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth ships no types
@oneself
def export(request: HttpRequest, me: Oneself) -> HttpResponse:
    """GET says what the copy holds; POST gives it, as one archive."""
    sections = queries.sections_of(me.id)
    if request.method != "POST":
        return render(request, "people/export.html", {"sections": sections})
    spend(EXPORTS, str(me.id), now=me.now)
    commands.record_export(actor=me.actor, now=me.now, person_id=me.id)
    answer = HttpResponse(archive_of(sections, now=me.now), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="cantine-{me.now:%Y-%m-%d}.zip"'
    return answer


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth ships no types
@oneself
def erasure(request: HttpRequest, me: Oneself) -> HttpResponse:
    """What goes, what stays and why; then the request itself, signed by typing one's own address."""
    account = queries.account_of(me.id)
    form = ErasureForm(request.POST or None, email=account.email)
    if request.method == "POST" and attempt(form, _ask, me=me):
        messages.success(request, _("You will be erased in seven days. Until then you can change your mind here."))
        return HttpResponseRedirect(reverse("people:erasure"))
    fates, due = queries.fates_of(me.id), queries.erasure_due_at(me.id)
    ties = queries.ties_of(me.id, now=me.now) if due is None else []
    context = {
        "form": form, "due_at": due, "account": account,
        "goes": [fate for fate in fates if fate.goes], "stays": [fate for fate in fates if not fate.goes],
        "held": [(refusals.sentence(tie.why), tie.href) for tie in ties if tie.blocks],
        "said": [(refusals.sentence(tie.why), tie.href) for tie in ties if not tie.blocks],
    }  # fmt: skip
    return answer(request, "people/erasure.html", context)


@oneself
def undo(request: HttpRequest, me: Oneself) -> HttpResponse:
    commands.undo_erasure(actor=me.actor, now=me.now, person_id=me.id)
    messages.success(request, _("Good: you stay. Nothing was erased."))
    return HttpResponseRedirect(reverse("people:account"))


def _ask(values: dict[str, object], me: Oneself) -> None:
    commands.ask_erasure(actor=me.actor, now=me.now, person_id=me.id)
