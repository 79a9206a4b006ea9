"""Addresses of certifications."""

from cantine.core.routes import page
from cantine.memberships import views
from cantine.places.policies import at_place

app_name = "memberships"
see, revoke = at_place("certification.see"), at_place("certification.revoke")
urlpatterns = [
    page(
        "<slug:place>/reglages/habilitations/",
        views.certifications,
        policy=see,
        name="certifications",
        methods=["GET"],
    ),
    page(
        "<slug:place>/membres/<uuid:contact>/habilitations/",
        views.certifications_of,
        policy=see,
        name="certifications_of",
    ),
    page(
        "<slug:place>/membres/<uuid:contact>/habilitations/<uuid:certification>/retirer/",
        views.revoke,
        policy=revoke,
        name="revoke",
        methods=["POST"],
    ),
]
