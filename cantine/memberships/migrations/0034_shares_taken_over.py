"""Shares of a register that another tool kept, with their number there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("memberships", "0024_papers_of_domiciliation"),
    ]

    operations = [
        migrations.AddField(
            model_name="shareholding",
            name="old_number",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="sharemovement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("subscribed", "subscribed"),
                    ("received", "received"),
                    ("handed", "handed"),
                    ("withdrawn", "withdrawn"),
                    ("annulled", "annulled"),
                    ("taken", "taken"),
                ],
                max_length=10,
            ),
        ),
    ]
