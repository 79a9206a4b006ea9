"""Row-level security of invitations."""

from django.db import migrations

from cantine.core.rowsecurity import secure


class Migration(migrations.Migration):
    dependencies = [("people", "0003_doors_and_erasures"), ("core", "0002_walls")]
    operations = [secure("people_invitation", owner="person_id")]
