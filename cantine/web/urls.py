"""Addresses of the pages that cross domains."""

from cantine.core.routes import anyone, page, signed_in
from cantine.places.policies import at_place
from cantine.web.views import bulk, home, mine, samples, start, takeover

app_name = "web"
urlpatterns = [
    page("", home.home, policy=anyone, name="home", methods=["GET"]),
    page("<slug:place>/reglages/importer/", bulk.import_rows, policy=at_place("place.import"), name="import"),
    page("<slug:place>/reglages/exporter/", bulk.export_place, policy=at_place("place.export"), name="export"),
    page("<slug:place>/reglages/reprise/", takeover.takeover, policy=at_place("books.take_over"), name="takeover"),
    page(
        "<slug:place>/reglages/importer/modele/<slug:kind>.csv",
        samples.of_the_place,
        policy=at_place("place.import"),
        name="sample",
        methods=["GET"],
    ),
    page(
        "<slug:place>/reglages/reprise/modele/<slug:kind>.csv",
        samples.of_old_books,
        policy=at_place("books.take_over"),
        name="old_sample",
        methods=["GET"],
    ),
    page(
        "<slug:place>/reglages/reprise/compte-de-tva/",
        takeover.straighten,
        policy=at_place("books.take_over"),
        name="straighten",
        methods=["POST"],
    ),
    page(
        "<slug:place>/reglages/reprise/retirer/",
        takeover.take_back,
        policy=at_place("invoice.take_over"),
        name="take_back",
        methods=["POST"],
    ),
    page(
        "<slug:place>/reglages/reprise/numero/",
        takeover.next_number,
        policy=at_place("invoice.take_over"),
        name="next_number",
        methods=["POST"],
    ),
    page("<slug:place>/argent/", start.money, policy=at_place("books.post"), name="money", methods=["GET"]),
    page("moi/", mine.me, policy=signed_in, name="me", methods=["GET"]),
    page("moi/entree/", start.start, policy=signed_in, name="start", methods=["GET"]),
]
