"""Settings: the team, its roles and their dates, and those who are invited."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.kernel import Refused
from cantine.people import commands as people
from cantine.people import queries as persons
from cantine.places import commands, queries
from cantine.places.forms import InviteForm, attempt
from cantine.places.permissions import ROLE_NAMES, STAFF
from cantine.places.policies import PlaceRequest
from cantine.places.views.answers import done, refused


def team(request: PlaceRequest) -> HttpResponse:
    """Who runs the place; somebody to invite."""
    now = clock.now()
    form = InviteForm(request.POST or None)
    if request.method == "POST" and attempt(form, lambda read: _invite(request, read)):
        return done(request, _("The invitation is on its way to %(email)s.") % form.cleaned_data, "places:team")
    lines = queries.team_of(request.place, today=request.place.today(now), roles=STAFF)
    waiting = queries.invitations_of(request.place, now=now)
    context = {"form": form, "lines": [(line, ROLE_NAMES[line.role]) for line in lines], "waiting": waiting}
    return render(request, "places/settings/team.html", context)


def end(request: PlaceRequest) -> HttpResponse:
    """End somebody's role today."""
    person = persons.find_person_id(email=request.POST.get("person", ""))
    try:
        commands.end_role(
            actor=request.actor,
            now=clock.now(),
            place=request.place,
            person_id=person or 0,
            role=request.POST.get("role", ""),
        )
    except Refused as why:
        return refused(request, why, "places:team")
    return done(request, _("The role is ended."), "places:team")


def revoke(request: PlaceRequest, *, invitation: UUID) -> HttpResponse:
    people.revoke_invitation(actor=request.actor, now=clock.now(), invitation=invitation)
    return done(request, _("The invitation no longer opens anything."), "places:team")


def _invite(request: PlaceRequest, form: InviteForm) -> None:
    commands.invite_to_role(actor=request.actor, now=clock.now(), place=request.place, **form.cleaned_data)
