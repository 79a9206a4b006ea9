"""Row-level security of authorisations to debit by a provider, and what they promise: one that is over never holds again, and it
stays that of its payer, at its provider."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

PARENTS = ["onlinemandate", "practicemandate"]
KEYS = [
    ("onlinemandate", "place_id", "places_place"),
    ("onlinemandate", "entity_id", "accounting_legalentity"),
    ("onlinemandate", "connection_id", "billing_onlineconnection"),
    ("onlinepayment", "mandate_id", "billing_onlinemandate"),
    ("debit", "online_id", "billing_onlinepayment"),
    ("practicemandate", "connection_id", "billing_onlineconnection"),
    ("practicepayment", "mandate_id", "billing_practicemandate"),
    ("practicenotice", "mandate_id", "billing_practicemandate"),
]
LEARNT = """
CREATE FUNCTION billing_online_mandate_is_learnt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stages text[] := ARRAY['waiting', 'active', 'refused', 'stopped'];
  moving text[] := ARRAY['stage', 'why', 'earliest_on', 'moved_at', 'next_look_at', 'person_id', 'customer_id'];
BEGIN
  IF OLD.reference = '' THEN moving := moving || ARRAY['reference']; END IF;
  IF OLD.mandate = '' THEN moving := moving || ARRAY['mandate']; END IF;
  IF TG_OP = 'DELETE' OR array_position(stages, NEW.stage::text) < array_position(stages, OLD.stage::text)
     OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'what is known of an authorisation to debit only grows'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'online_mandate_is_learnt';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER learnt BEFORE UPDATE OR DELETE ON billing_onlinemandate
  FOR EACH ROW EXECUTE FUNCTION billing_online_mandate_is_learnt();
"""
UNDO = """
DROP TRIGGER learnt ON billing_onlinemandate; DROP FUNCTION billing_online_mandate_is_learnt();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0071_online_mandates")]
    operations = [
        secure("billing_onlinemandate", owner="person_id"),
        secure("billing_practicemandate"),
        *[parent_key(f"billing_{table}") for table in PARENTS],
        *[same_tenancy(f"billing_{child}", column, parent) for child, column, parent in KEYS],
        RunSQL(LEARNT, UNDO),
    ]
