"""The register of shares: numbered and counted by the database, never below zero, never rewritten; and its walls."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

# The holding's row is locked: twenty who withdraw at once wait for each other, and the balance is that of the movement before.
REGISTER = """
CREATE FUNCTION memberships_shares_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before record;
BEGIN
  PERFORM 1 FROM memberships_shareholding WHERE id = NEW.holding_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no holding %.', NEW.holding_id USING ERRCODE = 'foreign_key_violation';
  END IF;
  SELECT number, balance INTO before FROM memberships_sharemovement
  WHERE holding_id = NEW.holding_id ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(before.number, 0) + 1;
  NEW.balance := coalesce(before.balance, 0) + NEW.quantity;
  RETURN NEW;
END $$;
CREATE TRIGGER shares_count BEFORE INSERT ON memberships_sharemovement
  FOR EACH ROW EXECUTE FUNCTION memberships_shares_count();

CREATE FUNCTION memberships_shares_tell() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last integer;
BEGIN
  SELECT balance INTO last FROM memberships_sharemovement
  WHERE holding_id = NEW.holding_id ORDER BY number DESC LIMIT 1;
  UPDATE memberships_shareholding SET balance = last WHERE id = NEW.holding_id AND balance <> last;
  RETURN NULL;
END $$;
CREATE TRIGGER shares_tell AFTER INSERT ON memberships_sharemovement
  FOR EACH ROW EXECUTE FUNCTION memberships_shares_tell();

CREATE FUNCTION memberships_shares_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The register of shares is only added to.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER shares_stay BEFORE UPDATE OR DELETE ON memberships_sharemovement
  FOR EACH ROW EXECUTE FUNCTION memberships_shares_stay();

CREATE FUNCTION memberships_holding_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last integer;
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.balance := 0;  -- its movements make it
    RETURN NEW;
  END IF;
  SELECT balance INTO last FROM memberships_sharemovement WHERE holding_id = NEW.id ORDER BY number DESC LIMIT 1;
  IF NEW.balance IS DISTINCT FROM coalesce(last, 0) THEN
    RAISE EXCEPTION 'The balance of a holding is that of its movements.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER holding_follows BEFORE INSERT OR UPDATE OF balance ON memberships_shareholding
  FOR EACH ROW EXECUTE FUNCTION memberships_holding_follows();
"""
NO_REGISTER = """
DROP TRIGGER holding_follows ON memberships_shareholding; DROP FUNCTION memberships_holding_follows();
DROP TRIGGER shares_stay ON memberships_sharemovement; DROP FUNCTION memberships_shares_stay();
DROP TRIGGER shares_tell ON memberships_sharemovement; DROP FUNCTION memberships_shares_tell();
DROP TRIGGER shares_count ON memberships_sharemovement; DROP FUNCTION memberships_shares_count();
"""
KEYS = [
    ("shareholding", "college_id", "memberships_college"), ("sharesubscription", "college_id", "memberships_college"),
    ("sharesubscription", "place_id", "places_place"), ("sharemovement", "holding_id", "memberships_shareholding"),
    ("sharewithdrawal", "movement_id", "memberships_sharemovement"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("memberships", "0013_shares"), ("memberships", "0012_dues_walls")]
    operations = [
        migrations.RunSQL(REGISTER, NO_REGISTER),
        *[secure(f"memberships_{table}", owner="person_id") for table in ("shareholding", "sharesubscription")],
        *[secure(f"memberships_{table}") for table in ("college", "shareterms", "sharemovement", "sharewithdrawal")],
        *[parent_key(f"memberships_{table}") for table in ("college", "shareholding", "sharemovement")],
        *[same_tenancy(f"memberships_{child}", column, parent) for child, column, parent in KEYS],
    ]
