"""What is paid online may be no invoice: its source is then named, and never changes."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

LEARNT = """
CREATE OR REPLACE FUNCTION billing_online_is_learnt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.paid_cents < OLD.paid_cents OR NEW.refunded_cents < OLD.refunded_cents
     OR NEW.credited_cents < OLD.credited_cents OR NEW.fee_entered_cents < OLD.fee_entered_cents
     OR (OLD.stage = 'paid' AND NEW.stage <> 'paid')
     OR (NEW.key, NEW.cents, NEW.invoice_id, NEW.connection_id{more}) IS DISTINCT FROM
        (OLD.key, OLD.cents, OLD.invoice_id, OLD.connection_id{less})
     OR (OLD.payment_id IS NOT NULL AND NEW.payment_id IS DISTINCT FROM OLD.payment_id) THEN
    RAISE EXCEPTION 'what is known of an online payment only grows'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'online_payment_is_learnt';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0121_discounts_of_quotes"),
        ("people", "0006_erasure_of_the_inactive"),
        ("places", "0007_no_capacity_of_a_space"),
    ]

    operations = [
        migrations.AddField(
            model_name="onlinepayment",
            name="payer_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=160),
        ),
        migrations.AddField(
            model_name="onlinepayment",
            name="source",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.AddField(
            model_name="onlinepayment",
            name="title",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AlterField(
            model_name="onlinepayment",
            name="invoice",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="billing.invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="onlinepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("invoice__isnull", False), ("source", "")),
                    models.Q(("invoice__isnull", True), models.Q(("source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_online_payment_is_of_an_invoice_or_a_source",
            ),
        ),
        RunSQL(LEARNT.format(more=", NEW.source", less=", OLD.source"), LEARNT.format(more="", less="")),
    ]
