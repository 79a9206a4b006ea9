"""Addresses of the pages that cross domains."""

from cantine.core.routes import anyone, page, signed_in
from cantine.web import views

app_name = "web"
urlpatterns = [
    page("", views.home, policy=anyone, name="home", methods=["GET"]),
    page("moi/", views.me, policy=signed_in, name="me", methods=["GET"]),
]
