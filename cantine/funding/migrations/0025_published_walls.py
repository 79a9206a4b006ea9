"""Row-level security of published years."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("funding", "0024_published"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [
        secure("funding_publishedyear"), same_tenancy("funding_publishedyear", "place_id", "places_place"),
    ]  # fmt: skip
