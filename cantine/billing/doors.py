"""The door of what is owed, for who keeps the books."""

from django.utils.translation import gettext_lazy as _

from cantine.core.navigation import Door, register

register(Door(where="staff", label=_("To invoice"), route="billing:owed", action="charge.see", icon="bill", order=75))
