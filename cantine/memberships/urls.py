"""Addresses of certifications."""

from cantine.core.routes import page
from cantine.memberships.views import certifications
from cantine.places.policies import at_place

app_name = "memberships"
see, revoke = at_place("certification.see"), at_place("certification.revoke")
urlpatterns = [
    page(
        "<slug:place>/reglages/habilitations/",
        certifications.certifications,
        policy=see,
        name="certifications",
        methods=["GET"],
    ),
    page(
        "<slug:place>/membres/<uuid:contact>/habilitations/",
        certifications.certifications_of,
        policy=see,
        name="certifications_of",
    ),
    page(
        "<slug:place>/membres/<uuid:contact>/habilitations/<uuid:certification>/retirer/",
        certifications.revoke,
        policy=revoke,
        name="revoke",
        methods=["POST"],
    ),
]
