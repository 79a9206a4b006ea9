"""A payment that was none is undone: the cost is to pay again, and the turn counts, so that the books tell one from the other."""

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

STAYS = """
CREATE OR REPLACE FUNCTION funding_cost_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.organisation_id, NEW.place_id, NEW.entity_id, NEW.key, NEW.category, NEW.day, NEW.net_cents, NEW.vat_cents)
    IS DISTINCT FROM
    (OLD.organisation_id, OLD.place_id, OLD.entity_id, OLD.key, OLD.category, OLD.day, OLD.net_cents, OLD.vat_cents)
    OR (OLD.paid_on IS NOT NULL AND NEW.paid_on IS DISTINCT FROM OLD.paid_on{unless}){also} THEN
    RAISE EXCEPTION 'the books hold this cost: it does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""
UNLESS = " AND NOT (NEW.paid_on IS NULL AND NEW.turn = OLD.turn + 1)"
ALSO = """
    OR (NEW.turn <> OLD.turn AND NOT (OLD.paid_on IS NOT NULL AND NEW.paid_on IS NULL AND NEW.turn = OLD.turn + 1))"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0025_published_walls")]

    operations = [
        migrations.AddField(
            model_name="cost", name="turn", field=models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        RunSQL(STAYS.format(unless=UNLESS, also=ALSO), STAYS.format(unless="", also="")),
    ]
