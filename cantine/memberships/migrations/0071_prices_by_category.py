"""Prices of categories, for plans and passes; the price of a charged period, frozen beside it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("memberships", "0055_dues_of_organisations_walls"),
        ("people", "0006_erasure_of_the_inactive"),
        ("pricing", "0004_customers_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="PassKindPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PlanPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="category",
            field=models.SlugField(blank=True, db_index=False, max_length=40),
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="category_en",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="category_fr",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="offered",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="usual_cents",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="subscriptionperiod",
            name="whole_cents",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="subscriptionperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", ""), ("usual_cents__isnull", True), ("whole_cents__isnull", True)),
                    models.Q(("usual_cents__isnull", False), ("whole_cents__isnull", False)),
                    _connector="OR",
                ),
                name="a_frozen_price_is_whole",
            ),
        ),
        migrations.AddField(
            model_name="passkindprice",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pricing.category"
            ),
        ),
        migrations.AddField(
            model_name="passkindprice",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="prices", to="memberships.passkind"
            ),
        ),
        migrations.AddField(
            model_name="passkindprice",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="planprice",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pricing.category"
            ),
        ),
        migrations.AddField(
            model_name="planprice",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="planprice",
            name="terms",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="prices", to="memberships.planterms"
            ),
        ),
        migrations.AddConstraint(
            model_name="passkindprice",
            constraint=models.UniqueConstraint(fields=("kind", "category"), name="a_pass_costs_a_category_one_price"),
        ),
        migrations.AddConstraint(
            model_name="planprice",
            constraint=models.UniqueConstraint(fields=("terms", "category"), name="terms_cost_a_category_one_price"),
        ),
    ]
