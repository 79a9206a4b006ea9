"""The doors of the request desk, and the link by which anybody asks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.navigation import Door, register, register_front_link

register(
    Door(
        where="staff", label=gettext_lazy("Requests"), route="desk:board", action="request.see", icon="mail", order=73
    ),
    Door(where="staff", label=gettext_lazy("Quotes"), route="desk:quotes", action="quote.see", icon="bill", order=74),
)


def asking(place: Any) -> tuple[str, str] | None:
    return _("Ask for a room or an event"), reverse("desk:ask", args=[place.slug])


register_front_link("desk", asking)
