"""The doors of the economy of a place, for who keeps its books."""

from django.utils.translation import gettext_lazy as _

from cantine.core.navigation import Door, register

register(Door(where="staff", label=_("Economy"), route="funding:economy", action="economy.see", icon="chart", order=79))
