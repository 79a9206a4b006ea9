"""A letter says which place wrote it, which writing it is part of, how it is stopped, and whether it may wait."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_one_notification")]
    operations = [
        migrations.AddField("mail", "place_id", models.BigIntegerField(null=True)),
        migrations.AddField("mail", "batch", models.UUIDField(null=True)),
        migrations.AddField("mail", "unsubscribe", models.CharField(blank=True, default="", max_length=300), False),
        migrations.AddField("mail", "waits_until", models.DateTimeField(null=True)),
        migrations.AddIndex("mail", models.Index(fields=["place_id", "-written_at"], name="mail_by_place_written")),
        migrations.AddIndex(
            "mail",
            models.Index(
                fields=["person_id", "place_id", "-sent_at"],
                condition=models.Q(sent_at__isnull=False),
                name="mail_to_one",
            ),
        ),
        migrations.AddIndex(
            "mail",
            models.Index(fields=["batch", "state"], condition=models.Q(batch__isnull=False), name="mail_of_batch"),
        ),
    ]
