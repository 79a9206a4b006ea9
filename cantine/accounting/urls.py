"""Addresses of accounting: who invoices."""

from cantine.accounting.views import entities
from cantine.core.routes import page
from cantine.places.policies import at_place

app_name = "accounting"
name_entities = at_place("place.change_entities")
ENTITIES = "<slug:place>/reglages/entites/"
POST = ["POST"]
urlpatterns = [
    page(ENTITIES, entities.entities, policy=name_entities, name="entities"),
    page(f"{ENTITIES}ajouter/", entities.add, policy=name_entities, name="add_entity"),
    page(f"{ENTITIES}<uuid:entity>/", entities.change, policy=name_entities, name="entity"),
    page(
        f"{ENTITIES}<uuid:entity>/retirer/", entities.retire, policy=name_entities, name="retire_entity", methods=POST
    ),
]
