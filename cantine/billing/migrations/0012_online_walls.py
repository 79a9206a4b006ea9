"""Row-level security of online payments, and what they promise: money that came is never unlearnt, a word of a provider is only
ever added, and keys stay in their tenancy."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

TABLES = ["onlineconnection", "onlinepayment", "webhookevent", "onlinerefund", "practicepayment", "practicenotice"]
PARENTS = ["onlineconnection", "onlinepayment", "practicepayment"]
KEYS = [
    ("onlineconnection", "entity_id", "accounting_legalentity"),
    ("onlinepayment", "place_id", "places_place"),
    ("onlinepayment", "connection_id", "billing_onlineconnection"),
    ("onlinepayment", "invoice_id", "billing_invoice"),
    ("onlinepayment", "payment_id", "billing_payment"),
    ("webhookevent", "connection_id", "billing_onlineconnection"),
    ("onlinerefund", "online_payment_id", "billing_onlinepayment"),
    ("onlinerefund", "credit_note_id", "billing_invoice"),
    ("practicepayment", "connection_id", "billing_onlineconnection"),
    ("practicenotice", "payment_id", "billing_practicepayment"),
]
LEARNT = """
CREATE FUNCTION billing_online_is_learnt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.paid_cents < OLD.paid_cents OR NEW.refunded_cents < OLD.refunded_cents
     OR NEW.credited_cents < OLD.credited_cents OR NEW.fee_entered_cents < OLD.fee_entered_cents
     OR (OLD.stage = 'paid' AND NEW.stage <> 'paid')
     OR (NEW.key, NEW.cents, NEW.invoice_id, NEW.connection_id) IS DISTINCT FROM (OLD.key, OLD.cents, OLD.invoice_id, OLD.connection_id)
     OR (OLD.payment_id IS NOT NULL AND NEW.payment_id IS DISTINCT FROM OLD.payment_id) THEN
    RAISE EXCEPTION 'what is known of an online payment only grows'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'online_payment_is_learnt';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER learnt BEFORE UPDATE OR DELETE ON billing_onlinepayment
  FOR EACH ROW EXECUTE FUNCTION billing_online_is_learnt();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_webhookevent
  FOR EACH ROW EXECUTE FUNCTION billing_only_added();
"""
UNDO = """
DROP TRIGGER learnt ON billing_onlinepayment; DROP TRIGGER only_added ON billing_webhookevent;
DROP FUNCTION billing_online_is_learnt();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0011_online")]
    operations = [
        *[secure(f"billing_{table}") for table in TABLES],
        *[parent_key(f"billing_{table}") for table in PARENTS],
        *[same_tenancy(f"billing_{child}", column, parent) for child, column, parent in KEYS],
        RunSQL(LEARNT, UNDO),
    ]
