"""Papers of domiciliation: the contract, the attestation, the letter to the registry."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("memberships", "0014_shares_walls"),
    ]

    operations = [
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dues_call", "dues_call"),
                    ("dues_receipt", "dues_receipt"),
                    ("bulletin", "bulletin"),
                    ("certificate", "certificate"),
                    ("contract", "contract"),
                    ("attestation", "attestation"),
                    ("registry", "registry"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="paperseries",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dues_call", "dues_call"),
                    ("dues_receipt", "dues_receipt"),
                    ("bulletin", "bulletin"),
                    ("certificate", "certificate"),
                    ("contract", "contract"),
                    ("attestation", "attestation"),
                    ("registry", "registry"),
                ],
                max_length=12,
            ),
        ),
    ]
