"""Row-level security of the people for whom the dues of their organisation hold."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("memberships", "0054_dues_of_organisations")]
    operations = [
        secure("memberships_duesperson", owner="person_id"),
        parent_key("memberships_dues"),
        same_tenancy("memberships_duesperson", "dues_id", "memberships_dues"),
    ]
