"""The waiting list, and the secret addresses that calendars read."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0005_by_place_and_time"),
        ("people", "0004_invitation_walls"),
        ("places", "0003_photos_and_holidays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("detail", models.CharField(max_length=4)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=8)),
                ("made_at", models.DateTimeField()),
                ("last_read_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.resource"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["made_by", "-made_at"], name="feed_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "person"),
                                ("organisation__isnull", True),
                                ("place__isnull", True),
                                ("resource__isnull", True),
                            ),
                            models.Q(
                                ("kind", "place"),
                                ("organisation__isnull", False),
                                ("place__isnull", False),
                                ("resource__isnull", True),
                            ),
                            models.Q(
                                ("kind", "resource"),
                                ("organisation__isnull", False),
                                ("place__isnull", False),
                                ("resource__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="feed_is_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("detail__in", ["busy", "full"])), name="feed_detail_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("asked_at", models.DateTimeField()),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("offered_at", models.DateTimeField(null=True)),
                ("offered_until", models.DateTimeField(null=True)),
                (
                    "booking",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="booking.booking"
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
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.resource"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["organisation", "place", "asked_at"],
                        name="waiting_in_order",
                    ),
                    models.Index(fields=["person", "-asked_at"], name="waiting_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="waiting_ends_after_it_starts"
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="waiting_wants_something"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "offered"])),
                        fields=("resource", "person", "starts_at", "ends_at"),
                        name="waits_once_for_one_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("booking__isnull", False)), fields=("booking",), name="one_offer_a_booking"
                    ),
                ],
            },
        ),
    ]
