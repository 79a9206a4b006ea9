"""The second wall (what row-level security reads), the Journal's append-only trigger, and the cache table."""

from django.db import migrations

from cantine.core.rowsecurity import secure

FUNCTIONS = """
CREATE FUNCTION cantine_organisations() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting('cantine.organisations', true), ''), ',')::bigint[] $$;
CREATE FUNCTION cantine_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('cantine.person', true), '')::bigint $$;
CREATE FUNCTION cantine_unscoped() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('cantine.unscoped', true), '') = 'on' $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION cantine_organisations(); DROP FUNCTION cantine_person(); DROP FUNCTION cantine_unscoped();
"""
APPEND_ONLY = """
ALTER TABLE core_journalentry ADD COLUMN transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE FUNCTION core_journal_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.actor_person_id IS NULL
     AND (to_jsonb(NEW) - 'actor_person_id' - 'actor_name') = (to_jsonb(OLD) - 'actor_person_id' - 'actor_name') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The journal is append-only: entry % stands.', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER journal_stands BEFORE UPDATE OR DELETE ON core_journalentry
  FOR EACH ROW EXECUTE FUNCTION core_journal_stands();
"""
NOT_APPEND_ONLY = """
DROP TRIGGER journal_stands ON core_journalentry; DROP FUNCTION core_journal_stands();
ALTER TABLE core_journalentry DROP COLUMN transaction_id;
"""
CACHE = """
CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
        secure("core_journalentry"),
        secure("core_mail", owner="person_id"),
    ]
