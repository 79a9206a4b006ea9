"""Row-level security of documents and money, and what the law wants of them, held by the database.

An issued document never changes and never goes: only the link to a person who was erased may be emptied. A number is the
next of its series, so that no series has a gap. Nothing is settled beyond what it is worth, and rows of money are only
ever added.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

OWNED = ["payer", "invoice", "payment"]
OTHERS = ["series", "invoicefile", "sending", "settlement"]
PARENTS = ["series", "invoice", "payment"]
KEYS = [
    ("charge", "invoice_id", "billing_invoice"),
    ("series", "entity_id", "accounting_legalentity"),
    ("invoice", "place_id", "places_place"),
    ("invoice", "entity_id", "accounting_legalentity"),
    ("invoice", "series_id", "billing_series"),
    ("invoice", "corrects_id", "billing_invoice"),
    ("invoicefile", "invoice_id", "billing_invoice"),
    ("sending", "invoice_id", "billing_invoice"),
    ("payment", "place_id", "places_place"),
    ("payment", "entity_id", "accounting_legalentity"),
    ("payment", "undoes_id", "billing_payment"),
    ("settlement", "invoice_id", "billing_invoice"),
    ("settlement", "payment_id", "billing_payment"),
    ("settlement", "credit_note_id", "billing_invoice"),
]

# To empty the person of a row is all that an erasure does to it.
ONLY_ADDED = """
CREATE FUNCTION billing_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) ->> 'person_id' IS NULL
     AND to_jsonb(NEW) - 'person_id' = to_jsonb(OLD) - 'person_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% never change and never go', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_only_added';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON billing_invoice
  FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION billing_only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_invoicefile
  FOR EACH ROW EXECUTE FUNCTION billing_only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_payment
  FOR EACH ROW EXECUTE FUNCTION billing_only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_settlement
  FOR EACH ROW EXECUTE FUNCTION billing_only_added();
"""
# What is checked at the commit has a door of its own: the scope of the command may be closed by then.
NO_GAP = """
CREATE FUNCTION billing_next_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number IS DISTINCT FROM (SELECT last_number FROM billing_series WHERE id = NEW.series_id) THEN
    RAISE EXCEPTION 'number % is not the next of its series', NEW.number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'invoice_number_is_the_next';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER next_number BEFORE INSERT OR UPDATE OF number ON billing_invoice
  FOR EACH ROW WHEN (NEW.number IS NOT NULL) EXECUTE FUNCTION billing_next_number();
CREATE FUNCTION billing_series_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.last_number <> OLD.last_number + 1
     AND EXISTS (SELECT 1 FROM billing_invoice WHERE series_id = OLD.id)) THEN
    RAISE EXCEPTION 'a series goes on one by one'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'series_goes_on_one_by_one';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER goes_on BEFORE UPDATE OR DELETE ON billing_series
  FOR EACH ROW EXECUTE FUNCTION billing_series_goes_on();
CREATE FUNCTION billing_series_used() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  door text := coalesce(current_setting('cantine.unscoped', true), '');
  used boolean;
BEGIN
  PERFORM set_config('cantine.unscoped', 'on', true);
  used := EXISTS (SELECT 1 FROM billing_invoice WHERE series_id = NEW.id AND number = NEW.last_number);
  PERFORM set_config('cantine.unscoped', door, true);
  IF NOT used THEN
    RAISE EXCEPTION 'number % of a series is on no document', NEW.last_number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'series_number_is_used';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER number_is_used AFTER UPDATE OF last_number ON billing_series DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION billing_series_used();
"""
WORTH = """
CREATE FUNCTION billing_within_worth() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  worth bigint;
  reached bigint;
  document bigint;
BEGIN
  FOREACH document IN ARRAY ARRAY[NEW.invoice_id, NEW.credit_note_id] LOOP
    CONTINUE WHEN document IS NULL;
    SELECT due_cents INTO worth FROM billing_invoice WHERE id = document AND issued_at IS NOT NULL FOR UPDATE;
    SELECT coalesce(sum(cents), 0) INTO reached FROM billing_settlement
      WHERE organisation_id = NEW.organisation_id AND (invoice_id = document OR credit_note_id = document);
    IF worth IS NULL OR reached + NEW.cents NOT BETWEEN 0 AND worth THEN
      RAISE EXCEPTION 'a document is settled up to what it is worth, and no further'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settled_within_its_worth';
    END IF;
  END LOOP;
  IF NEW.payment_id IS NOT NULL THEN
    SELECT cents INTO worth FROM billing_payment WHERE id = NEW.payment_id FOR UPDATE;
    SELECT sum(CASE WHEN kind LIKE '%credit_note' THEN -s.cents ELSE s.cents END) INTO reached
      FROM (SELECT invoice_id, cents FROM billing_settlement WHERE payment_id = NEW.payment_id
            UNION ALL SELECT NEW.invoice_id, NEW.cents) AS s JOIN billing_invoice i ON i.id = s.invoice_id;
    IF reached NOT BETWEEN least(0, worth) AND greatest(0, worth) THEN
      RAISE EXCEPTION 'a payment settles what it is worth, and no more'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_within_its_worth';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER within_worth BEFORE INSERT ON billing_settlement
  FOR EACH ROW EXECUTE FUNCTION billing_within_worth();
CREATE INDEX settlement_by_credit_note ON billing_settlement (organisation_id, credit_note_id)
  WHERE credit_note_id IS NOT NULL;
"""
UNDO = """
DROP TRIGGER within_worth ON billing_settlement; DROP FUNCTION billing_within_worth(); DROP INDEX settlement_by_credit_note;
"""
UNDO_GAP = """
DROP TRIGGER next_number ON billing_invoice; DROP TRIGGER goes_on ON billing_series; DROP TRIGGER number_is_used ON billing_series;
DROP FUNCTION billing_next_number(); DROP FUNCTION billing_series_goes_on(); DROP FUNCTION billing_series_used();
"""
UNDO_ADDED = """
DROP TRIGGER frozen ON billing_invoice; DROP TRIGGER only_added ON billing_invoicefile;
DROP TRIGGER only_added ON billing_payment; DROP TRIGGER only_added ON billing_settlement;
DROP FUNCTION billing_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0003_documents"), ("places", "0002_walls"), ("core", "0002_walls"), ("accounting", "0002_walls"),
    ]  # fmt: skip
    operations = [
        *[secure(f"billing_{table}", owner="person_id") for table in OWNED],
        *[secure(f"billing_{table}") for table in OTHERS],
        *[parent_key(f"billing_{table}") for table in PARENTS],
        *[same_tenancy(f"billing_{child}", column, parent) for child, column, parent in KEYS],
        RunSQL(ONLY_ADDED, UNDO_ADDED),
        RunSQL(NO_GAP, UNDO_GAP),
        RunSQL(WORTH, UNDO),
    ]
