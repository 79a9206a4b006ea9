"""Row-level security of direct debits, and what they promise: a signed mandate keeps what was signed, a file never changes once it
was made, and an invoice is in one run at a time."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

KEYS = [
    ("sepacreditor", "entity_id", "accounting_legalentity"),
    ("mandate", "place_id", "places_place"),
    ("mandate", "entity_id", "accounting_legalentity"),
    ("debitrun", "place_id", "places_place"),
    ("debitrun", "entity_id", "accounting_legalentity"),
    ("debit", "run_id", "billing_debitrun"),
    ("debit", "mandate_id", "billing_mandate"),
    ("debit", "invoice_id", "billing_invoice"),
    ("debit", "payment_id", "billing_payment"),
]
KEPT = """
CREATE FUNCTION billing_mandate_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := ARRAY['used_on', 'revoked_at', 'revoked_why', 'person_id'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'what was signed never changes and never goes'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mandate_is_signed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed BEFORE UPDATE OR DELETE ON billing_mandate
  FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION billing_mandate_is_signed();
CREATE FUNCTION billing_run_is_made() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := ARRAY['sent_at', 'credited_on', 'dropped_at'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'a debit run never changes and never goes'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'debit_run_is_made';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER made BEFORE UPDATE OR DELETE ON billing_debitrun
  FOR EACH ROW EXECUTE FUNCTION billing_run_is_made();
"""
UNDO = """
DROP TRIGGER signed ON billing_mandate; DROP TRIGGER made ON billing_debitrun;
DROP FUNCTION billing_mandate_is_signed(); DROP FUNCTION billing_run_is_made();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0013_sepa")]
    operations = [
        secure("billing_sepacreditor"),
        secure("billing_mandate", owner="person_id"),
        secure("billing_debitrun"),
        secure("billing_debit"),
        parent_key("billing_mandate"),
        parent_key("billing_debitrun"),
        *[same_tenancy(f"billing_{child}", column, parent) for child, column, parent in KEYS],
        RunSQL(KEPT, UNDO),
    ]
