"""The doors of the economy of a place, for who keeps its books."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cantine.core.navigation import Door, Link, register, register_front_link
from cantine.funding.queries.published import last_published
from cantine.places.queries import PlaceRef

register(Door(where="staff", label=_("Economy"), route="funding:economy", action="economy.see", icon="chart", order=79))


def front_link(place: PlaceRef) -> Link | None:
    """The latest year that the place shows."""
    year = last_published(place)
    return (gettext("Our economy"), reverse("funding:public", args=[place.slug, year])) if year else None


register_front_link("funding", front_link)
