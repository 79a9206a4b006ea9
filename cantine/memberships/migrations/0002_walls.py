"""Row-level security of certifications."""

from django.db import migrations

from cantine.core.rowsecurity import secure


class Migration(migrations.Migration):
    dependencies = [("memberships", "0001_initial"), ("core", "0002_walls")]
    operations = [secure("memberships_certification", owner="person_id")]
