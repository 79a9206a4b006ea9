"""The promises of books, whatever writes: an entry balances and stands, its number follows the former one's, its day is
open and of its year, closed periods follow each other, and rows of one entity point at rows of the same."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure

# Judged when the transaction ends, once all the lines are there, whatever scope is open by then.
BALANCED = """
CREATE FUNCTION accounting_balances(which bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  before text := coalesce(current_setting('cantine.unscoped', true), '');
  total bigint; wanted integer; debit bigint; credit bigint; found integer;
BEGIN
  PERFORM set_config('cantine.unscoped', 'on', true);
  SELECT e.total_cents, e.lines INTO total, wanted FROM accounting_entry e WHERE e.id = which;
  SELECT coalesce(sum(l.debit_cents), 0), coalesce(sum(l.credit_cents), 0), count(*) INTO debit, credit, found
  FROM accounting_entryline l WHERE l.entry_id = which;
  PERFORM set_config('cantine.unscoped', before, true);
  IF (debit, credit, found) IS DISTINCT FROM (total, total, wanted) THEN
    RAISE EXCEPTION 'Entry % does not balance: % in debit, % in credit, % expected; % lines, % expected.',
      which, debit, credit, total, found, wanted
      USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_balances';
  END IF;
END $$;
CREATE FUNCTION accounting_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM accounting_balances(NEW.id); RETURN NULL; END $$;
CREATE FUNCTION accounting_line_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM accounting_balances(NEW.entry_id); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER an_entry_balances AFTER INSERT ON accounting_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION accounting_entry_balances();
CREATE CONSTRAINT TRIGGER lines_balance AFTER INSERT ON accounting_entryline DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION accounting_line_balances();
"""
NOT_BALANCED = """
DROP TRIGGER lines_balance ON accounting_entryline; DROP TRIGGER an_entry_balances ON accounting_entry;
DROP FUNCTION accounting_line_balances(); DROP FUNCTION accounting_entry_balances();
DROP FUNCTION accounting_balances(bigint);
"""
# The entity is locked shared by who enters, and alone by who closes: neither passes the other. Each statement of the
# function reads what was committed while it waited.
ENTERS = """
CREATE FUNCTION accounting_entry_enters() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed date; former integer;
BEGIN
  PERFORM FROM accounting_legalentity WHERE id = NEW.entity_id FOR SHARE;
  SELECT max(last_day) INTO closed FROM accounting_period WHERE entity_id = NEW.entity_id;
  IF NEW.day <= closed THEN
    RAISE EXCEPTION 'Nothing is entered on %: the books are closed until %.', NEW.day, closed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_day_stays_closed';
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounting_year WHERE id = NEW.year_id AND NEW.day BETWEEN first_day AND last_day) THEN
    RAISE EXCEPTION 'The day % is not of that year.', NEW.day
      USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_is_of_its_year';
  END IF;
  SELECT coalesce(max(number), 0) INTO former FROM accounting_entry
  WHERE journal_id = NEW.journal_id AND year_id = NEW.year_id;
  IF NEW.number <> former + 1 THEN
    RAISE EXCEPTION 'Number % does not follow %.', NEW.number, former
      USING ERRCODE = 'check_violation', CONSTRAINT = 'numbers_follow_each_other';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_enters BEFORE INSERT ON accounting_entry FOR EACH ROW EXECUTE FUNCTION accounting_entry_enters();
CREATE FUNCTION accounting_period_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed date;
BEGIN
  PERFORM FROM accounting_legalentity WHERE id = NEW.entity_id FOR NO KEY UPDATE;
  SELECT max(last_day) INTO closed FROM accounting_period WHERE entity_id = NEW.entity_id;
  IF NEW.first_day <> closed + 1 THEN
    RAISE EXCEPTION 'A period from % does not follow one until %.', NEW.first_day, closed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'periods_follow_each_other';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_follows BEFORE INSERT ON accounting_period
  FOR EACH ROW EXECUTE FUNCTION accounting_period_follows();
"""
NOTHING_ENTERS = """
DROP TRIGGER period_follows ON accounting_period; DROP FUNCTION accounting_period_follows();
DROP TRIGGER entry_enters ON accounting_entry; DROP FUNCTION accounting_entry_enters();
"""
STANDS = """
CREATE FUNCTION accounting_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Books are written in ink: row % of % stands.', OLD.id, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
INK = ["entry", "entryline", "lettering", "period"]
KEPT = [("account", "number"), ("year", "first_day, last_day, entity_id"), ("journal", "code, kind, entity_id")]


def written_in_ink(table: str) -> migrations.RunSQL:
    name = f"{table}_stands"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON accounting_{table} "
        "FOR EACH ROW EXECUTE FUNCTION accounting_stands()",
        f"DROP TRIGGER {name} ON accounting_{table}",
    )


def kept(table: str, columns: str) -> migrations.RunSQL:
    name = f"{table}_keeps_its_name"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON accounting_{table} "
        "FOR EACH ROW EXECUTE FUNCTION accounting_stands()",
        f"DROP TRIGGER {name} ON accounting_{table}",
    )


OVERLAP = """
ALTER TABLE accounting_{table} ADD CONSTRAINT {table}s_never_overlap EXCLUDE USING gist (
  int8range(entity_id, entity_id, '[]') WITH &&, daterange(first_day, last_day, '[]') WITH &&)
"""


def never_overlaps(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        OVERLAP.format(table=table), f"ALTER TABLE accounting_{table} DROP CONSTRAINT {table}s_never_overlap"
    )


def of_one_entity(table: str) -> migrations.RunSQL:
    name = f"{table}_of_its_entity"
    return migrations.RunSQL(
        f"ALTER TABLE accounting_{table} ADD CONSTRAINT {name} UNIQUE (entity_id, id)",
        f"ALTER TABLE accounting_{table} DROP CONSTRAINT {name}",
    )


def same_entity(table: str, column: str, parent: str) -> migrations.RunSQL:
    """The parent is of the same entity, hence of the same tenancy."""
    name = f"{table}_{column}_same_entity"
    return migrations.RunSQL(
        f"ALTER TABLE accounting_{table} ADD CONSTRAINT {name} FOREIGN KEY (entity_id, {column}) "
        f"REFERENCES accounting_{parent} (entity_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE accounting_{table} DROP CONSTRAINT {name}",
    )


TABLES = ["account", "assignment", "journal", "year", "counter", "period", "entry", "entryline", "lettering"]
PARENTS = ["account", "journal", "year", "entry", "entryline"]
KIN = [
    ("assignment", "account_id", "account"), ("counter", "journal_id", "journal"), ("counter", "year_id", "year"),
    ("entry", "journal_id", "journal"), ("entry", "year_id", "year"), ("entryline", "entry_id", "entry"),
    ("entryline", "account_id", "account"), ("lettering", "line_id", "entryline"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("accounting", "0003_books")]
    operations = [
        *[secure(f"accounting_{table}") for table in TABLES],
        *[same_tenancy(f"accounting_{table}", "entity_id", "accounting_legalentity") for table in TABLES],
        *[of_one_entity(table) for table in PARENTS],
        *[same_entity(*key) for key in KIN],
        *[never_overlaps(table) for table in ("year", "period")],
        migrations.RunSQL(BALANCED, NOT_BALANCED),
        migrations.RunSQL(ENTERS, NOTHING_ENTERS),
        migrations.RunSQL(STANDS, "DROP FUNCTION accounting_stands()"),
        *[written_in_ink(table) for table in INK],
        *[kept(*columns) for columns in KEPT],
    ]
