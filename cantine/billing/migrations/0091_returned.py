"""What was paid too much goes back: never more of a payment than settled nothing, whatever comes first."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import same_tenancy

WITHIN = """
CREATE FUNCTION billing_returned_within_worth() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  worth bigint; gone bigint; paid bigint;
BEGIN
  paid := CASE WHEN TG_TABLE_NAME = 'billing_payment' THEN to_jsonb(NEW) ->> 'returns_id' ELSE to_jsonb(NEW) ->> 'payment_id' END;
  IF paid IS NULL THEN RETURN NEW; END IF;
  SELECT cents INTO worth FROM billing_payment WHERE id = paid FOR UPDATE;
  IF worth IS NULL OR worth < 0 THEN RETURN NEW; END IF;
  SELECT coalesce((SELECT sum(cents) FROM billing_settlement WHERE payment_id = paid), 0)
    - coalesce((SELECT sum(cents) FROM billing_payment WHERE returns_id = paid), 0) INTO gone;
  gone := gone + CASE WHEN TG_TABLE_NAME = 'billing_payment' THEN -NEW.cents ELSE NEW.cents END;
  IF gone > worth THEN
    RAISE EXCEPTION 'of a payment, what settles and what went back are not more than it'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'returned_within_its_worth';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER returned_within_worth BEFORE INSERT ON billing_payment FOR EACH ROW
  WHEN (NEW.returns_id IS NOT NULL) EXECUTE FUNCTION billing_returned_within_worth();
CREATE TRIGGER returned_within_worth BEFORE INSERT ON billing_settlement FOR EACH ROW
  WHEN (NEW.payment_id IS NOT NULL) EXECUTE FUNCTION billing_returned_within_worth();
"""
UNDO = """
DROP TRIGGER returned_within_worth ON billing_payment; DROP TRIGGER returned_within_worth ON billing_settlement;
DROP FUNCTION billing_returned_within_worth();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0101_signed_quotes")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="returns",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returned_by",
                to="billing.payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("returns", None), ("cents__lt", 0), _connector="OR"), name="what_returns_goes_out"
            ),
        ),
        same_tenancy("billing_payment", "returns_id", "billing_payment"),
        RunSQL(WITHIN, UNDO),
    ]
