"""Row-level security of charges; whoever is charged sees their own."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [
        secure("billing_charge", owner="person_id"),
        same_tenancy("billing_charge", "place_id", "places_place"),
    ]
