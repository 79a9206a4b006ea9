"""One size of one photo."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from cantine.core import images, scoping
from cantine.core.routes import actor_on
from cantine.places import queries
from cantine.places.queries import PhotoRef, PlaceRef


def photo(request: HttpRequest, *, place: str, photo: UUID, width: int, ending: str) -> HttpResponseBase:
    """To whoever may see what it shows. The actor is asked only when that depends on them, so that the photos of an
    open place stay in the browser's cache.
    """
    here = queries.find_place(slug=place)
    if here is None or not images.has(width, ending):
        raise Http404
    with scoping.scope([here.organisation_id]):
        found = queries.find_photo(place_id=here.id, uuid=photo)
        if found is None or not _shown(request, here, found):
            raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable"} if here.published_at else {}
    return images.served(queries.photo_folder(here.uuid), photo, width, ending, headers=headers)


def _shown(request: HttpRequest, place: PlaceRef, found: PhotoRef) -> bool:
    if place.published_at is not None and found.resource_id is None:
        return True
    actor = actor_on(request)
    if not queries.open_to(actor, place=place):
        return False
    card = queries.resource_by_id(found.resource_id) if found.resource_id else None
    return card is None or card.shown_to(queries.standing_of(actor, place=place))
