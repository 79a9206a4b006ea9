"""A statement that was brought in by mistake may go again while nothing was made of its lines."""

from django.db import migrations

SAID = """
CREATE OR REPLACE FUNCTION billing_bank_line_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := ARRAY['payment_id', 'turn', 'reason', 'note', 'debit_id', 'run_id', 'became', 'entry'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    {goes}
  ELSIF to_jsonb(NEW) - moving = to_jsonb(OLD) - moving THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what the bank said never changes, and goes only while nothing was made of it'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_line_is_said';
END $$;
"""
GOES = """IF OLD.payment_id IS NULL AND OLD.debit_id IS NULL AND OLD.run_id IS NULL AND OLD.entry IS NULL AND OLD.turn = 0
      AND OLD.reason = '' THEN
      RETURN OLD;
    END IF;"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0151_paid_from")]

    operations = [migrations.RunSQL(SAID.format(goes=GOES), SAID.format(goes="NULL;"))]
