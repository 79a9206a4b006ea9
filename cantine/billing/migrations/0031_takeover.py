"""What another tool issued is told from what was issued here; and a series without a document may begin at another number."""

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

GOES_ON = """
CREATE OR REPLACE FUNCTION billing_series_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ({gone} OR NEW.last_number <> OLD.last_number + 1) AND (
    EXISTS (SELECT 1 FROM billing_invoice WHERE series_id = OLD.id)
    OR EXISTS (SELECT 1 FROM billing_quote WHERE series_id = OLD.id){always}) THEN
    RAISE EXCEPTION 'a series goes on one by one'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'series_goes_on_one_by_one';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0022_counter_promises")]
    operations = [
        migrations.AddField("invoice", "taken_over", models.BooleanField(default=False)),
        RunSQL(
            GOES_ON.format(gone="TG_OP = 'DELETE'", always=""),
            GOES_ON.format(gone="TG_OP = 'DELETE'", always=" OR TG_OP = 'DELETE'"),
        ),
    ]
