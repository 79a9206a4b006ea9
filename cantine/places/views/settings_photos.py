"""Settings: the photos of the place and of its rooms."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.kernel import Refused
from cantine.places import commands, queries
from cantine.places.forms import PhotoForm, attempt
from cantine.places.policies import PlaceRequest
from cantine.places.views.answers import done, refused, resource_choices, resource_id_of


def photos(request: PlaceRequest) -> HttpResponse:
    form = PhotoForm(request.POST or None, request.FILES or None, resources=resource_choices(request))
    if request.method == "POST" and attempt(form, lambda read: _add(request, read)):
        return done(request, _("The photo is kept."), "places:photos")
    names = {card.id: card.name for card in queries.resource_cards(place_id=request.place.id)}
    shown = [(photo, names.get(photo.resource_id or 0, "")) for photo in queries.photos_of(place_id=request.place.id)]
    return render(request, "places/settings/photos.html", {"form": form, "photos": shown})


def change(request: PlaceRequest, *, photo: UUID) -> HttpResponse:
    """Say better what it shows, put it first, or take it away."""
    act = {"first": _first, "remove": _remove}.get(request.POST.get("action", ""), _say)
    try:
        said = act(request, photo)
    except Refused as why:
        return refused(request, why, "places:photos")
    return done(request, said, "places:photos")


def _first(request: PlaceRequest, photo: UUID) -> str:
    commands.put_photo_first(actor=request.actor, now=clock.now(), place=request.place, photo=photo)
    return _("This photo comes first.")


def _remove(request: PlaceRequest, photo: UUID) -> str:
    commands.remove_photo(actor=request.actor, now=clock.now(), place=request.place, photo=photo)
    return _("The photo is gone.")


def _say(request: PlaceRequest, photo: UUID) -> str:
    alt = request.POST.get("alt", "")
    commands.change_photo(actor=request.actor, now=clock.now(), place=request.place, photo=photo, alt=alt)
    return _("The words of the photo are up to date.")


def _add(request: PlaceRequest, form: PhotoForm) -> None:
    commands.add_photo(
        actor=request.actor,
        now=clock.now(),
        place=request.place,
        file=form.cleaned_data["file"],
        alt=form.cleaned_data["alt"],
        resource_id=resource_id_of(request, form.cleaned_data["resource"]),
    )
