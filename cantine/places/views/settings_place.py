"""Settings: what the place says of itself, its rules, its house rules."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.people import queries as people
from cantine.places import commands, queries
from cantine.places.forms import BookingRulesForm, HouseRulesForm, PlaceForm, attempt
from cantine.places.policies import PlaceRequest
from cantine.places.views.answers import done


def about(request: PlaceRequest) -> HttpResponse:
    """The description of the place, and whether it is published."""
    description = queries.description_of(request.place)
    form = PlaceForm(request.POST or None, initial=PlaceForm.shown(description))
    if request.method == "POST" and attempt(form, lambda read: _change(request, read.cleaned_data)):
        return done(request, _("The place is up to date."), "places:settings")
    return render(request, "places/settings/about.html", {"form": form, "description": description})


def publish(request: PlaceRequest) -> HttpResponse:
    """Show the place to everybody, or hide it."""
    if request.POST.get("published") == "yes":
        commands.publish_place(actor=request.actor, now=clock.now(), place=request.place)
        return done(request, _("The place has its public page."), "places:settings")
    commands.withdraw_place(actor=request.actor, now=clock.now(), place=request.place)
    return done(request, _("The place is hidden: only its team and its members find it."), "places:settings")


def booking_rules(request: PlaceRequest) -> HttpResponse:
    description = queries.description_of(request.place)
    shown = {name: getattr(description, name) for name in BookingRulesForm.base_fields}
    form = BookingRulesForm(request.POST or None, initial=shown)
    if request.method == "POST" and attempt(form, lambda read: _change(request, read.cleaned_data)):
        return done(request, _("The rules are up to date."), "places:booking_rules")
    return render(request, "places/settings/booking_rules.html", {"form": form})


def house_rules(request: PlaceRequest) -> HttpResponse:
    """The version in force, a new one to publish, who accepted."""
    versions = queries.house_rules_of(place_id=request.place.id)
    current = versions[0] if versions else None
    form = HouseRulesForm(request.POST or None, initial={"text": current.text if current else ""})
    if request.method == "POST" and attempt(form, lambda read: _publish(request, read.cleaned_data["text"])):
        return done(request, _("The new version is in force."), "places:house_rules")
    accepted = queries.acceptances_of(place_id=request.place.id, version=current.version) if current else []
    known = people.persons_of(person for person, _at in accepted)
    who = [(known[person], at) for person, at in accepted if person in known]
    context = {"form": form, "versions": versions, "current": current, "who": who}
    return render(request, "places/settings/house_rules.html", context)


def _change(request: PlaceRequest, values: dict[str, object]) -> None:
    commands.change_place(actor=request.actor, now=clock.now(), place=request.place, fields=values)


def _publish(request: PlaceRequest, text: str) -> None:
    commands.publish_house_rules(actor=request.actor, now=clock.now(), place=request.place, text=text)
