"""Row-level security of costs that come back."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("funding", "0022_recurring"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [
        secure("funding_recurringcost"), same_tenancy("funding_recurringcost", "place_id", "places_place"),
    ]  # fmt: skip
