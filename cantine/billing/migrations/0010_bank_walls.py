"""Row-level security of what the bank says, which never changes: only what is made of a line does."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

SAID = """
CREATE FUNCTION billing_bank_line_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := ARRAY['payment_id', 'turn', 'reason', 'note'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'what the bank said never changes and never goes'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_line_is_said';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER said BEFORE UPDATE OR DELETE ON billing_bankline
  FOR EACH ROW EXECUTE FUNCTION billing_bank_line_is_said();
"""
UNDO_SAID = "DROP TRIGGER said ON billing_bankline; DROP FUNCTION billing_bank_line_is_said();"


class Migration(migrations.Migration):
    dependencies = [("billing", "0009_bank")]
    operations = [
        secure("billing_bankfile"),
        secure("billing_bankline"),
        secure("billing_payeriban", owner="person_id"),
        parent_key("billing_bankfile"),
        same_tenancy("billing_bankfile", "place_id", "places_place"),
        same_tenancy("billing_bankline", "place_id", "places_place"),
        same_tenancy("billing_bankline", "file_id", "billing_bankfile"),
        same_tenancy("billing_bankline", "payment_id", "billing_payment"),
        RunSQL(SAID, UNDO_SAID),
    ]
