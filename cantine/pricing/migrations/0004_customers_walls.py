"""Row-level security of who is of which category; one sees one's own."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("pricing", "0003_customers"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [
        secure("pricing_customer", owner="person_id"),
        same_tenancy("pricing_customer", "place_id", "places_place"),
        same_tenancy("pricing_customer", "category_id", "pricing_category"),
    ]
