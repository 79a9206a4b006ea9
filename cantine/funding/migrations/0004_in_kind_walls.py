"""Row-level security of what is given in kind."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_in_kind"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [secure("funding_inkind"), same_tenancy("funding_inkind", "place_id", "places_place")]
