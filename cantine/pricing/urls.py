"""Addresses of prices: the settings of whoever sets them, and the page that everybody reads."""

from cantine.core.routes import page
from cantine.places.policies import at_place
from cantine.pricing.views import customers, parts, sheet, trial, versions

app_name = "pricing"
see, change = at_place("place.see"), at_place("place.change_prices")
PRICES = "<slug:place>/reglages/tarifs/"
GET, POST = ["GET"], ["POST"]
urlpatterns = [
    page(PRICES, sheet.sheet, policy=change, name="sheet"),
    page(f"{PRICES}ligne/", sheet.line, policy=change, name="line"),
    page(f"{PRICES}grilles/", versions.versions, policy=change, name="versions"),
    page(f"{PRICES}grille/", versions.one, policy=change, name="version"),
    page(f"{PRICES}publier/", versions.publish, policy=change, name="publish", methods=POST),
    page(f"{PRICES}jeter/", versions.discard, policy=change, name="discard", methods=POST),
    page(f"{PRICES}categories/", parts.categories, policy=change, name="categories"),
    page(f"{PRICES}produits/", parts.products, policy=change, name="products"),
    page(f"{PRICES}produits/retirer/", parts.retire_product, policy=change, name="retire_product", methods=POST),
    page(f"{PRICES}periodes/", parts.periods, policy=change, name="periods"),
    page(f"{PRICES}periodes/retirer/", parts.remove_period, policy=change, name="remove_period", methods=POST),
    page(f"{PRICES}tva/", parts.terms, policy=change, name="terms"),
    page(f"{PRICES}clients/", customers.customers, policy=change, name="customers"),
    page(
        "<slug:place>/membres/<uuid:contact>/tarif/",
        customers.category_of_person,
        policy=change,
        name="category_of",
    ),
    page(f"{PRICES}essai/", trial.trial, policy=change, name="trial", methods=GET),
    page("<slug:place>/tarifs/", trial.public, policy=see, name="public", methods=GET),
]
