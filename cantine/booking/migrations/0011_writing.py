"""Who each message was written to, and who stopped the news of a place; both under the walls."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cantine.core.rowsecurity import parent_key, same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0010_mail_and_keys"),
        ("people", "0004_invitation_walls"),
        ("places", "0005_house_life_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "left_out",
                    models.CharField(
                        blank=True,
                        choices=[("no_address", "no_address"), ("no_consent", "no_consent"), ("stopped", "stopped")],
                        max_length=12,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="booking.message"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["message", "id"],
                        name="readers_to_write_to",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("message", "person"), name="one_letter_a_reader")],
            },
        ),
        migrations.CreateModel(
            name="NewsStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stopped_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("place", "person"), name="one_news_stop")],
            },
        ),
        parent_key("booking_message"),
        secure("booking_messagereader", owner="person_id"),
        secure("booking_newsstop", owner="person_id"),
        same_tenancy("booking_messagereader", "message_id", "booking_message"),
        same_tenancy("booking_newsstop", "place_id", "places_place"),
    ]
