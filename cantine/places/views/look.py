"""The place's own colours."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import cache_control

from cantine.places.policies import PlaceRequest
from cantine.ui.palette import token_sheet


@cache_control(public=True, max_age=86_400)
def tokens(request: PlaceRequest, **_: Any) -> HttpResponse:
    """The accent family of the place, as a sheet of tokens; its address changes with the colour."""
    return HttpResponse(token_sheet(request.place.accent), content_type="text/css; charset=utf-8")
