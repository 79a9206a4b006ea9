"""The doors of accounting."""

from django.utils.translation import gettext_lazy as _

from cantine.core.navigation import Door, register

register(
    Door(
        where="settings",
        label=_("Who invoices"),
        route="accounting:entities",
        action="place.change_entities",
        order=220,
    )
)
