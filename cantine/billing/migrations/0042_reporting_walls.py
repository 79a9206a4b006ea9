"""Row-level security of what the tax office is told; and a file that was made never changes."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

FROZEN = """
CREATE FUNCTION billing_report_file_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a file that was made for the tax office never changes and never goes'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'report_file_is_frozen';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON billing_reportfile
  FOR EACH ROW EXECUTE FUNCTION billing_report_file_is_frozen();
"""
UNDO_FROZEN = "DROP TRIGGER frozen ON billing_reportfile; DROP FUNCTION billing_report_file_is_frozen();"
TABLES = ("reportingterms", "platformaccess", "reportfile", "flow", "incoming")


class Migration(migrations.Migration):
    dependencies = [("billing", "0041_reporting"), ("core", "0002_walls")]
    operations = [
        *(secure(f"billing_{each}") for each in TABLES),
        parent_key("billing_reportfile"),
        *(same_tenancy(f"billing_{each}", "entity_id", "accounting_legalentity") for each in TABLES),
        same_tenancy("billing_flow", "report_id", "billing_reportfile"),
        same_tenancy("billing_flow", "invoice_id", "billing_invoice"),
        RunSQL(FROZEN, UNDO_FROZEN),
    ]
