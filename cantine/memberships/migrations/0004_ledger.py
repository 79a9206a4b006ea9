"""The ledger of allowances: numbered and counted by the database, never below zero, never rewritten; and its walls."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

# The allowance's row is locked FOR NO KEY UPDATE: it queues other entries of the allowance, not the keys that point at it.
# Each statement of the function reads what was committed while it waited, so the balance is that of the entry before.
LEDGER = """
CREATE FUNCTION memberships_ledger_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before record;
BEGIN
  PERFORM 1 FROM memberships_allowance WHERE id = NEW.allowance_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no allowance %.', NEW.allowance_id USING ERRCODE = 'foreign_key_violation';
  END IF;
  SELECT number, balance INTO before FROM memberships_allowanceentry
  WHERE allowance_id = NEW.allowance_id ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(before.number, 0) + 1;
  NEW.balance := coalesce(before.balance, 0) + NEW.quantity;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_counts BEFORE INSERT ON memberships_allowanceentry
  FOR EACH ROW EXECUTE FUNCTION memberships_ledger_counts();

CREATE FUNCTION memberships_ledger_tells() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last numeric;
BEGIN
  -- Once all the lines of a statement are there: it may have added several to one allowance.
  SELECT balance INTO last FROM memberships_allowanceentry
  WHERE allowance_id = NEW.allowance_id ORDER BY number DESC LIMIT 1;
  UPDATE memberships_allowance SET balance = last WHERE id = NEW.allowance_id AND balance <> last;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_tells AFTER INSERT ON memberships_allowanceentry
  FOR EACH ROW EXECUTE FUNCTION memberships_ledger_tells();

CREATE FUNCTION memberships_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.person_id IS NULL THEN
    OLD.person_id := NULL;  -- whoever leaves for good takes their name with them
    IF NEW = OLD THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'The ledger of an allowance is only added to.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON memberships_allowanceentry
  FOR EACH ROW EXECUTE FUNCTION memberships_ledger_stays();

CREATE FUNCTION memberships_balance_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last numeric;
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.balance := 0;  -- its entries make it
    RETURN NEW;
  END IF;
  SELECT balance INTO last FROM memberships_allowanceentry WHERE allowance_id = NEW.id ORDER BY number DESC LIMIT 1;
  IF NEW.balance IS DISTINCT FROM coalesce(last, 0) THEN
    RAISE EXCEPTION 'The balance of an allowance is that of its ledger.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER balance_follows BEFORE INSERT OR UPDATE OF balance ON memberships_allowance
  FOR EACH ROW EXECUTE FUNCTION memberships_balance_follows();
"""
NO_LEDGER = """
DROP TRIGGER balance_follows ON memberships_allowance; DROP FUNCTION memberships_balance_follows();
DROP TRIGGER ledger_stays ON memberships_allowanceentry; DROP FUNCTION memberships_ledger_stays();
DROP TRIGGER ledger_tells ON memberships_allowanceentry; DROP FUNCTION memberships_ledger_tells();
DROP TRIGGER ledger_counts ON memberships_allowanceentry; DROP FUNCTION memberships_ledger_counts();
"""
KEYS = [
    ("allowance", "place_id", "places_place"), ("allowanceentry", "allowance_id", "memberships_allowance"),
    ("rightuser", "place_id", "places_place"), ("passkind", "place_id", "places_place"),
    ("dropin", "place_id", "places_place"), ("dropin", "kind_id", "places_kind"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("memberships", "0003_allowances"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [
        migrations.RunSQL(LEDGER, NO_LEDGER),
        *[secure(f"memberships_{table}", owner="person_id") for table in ("allowance", "allowanceentry", "rightuser")],
        *[secure(f"memberships_{table}") for table in ("passkind", "dropin")],
        parent_key("memberships_allowance"),
        *[same_tenancy(f"memberships_{child}", column, parent) for child, column, parent in KEYS],
    ]
