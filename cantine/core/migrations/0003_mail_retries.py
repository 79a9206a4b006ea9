"""Mail that could not leave is tried again later, and its tries are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_walls")]
    operations = [
        migrations.AddField("mail", "attempts", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("mail", "next_try_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "mail",
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="mail_to_try"),
        ),
    ]
