"""Addresses of the house's look: the gallery, and the choice of a language."""

from cantine.core.routes import anyone, page
from cantine.ui import views

app_name = "ui"
urlpatterns = [
    page("", views.gallery, policy=anyone, name="gallery", methods=["GET"]),
    page("kiosk", views.kiosk, policy=anyone, name="kiosk", methods=["GET"]),
    page("teintes/<slug:colour>.css", views.accent, policy=anyone, name="accent", methods=["GET"]),
    page("language", views.language, policy=anyone, name="language", methods=["POST"]),
]
