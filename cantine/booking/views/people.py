"""Names while they are typed: the people whom the place knows, as the options of a list."""

from django.http import HttpResponse
from django.shortcuts import render

from cantine.places import queries as places
from cantine.places.policies import PlaceRequest


def suggest(request: PlaceRequest) -> HttpResponse:
    """The first few whose name or address holds what was typed last; nothing under two letters."""
    typed = " ".join(request.GET.get("who", "").split()[:6])[:80]
    return render(request, "booking/people.html", {"people": places.contacts_named(place=request.place, text=typed)})
