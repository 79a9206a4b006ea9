"""Home: what Cantine is, and the places."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cantine.places import queries as places


def home(request: HttpRequest) -> HttpResponse:
    """The places of this instance."""
    return render(request, "web/home.html", {"places": places.published_places()})
