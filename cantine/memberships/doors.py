"""The doors of certifications: one on the settings, one on a person’s card."""

from django.utils.translation import gettext_lazy as _

from cantine.core.navigation import Door, register

register(
    Door(
        where="settings",
        label=_("Certifications"),
        route="memberships:certifications",
        action="certification.see",
        order=230,
    ),
    Door(where="person", label=_("Certifications"), route="memberships:certifications_of", action="certification.see"),
)
