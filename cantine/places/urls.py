"""Addresses of a place's own pages."""

from cantine.core.routes import page
from cantine.places.policies import at_place
from cantine.places.views import look

app_name = "places"
urlpatterns = [
    page("<slug:place>/tokens.css", look.tokens, policy=at_place("place.see"), name="tokens", methods=["GET"]),
]
