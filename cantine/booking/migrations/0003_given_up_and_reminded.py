"""A date remembers whether it was given up late, what it was before, and that its person was reminded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0002_promises")]
    operations = [
        migrations.AddField("occurrence", "late", models.BooleanField(default=False)),
        migrations.AddField("occurrence", "state_before", models.CharField(blank=True, max_length=9)),
        migrations.AddField("occurrence", "reminded_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "occurrence",
            models.Index(
                fields=["starts_at"],
                condition=models.Q(state="confirmed", reminded_at__isnull=True),
                name="occurrence_to_remind",
            ),
        ),
    ]
