"""A document of another tool that came by mistake may go again while nothing leans on it: its keys hold the rest."""

from django.db import migrations

GO = """
DROP TRIGGER frozen ON billing_invoice;
CREATE TRIGGER frozen BEFORE UPDATE ON billing_invoice
  FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION billing_only_added();
CREATE TRIGGER stays BEFORE DELETE ON billing_invoice
  FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL AND NOT OLD.taken_over) EXECUTE FUNCTION billing_only_added();
"""
BACK = """
DROP TRIGGER stays ON billing_invoice;
DROP TRIGGER frozen ON billing_invoice;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON billing_invoice
  FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION billing_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0122_online_sources")]

    operations = [migrations.RunSQL(GO, BACK)]
