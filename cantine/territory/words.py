"""The names of what may be done to the territory’s tables."""

from django.utils.translation import gettext_lazy as _

from cantine.core.authorization import name_actions

name_actions("territory", _("The territory"), {"territory.load": _("Load the communes")})
