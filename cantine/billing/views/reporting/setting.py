"""How an entity owes its VAT, and its approved platform."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing.commands import reporting as commands
from cantine.billing.forms import attempt
from cantine.billing.forms.reporting import PlatformForm, ReportingForm
from cantine.billing.queries import reporting as queries
from cantine.billing.rules.reporting import EMISSION, FINES, RECEPTION, Size
from cantine.billing.views.common import done, said
from cantine.billing.views.reporting.period import entity_at
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def setting(request: PlaceRequest) -> HttpResponse:
    form = ReportingForm(request.POST) if request.method == "POST" else None

    def say(read: ReportingForm) -> None:
        commands.say_terms(**said(request), terms=read.terms)

    if form is not None and attempt(form, say):
        return done(request, _("It is saved."), "billing:reporting")
    return _page(request, terms=form)


def platform(request: PlaceRequest) -> HttpResponse:
    form = PlatformForm(request.POST)

    def enter(read: PlatformForm) -> None:
        commands.set_platform(**said(request), **read.cleaned_data)

    if attempt(form, enter):
        return done(request, _("It is saved. Try it."), "billing:reporting_setting")
    return _page(request, platform=form)


def leave(request: PlaceRequest) -> HttpResponse:
    commands.leave_platform(**said(request))
    return done(request, _("The platform is forgotten: files are handed over by hand."), "billing:reporting_setting")


def try_it(request: PlaceRequest) -> HttpResponse:
    """Ask the directory about this entity: whoever enters may ask, and it sends nothing."""
    entity = entity_at(request)
    access = queries.setting_of(organisation_id=entity.organisation_id, entity_id=entity.id).access
    if access is not None:
        trouble = _trouble(access, entity.siren)
        commands.note_trial(**said(request), trouble=trouble)
        if trouble:
            messages.error(request, _("The platform did not answer well: %(trouble)s") % {"trouble": trouble})
        else:
            messages.success(request, _("It answers, and knows this entity."))
    return redirect("billing:reporting_setting", request.place.slug)


def _trouble(access: queries.Access, siren: str) -> str:
    try:
        found = commands.open_platform(access).reach(siren)
    except (commands.CannotReach, commands.Refusing) as error:
        return str(error) or type(error).__name__
    return "" if found else _("the directory does not know this SIREN yet: the platform must register it")


def _page(
    request: PlaceRequest, *, terms: ReportingForm | None = None, platform: PlatformForm | None = None
) -> HttpResponse:  # fmt: skip
    entity = entity_at(request)
    found = queries.setting_of(organisation_id=entity.organisation_id, entity_id=entity.id)
    context: dict[str, Any] = {
        "entity": entity, "access": found.access,
        "terms": terms or ReportingForm(initial=ReportingForm.shown(found.terms)),
        "platform": platform or PlatformForm(initial=PlatformForm.shown(found.access)),
        "reception": RECEPTION, "small": EMISSION[Size.SMALL], "large": EMISSION[Size.LARGE],
        "fines": [(each.law, formats.money(each.cents), formats.money(each.most_cents)) for each in FINES.values()],
        "inside": reverse("billing:reporting", args=[request.place.slug]),
    }  # fmt: skip
    wrong = (terms is not None and terms.errors) or (platform is not None and platform.errors)
    return render(request, "billing/reporting/setting.html", context, status=422 if wrong else 200)
