"""Row-level security of quotes, and what they promise, held by the database.

What was sent never changes and never goes; it is answered once, from ``sent``, whoever answers at the same instant. Its
number is the next of its series. An acceptance, a page and what took a deposit off are only ever added.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

OTHERS = ["quotefile", "acceptance", "deduction"]
KEYS = [
    ("charge", "quote_id", "billing_quote"),
    ("quote", "place_id", "places_place"),
    ("quote", "entity_id", "accounting_legalentity"),
    ("quote", "series_id", "billing_series"),
    ("quote", "replaces_id", "billing_quote"),
    ("quote", "deposit_id", "billing_invoice"),
    ("quotefile", "quote_id", "billing_quote"),
    ("acceptance", "quote_id", "billing_quote"),
    ("deduction", "deposit_id", "billing_invoice"),
    ("deduction", "invoice_id", "billing_invoice"),
]

# To empty the person of a row, and the words of a refusal, is all that an erasure does to it.
FROZEN = """
CREATE FUNCTION billing_quote_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := ARRAY['state', 'answered_at', 'reason', 'deposit_id', 'person_id'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving
     OR (NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
     OR (OLD.deposit_id IS NOT NULL AND NEW.deposit_id IS DISTINCT FROM OLD.deposit_id) THEN
    RAISE EXCEPTION 'a quote that was sent never changes and never goes'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'quote_is_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON billing_quote
  FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION billing_quote_is_frozen();
CREATE FUNCTION billing_quote_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a quote is answered once'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'quote_answered_once';
END $$;
CREATE TRIGGER answered_once BEFORE UPDATE ON billing_quote
  FOR EACH ROW WHEN (OLD.state NOT IN ('draft', 'sent') AND (NEW.state, NEW.answered_at) IS DISTINCT FROM (OLD.state, OLD.answered_at))
  EXECUTE FUNCTION billing_quote_answered_once();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_quotefile
  FOR EACH ROW EXECUTE FUNCTION billing_only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_acceptance
  FOR EACH ROW EXECUTE FUNCTION billing_only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_deduction
  FOR EACH ROW EXECUTE FUNCTION billing_only_added();
CREATE TRIGGER next_number BEFORE INSERT OR UPDATE OF number ON billing_quote
  FOR EACH ROW WHEN (NEW.number IS NOT NULL) EXECUTE FUNCTION billing_next_number();
"""
UNDO_FROZEN = """
DROP TRIGGER frozen ON billing_quote; DROP TRIGGER answered_once ON billing_quote; DROP TRIGGER next_number ON billing_quote;
DROP TRIGGER only_added ON billing_quotefile; DROP TRIGGER only_added ON billing_acceptance;
DROP TRIGGER only_added ON billing_deduction;
DROP FUNCTION billing_quote_is_frozen(); DROP FUNCTION billing_quote_answered_once();
"""
# A series is of documents or of quotes: both are asked.
SERIES = """
CREATE OR REPLACE FUNCTION billing_series_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.last_number <> OLD.last_number + 1 AND ({any})) THEN
    RAISE EXCEPTION 'a series goes on one by one'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'series_goes_on_one_by_one';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION billing_series_used() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  door text := coalesce(current_setting('cantine.unscoped', true), '');
  used boolean;
BEGIN
  PERFORM set_config('cantine.unscoped', 'on', true);
  used := {used};
  PERFORM set_config('cantine.unscoped', door, true);
  IF NOT used THEN
    RAISE EXCEPTION 'number % of a series is on no document', NEW.last_number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'series_number_is_used';
  END IF;
  RETURN NULL;
END $$;
"""
TABLES = ("billing_invoice", "billing_quote")


def _series(*tables):
    any_of = " OR ".join(f"EXISTS (SELECT 1 FROM {each} WHERE series_id = OLD.id)" for each in tables)
    used = " OR ".join(
        f"EXISTS (SELECT 1 FROM {each} WHERE series_id = NEW.id AND number = NEW.last_number)" for each in tables
    )
    return SERIES.format(any=any_of, used=used)


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_quotes")]
    operations = [
        secure("billing_quote", owner="person_id"),
        *[secure(f"billing_{table}") for table in OTHERS],
        parent_key("billing_quote"),
        *[same_tenancy(f"billing_{child}", column, parent) for child, column, parent in KEYS],
        RunSQL(FROZEN, UNDO_FROZEN),
        RunSQL(_series(*TABLES), _series("billing_invoice")),
    ]
