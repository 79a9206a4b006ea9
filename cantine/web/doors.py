"""The doors of what crosses domains: my page; a place's data brought in, and taken out."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.core.navigation import Door, register

register(
    Door(
        where="staff",
        label=pgettext_lazy("treasurer", "Money"),
        route="web:money",
        action="books.post",
        icon="bill",
        order=5,
    ),
    Door(where="me", label=_("My page"), route="web:me", icon="home", order=10),
    Door(where="settings", label=_("Bring in"), route="web:import", action="place.import", order=440),
    Door(where="settings", label=_("Old books"), route="web:takeover", action="books.take_over", order=445),
    Door(where="settings", label=_("Take everything out"), route="web:export", action="place.export", order=450),
)
