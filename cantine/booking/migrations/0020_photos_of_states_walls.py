"""Row-level security of the photos of états des lieux, and their report kept in their tenancy."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("booking", "0019_photos_of_states")]
    operations = [
        secure("booking_statephoto"),
        parent_key("booking_statereport"),
        same_tenancy("booking_statephoto", "report_id", "booking_statereport"),
    ]
