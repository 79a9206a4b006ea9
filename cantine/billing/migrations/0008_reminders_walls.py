"""Row-level security of reminders and disputes."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("billing", "0007_reminders"), ("core", "0002_walls")]
    operations = [
        secure("billing_reminder"),
        secure("billing_dispute"),
        same_tenancy("billing_reminder", "invoice_id", "billing_invoice"),
        same_tenancy("billing_dispute", "invoice_id", "billing_invoice"),
    ]
