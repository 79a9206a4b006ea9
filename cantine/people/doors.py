"""The door of one's account, on a person's own pages."""

from django.utils.translation import gettext_lazy as _

from cantine.core.navigation import Door, register

register(Door(where="me", label=_("My account"), route="people:account", icon="user", order=90))
