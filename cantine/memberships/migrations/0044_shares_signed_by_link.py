"""Bulletins of shares that are signed by a link, with the print of what was read; and those that are annulled."""

from django.conf import settings
from django.db import migrations, models

import cantine.memberships.rules.shares


class Migration(migrations.Migration):
    dependencies = [
        ("memberships", "0034_shares_taken_over"),
        ("people", "0006_erasure_of_the_inactive"),
        ("places", "0007_no_capacity_of_a_space"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="sharesubscription",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sharesubscription",
            name="read_print",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="sharesubscription",
            name="signed_with",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="sharesubscription",
            name="signed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="sharesubscription",
            name="signed_by",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name="sharesubscription",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "asked"),
                    ("signed", "signed"),
                    ("paid", "paid"),
                    ("admitted", "admitted"),
                    ("refused", "refused"),
                    ("annulled", "annulled"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="sharesubscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            cantine.memberships.rules.shares.SubscriptionState["ASKED"],
                            cantine.memberships.rules.shares.SubscriptionState["ANNULLED"],
                        ],
                    ),
                    models.Q(("signed_at__isnull", False), models.Q(("signed_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="what_is_subscribed_is_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharesubscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", cantine.memberships.rules.shares.SubscriptionState["ANNULLED"]), _negated=True),
                    ("paid_on", None),
                    _connector="OR",
                ),
                name="what_is_annulled_was_not_paid",
            ),
        ),
    ]
