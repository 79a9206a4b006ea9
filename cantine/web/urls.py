"""Addresses of the pages that cross domains."""

from cantine.core.routes import anyone, page, signed_in
from cantine.places.policies import at_place
from cantine.web.views import bulk, home, mine, takeover

app_name = "web"
urlpatterns = [
    page("", home.home, policy=anyone, name="home", methods=["GET"]),
    page("<slug:place>/reglages/importer/", bulk.import_rows, policy=at_place("place.import"), name="import"),
    page("<slug:place>/reglages/exporter/", bulk.export_place, policy=at_place("place.export"), name="export"),
    page("<slug:place>/reglages/reprise/", takeover.takeover, policy=at_place("books.take_over"), name="takeover"),
    page(
        "<slug:place>/reglages/reprise/numero/",
        takeover.next_number,
        policy=at_place("invoice.take_over"),
        name="next_number",
        methods=["POST"],
    ),
    page("moi/", mine.me, policy=signed_in, name="me", methods=["GET"]),
]
