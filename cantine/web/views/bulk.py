"""Settings: bring a file in, shown first then done; take everything out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.core import archive, clock
from cantine.core.rates import Limit, spend
from cantine.core.refusals import sentence
from cantine.kernel import Refusal, Refused
from cantine.places.policies import PlaceRequest
from cantine.web import commands, queries
from cantine.web.forms import KIND_WORDS, MOST_LINES, CarriedForm, ImportForm, carrying
from cantine.web.rules import Wrong

IMPORTS = Limit("imports", hits=60, seconds=3600)
EXPORTS = Limit("exports", hits=10, seconds=3600)
SHOWN = 50
IN_MEMORY = 16 * 1024 * 1024


@dataclass(frozen=True)
class WrongLine:
    """A wrong cell, in words."""

    line: int
    column: str
    value: str
    why: str


def import_rows(request: PlaceRequest) -> HttpResponse:
    """GET asks for a file; POST with a file shows what it would do; POST with the file carried back does it."""
    if "carried" in request.POST:
        return _do(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        spend(IMPORTS, str(request.actor.person_id), now=clock.now())
        try:
            return _show(request, form)
        except Refused as refused:
            _tell(form, refused)
    return render(request, "web/import.html", {"form": form})


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth ships no types
def export_place(request: PlaceRequest) -> HttpResponseBase:
    """GET says what the archive holds; POST gives it."""
    if request.method != "POST":
        return render(request, "web/export.html", {"count": len(archive.archived_tables())})
    now = clock.now()
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed by the answer that sends it
    try:
        spend(EXPORTS, str(request.actor.person_id), now=now)
        proved_at = _proved_at(request)
        commands.export_place(actor=request.actor, now=now, place=request.place, file=file, proved_at=proved_at)
    except Refused:
        return _to_prove(request)
    file.seek(0)
    name = f"{request.place.slug}-{request.place.today(now).isoformat()}.zip"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _proved_at(request: PlaceRequest) -> datetime | None:
    """When a second factor was last shown in this session."""
    shown = [each["at"] for each in get_authentication_records(request, request.user) if each["method"] == "mfa"]
    return datetime.fromtimestamp(max(shown), UTC) if shown else None


def _to_prove(request: PlaceRequest) -> HttpResponse:
    """To the second factor that the person has, and back; to set one up for who has none."""
    if not is_mfa_enabled(request.user, ["totp", "webauthn"]):
        messages.warning(request, _("Protect your account with a second factor before you take everything out."))
        return redirect("mfa_index")
    door = "mfa_reauthenticate" if is_mfa_enabled(request.user, ["totp"]) else "mfa_reauthenticate_webauthn"
    return redirect(f"{reverse(door)}?{urlencode({'next': request.path})}")


def _show(request: PlaceRequest, form: ImportForm) -> HttpResponse:
    kind, mapping = form.cleaned_data["kind"], form.cleaned_data["mapping"]
    data = form.content()
    plan = queries.plan_of(place=request.place, kind=kind, data=data, mapping=mapping, now=clock.now())
    if len(plan.lines) + len(plan.wrong) > MOST_LINES:
        raise Refused(Refusal("import.too_long_for_a_page", {"most": MOST_LINES}, "file"))
    context = {
        "plan": plan,
        "kind": KIND_WORDS[kind],
        "file": form.cleaned_data["file"].name,
        "wrong": [worded(each) for each in plan.wrong[:SHOWN]],
        "made": plan.written[:SHOWN],
        "more_made": max(0, len(plan.written) - SHOWN),
        "more": max(0, len(plan.wrong) - SHOWN),
        "carried": None if plan.wrong or not plan.new + plan.changed else carrying(data, kind=kind, mapping=mapping),
    }
    return render(request, "web/import_plan.html", context)


def _do(request: PlaceRequest) -> HttpResponse:
    """What was shown is checked again: the house may have changed meanwhile."""
    form = CarriedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The page was damaged on its way. Choose the file again."))
        return redirect("web:import", request.place.slug)
    spend(IMPORTS, str(request.actor.person_id), now=clock.now())
    try:
        brought = commands.import_rows(
            actor=request.actor,
            now=clock.now(),
            place=request.place,
            kind=form.cleaned_data["kind"],
            data=form.cleaned_data["carried"],
            mapping=form.cleaned_data["mapping"],
        )
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    else:
        counts: dict[str, Any] = {"new": brought.plan.new - brought.invited, "changed": brought.plan.changed}
        messages.success(request, _("Brought in. New: %(new)s. Changed: %(changed)s.") % counts)
        if brought.invited:
            messages.info(request, _invited(brought.invited))
    return redirect("web:import", request.place.slug)


def _invited(number: int) -> str:
    return ngettext(
        "%(count)s person has an account already: they were invited, and come in when they accept.",
        "%(count)s persons have an account already: they were invited, and come in when they accept.",
        number,
    ) % {"count": number}


def _tell(form: ImportForm, refused: Refused) -> None:
    for refusal in refused.refusals:
        form.add_error("file", sentence(refusal))


def worded(wrong: Wrong) -> WrongLine:
    return WrongLine(wrong.line, wrong.column, wrong.value, sentence(wrong.refusal))
