"""Every address of the product. The last line refuses to start if one of them has no policy."""

from django.urls import URLPattern, URLResolver, include, path

from cantine.core.routes import check_routes

urlpatterns: list[URLPattern | URLResolver] = [
    path("ui/", include("cantine.ui.urls")),
    # A place's pages are at /its-slug/…: they come last, and no place may take the first word of another address.
    path("", include("cantine.web.urls")),
    path("", include("cantine.booking.urls")),
    path("", include("cantine.places.urls")),
]

check_routes(urlpatterns)
