"""Photos, the holidays on which a place opens, and kinds that come in several alike."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("places", "0002_walls"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(
            "place",
            "holidays_open_on",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=60), default=list, size=None),
        ),
        migrations.AddField("kind", "alike", models.BooleanField(default=False)),
        migrations.RunSQL(
            "SELECT set_config('cantine.unscoped', 'on', true);"
            "UPDATE places_kind SET alike = true WHERE code IN ('desk', 'locker');"
            "SELECT set_config('cantine.unscoped', '', true);",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            "Photo",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("alt", models.CharField(max_length=200)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("added_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="places.place"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="places.resource",
                    ),
                ),
            ],
        ),
        secure("places_photo"),
        same_tenancy("places_photo", "place_id", "places_place"),
        same_tenancy("places_photo", "resource_id", "places_resource"),
    ]
