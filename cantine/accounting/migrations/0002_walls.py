"""Row-level security of who invoices, and parents kept in their tenancy."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_initial"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [
        secure("accounting_legalentity"),
        secure("accounting_seller"),
        parent_key("accounting_legalentity"),
        same_tenancy("accounting_seller", "place_id", "places_place"),
        same_tenancy("accounting_seller", "entity_id", "accounting_legalentity"),
    ]
