"""The promises of the drawer, whatever writes: takings and closings follow each other and stand, and a closed day takes
nothing any more."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure

# The drawer is locked by whoever adds to it: each statement of the function reads what was committed while it waited.
FOLLOWS = """
CREATE FUNCTION accounting_taking_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed date; last_number integer := 0; last_hash text := '';
BEGIN
  PERFORM FROM accounting_cashdrawer WHERE id = NEW.drawer_id FOR NO KEY UPDATE;
  SELECT number, hash INTO last_number, last_hash FROM accounting_taking
  WHERE drawer_id = NEW.drawer_id ORDER BY number DESC LIMIT 1;
  IF (NEW.number, NEW.former) IS DISTINCT FROM (coalesce(last_number, 0) + 1, coalesce(last_hash, '')) THEN
    RAISE EXCEPTION 'Taking % does not follow the last one of its drawer.', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'takings_follow_each_other';
  END IF;
  SELECT max(last_day) INTO closed FROM accounting_closing WHERE drawer_id = NEW.drawer_id AND span = 'day';
  IF NEW.day <= closed THEN
    RAISE EXCEPTION 'Nothing is taken on %: the drawer is closed until %.', NEW.day, closed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_day_takes_nothing';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER taking_follows BEFORE INSERT ON accounting_taking
  FOR EACH ROW EXECUTE FUNCTION accounting_taking_follows();
CREATE FUNCTION accounting_closing_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_number integer := 0; last_hash text := '';
BEGIN
  PERFORM FROM accounting_cashdrawer WHERE id = NEW.drawer_id FOR NO KEY UPDATE;
  SELECT number, hash INTO last_number, last_hash FROM accounting_closing
  WHERE drawer_id = NEW.drawer_id ORDER BY number DESC LIMIT 1;
  IF (NEW.number, NEW.former) IS DISTINCT FROM (coalesce(last_number, 0) + 1, coalesce(last_hash, '')) THEN
    RAISE EXCEPTION 'Closing % does not follow the last one of its drawer.', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'closings_follow_each_other';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closing_follows BEFORE INSERT ON accounting_closing
  FOR EACH ROW EXECUTE FUNCTION accounting_closing_follows();
"""
NOTHING_FOLLOWS = """
DROP TRIGGER closing_follows ON accounting_closing; DROP FUNCTION accounting_closing_follows();
DROP TRIGGER taking_follows ON accounting_taking; DROP FUNCTION accounting_taking_follows();
"""
TABLES = ["cashdrawer", "taking", "closing"]


def written_in_ink(table: str) -> migrations.RunSQL:
    name = f"{table}_stands"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON accounting_{table} "
        "FOR EACH ROW EXECUTE FUNCTION accounting_stands()",
        f"DROP TRIGGER {name} ON accounting_{table}",
    )


def of_its_drawer(table: str) -> migrations.RunSQL:
    name = f"{table}_drawer_id_same_entity"
    return migrations.RunSQL(
        f"ALTER TABLE accounting_{table} ADD CONSTRAINT {name} FOREIGN KEY (entity_id, drawer_id) "
        "REFERENCES accounting_cashdrawer (entity_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE accounting_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("accounting", "0005_cash"), ("places", "0002_walls")]
    operations = [
        *[secure(f"accounting_{table}") for table in TABLES],
        *[same_tenancy(f"accounting_{table}", "entity_id", "accounting_legalentity") for table in TABLES],
        same_tenancy("accounting_cashdrawer", "place_id", "places_place"),
        migrations.RunSQL(
            "ALTER TABLE accounting_cashdrawer ADD CONSTRAINT drawer_of_its_entity UNIQUE (entity_id, id)",
            "ALTER TABLE accounting_cashdrawer DROP CONSTRAINT drawer_of_its_entity",
        ),
        of_its_drawer("taking"),
        of_its_drawer("closing"),
        migrations.RunSQL(FOLLOWS, NOTHING_FOLLOWS),
        written_in_ink("taking"),
        written_in_ink("closing"),
        migrations.RunSQL(
            "CREATE TRIGGER drawer_keeps_its_float BEFORE UPDATE OF float_cents, entity_id, place_id ON accounting_cashdrawer "
            "FOR EACH ROW EXECUTE FUNCTION accounting_stands()",
            "DROP TRIGGER drawer_keeps_its_float ON accounting_cashdrawer",
        ),
    ]
