"""Row-level security of budgets."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("funding", "0005_budget"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [secure("funding_budgetline"), same_tenancy("funding_budgetline", "place_id", "places_place")]
