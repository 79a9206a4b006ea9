"""The promises of the till, whatever writes: sales and their closings follow each other and stand, what takes a sale back is
its contrary, and a closed day sells nothing any more."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

SALE = "billing_countersale"
TABLES = ["counterterms", "counterbutton", "counterclosing", "tabpaid", "counterinvoice"]
KEYS = [
    ("counterterms", "place_id", "places_place"), ("counterbutton", "place_id", "places_place"),
    ("countersale", "place_id", "places_place"), ("countersale", "entity_id", "accounting_legalentity"),
    ("countersale", "drawer_id", "accounting_cashdrawer"), ("countersale", "undoes_id", SALE),
    ("counterclosing", "entity_id", "accounting_legalentity"), ("counterclosing", "drawer_id", "accounting_cashdrawer"),
    ("tabpaid", "sale_id", SALE), ("tabpaid", "charge_id", "billing_charge"),
    ("counterinvoice", "sale_id", SALE), ("counterinvoice", "invoice_id", "billing_invoice"),
]  # fmt: skip
# The chain of an entity is held by whoever adds to it: each statement of the function reads what was committed meanwhile.
FOLLOWS = """
CREATE FUNCTION billing_sale_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed date; last_number integer := 0; last_hash text := ''; undone bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('billing.counter'), NEW.entity_id::integer);
  PERFORM FROM accounting_cashdrawer WHERE id = NEW.drawer_id FOR NO KEY UPDATE;
  SELECT number, hash INTO last_number, last_hash FROM billing_countersale
  WHERE entity_id = NEW.entity_id ORDER BY number DESC LIMIT 1;
  IF (NEW.number, NEW.former) IS DISTINCT FROM (coalesce(last_number, 0) + 1, coalesce(last_hash, '')) THEN
    RAISE EXCEPTION 'Sale % does not follow the last one of its entity.', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sales_follow_each_other';
  END IF;
  SELECT max(last_day) INTO closed FROM accounting_closing WHERE drawer_id = NEW.drawer_id AND span = 'day';
  IF NEW.day <= closed THEN
    RAISE EXCEPTION 'Nothing is sold on %: the drawer is closed until %.', NEW.day, closed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_day_sells_nothing';
  END IF;
  IF NEW.undoes_id IS NOT NULL THEN
    SELECT total_cents INTO undone FROM billing_countersale WHERE id = NEW.undoes_id AND entity_id = NEW.entity_id;
    IF undone IS DISTINCT FROM -NEW.total_cents THEN
      RAISE EXCEPTION 'What takes a sale back is its contrary.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_reverse_is_the_contrary';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sale_follows BEFORE INSERT ON billing_countersale
  FOR EACH ROW EXECUTE FUNCTION billing_sale_follows();
CREATE FUNCTION billing_counter_closing_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_number integer := 0; last_hash text := '';
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('billing.counter'), NEW.entity_id::integer);
  SELECT number, hash INTO last_number, last_hash FROM billing_counterclosing
  WHERE drawer_id = NEW.drawer_id ORDER BY number DESC LIMIT 1;
  IF (NEW.number, NEW.former) IS DISTINCT FROM (coalesce(last_number, 0) + 1, coalesce(last_hash, '')) THEN
    RAISE EXCEPTION 'Closing % does not follow the last one of its drawer.', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sales_closings_follow_each_other';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counter_closing_follows BEFORE INSERT ON billing_counterclosing
  FOR EACH ROW EXECUTE FUNCTION billing_counter_closing_follows();
"""
NOTHING_FOLLOWS = """
DROP TRIGGER counter_closing_follows ON billing_counterclosing; DROP FUNCTION billing_counter_closing_follows();
DROP TRIGGER sale_follows ON billing_countersale; DROP FUNCTION billing_sale_follows();
"""


def only_added(table: str) -> RunSQL:
    """The person of a sale may be emptied, when they leave."""
    return RunSQL(
        f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON billing_{table} "
        "FOR EACH ROW EXECUTE FUNCTION billing_only_added()",
        f"DROP TRIGGER only_added ON billing_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("billing", "0021_counter"), ("accounting", "0011_drawer_key"), ("places", "0002_walls")]
    operations = [
        secure(SALE, owner="person_id"),
        *[secure(f"billing_{table}") for table in TABLES],
        parent_key(SALE),
        parent_key("billing_charge"),
        *[same_tenancy(f"billing_{child}", column, parent) for child, column, parent in KEYS],
        RunSQL(FOLLOWS, NOTHING_FOLLOWS),
        *[only_added(table) for table in ("countersale", "counterclosing", "tabpaid", "counterinvoice")],
    ]
