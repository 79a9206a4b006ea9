"""The doors of prices: one on the settings, and a link on the public page of a place that publishes them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.navigation import Door, Link, register, register_front_link
from cantine.places.queries import PlaceRef
from cantine.pricing import queries

register(
    Door(
        where="settings",
        label=gettext_lazy("Prices"),
        route="pricing:sheet",
        action="place.change_prices",
        order=215,
    ),
    Door(
        where="person",
        label=gettext_lazy("Prices"),
        route="pricing:category_of",
        action="place.change_prices",
        order=60,
    ),
)


def front_link(place: PlaceRef) -> Link | None:
    return (_("Prices"), reverse("pricing:public", args=[place.slug])) if queries.terms_of(place).public else None


register_front_link("pricing", front_link)
