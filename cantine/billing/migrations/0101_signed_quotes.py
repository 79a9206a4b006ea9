"""The page of what was agreed, beside the one that was sent: only ever added."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import same_tenancy, secure

ONLY_ADDED = """
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_signedquotefile
  FOR EACH ROW EXECUTE FUNCTION billing_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0081_sessions"),
        ("people", "0006_erasure_of_the_inactive"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignedQuoteFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_file",
                        to="billing.quote",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        secure("billing_signedquotefile"),
        same_tenancy("billing_signedquotefile", "quote_id", "billing_quote"),
        RunSQL(ONLY_ADDED, "DROP TRIGGER only_added ON billing_signedquotefile"),
    ]
