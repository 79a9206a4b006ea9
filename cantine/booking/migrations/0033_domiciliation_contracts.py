"""Contracts of domiciliation, the approval that they rest on, the documents of each file."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0022_held_for"),
        ("people", "0006_erasure_of_the_inactive"),
        ("places", "0007_no_capacity_of_a_space"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="domiciliation",
            name="silence_told_on",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="DomiciliationApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60)),
                ("prefecture", models.CharField(max_length=120)),
                ("granted_on", models.DateField()),
                ("registry", models.CharField(blank=True, max_length=120)),
                ("registry_address", models.CharField(blank=True, max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DomiciliationContract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=40)),
                ("subscription", models.UUIDField(unique=True)),
                ("since", models.DateField()),
                ("months", models.PositiveSmallIntegerField()),
                ("notice_months", models.PositiveSmallIntegerField()),
                ("monthly_cents", models.PositiveIntegerField()),
                ("deposit_cents", models.PositiveIntegerField(default=0)),
                ("representative", models.CharField(max_length=120)),
                ("books_kept", models.CharField(blank=True, max_length=200)),
                ("notice_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "domiciliation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contract", to="booking.domiciliation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 3)), name="a_domiciliation_is_for_three_months_at_least"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notice_months__lte", models.F("months"))), name="a_notice_is_within_a_term"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DomiciliationDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registration", "registration"),
                            ("identity", "identity"),
                            ("address", "address"),
                            ("books", "books"),
                        ],
                        max_length=12,
                    ),
                ),
                ("seen_on", models.DateField()),
                ("expires_on", models.DateField(null=True)),
                ("kept_in", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField()),
                (
                    "domiciliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="booking.domiciliation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["domiciliation", "seen_on"], name="documents_of_a_file")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on", None), ("expires_on__gte", models.F("seen_on")), _connector="OR"
                        ),
                        name="a_document_is_seen_before_it_expires",
                    )
                ],
            },
        ),
    ]
