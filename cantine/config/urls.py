"""Every address of the product. The last line refuses to start if one of them has no policy."""

from django.urls import URLPattern, URLResolver, include, path

from cantine.core.routes import check_routes

urlpatterns: list[URLPattern | URLResolver] = [
    path("ui/", include("cantine.ui.urls")),
    path("api/", include("cantine.config.api")),
    path("rapports/", include("cantine.config.reports")),
    path("compte/", include("cantine.people.urls.sign_in")),
    path("compte/", include("cantine.people.urls.account")),
    # A place's pages are at /its-slug/…: they come last, and no place may take the first word of another address.
    path("", include("cantine.web.urls")),
    path("", include("cantine.desk.urls")),
    path("", include("cantine.funding.urls")),
    path("", include("cantine.booking.urls")),
    path("", include("cantine.memberships.urls")),
    path("", include("cantine.billing.urls")),
    path("", include("cantine.pricing.urls")),
    path("", include("cantine.accounting.urls")),
    path("", include("cantine.places.urls")),
]

handler400 = "cantine.core.errors.bad_request"
handler403 = "cantine.core.errors.forbidden"
handler404 = "cantine.core.errors.not_found"
handler500 = "cantine.core.errors.failed"
handler429 = "cantine.core.errors.slow_down"  # allauth answers its own limits with it

check_routes(urlpatterns)
