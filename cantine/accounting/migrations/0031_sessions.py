"""A day that was closed may be closed again, for what was taken on it since: only days before it take nothing any more."""

from django.db import migrations, models
from django.db.models import Q

FOLLOWS = """
CREATE OR REPLACE FUNCTION accounting_taking_follows() RETURNS trigger LANGUAGE plpgsql AS $$
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
  IF NEW.day < closed THEN
    RAISE EXCEPTION 'Nothing is taken on %: the drawer is closed until %.', NEW.day, closed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_day_takes_nothing';
  END IF;
  RETURN NEW;
END $$;
"""
FOLLOWED = """
CREATE OR REPLACE FUNCTION accounting_taking_follows() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0022_entry_patterns_walls")]
    operations = [
        migrations.RemoveConstraint("closing", "one_closing_a_span"),
        migrations.AddConstraint(
            "closing",
            models.UniqueConstraint(
                fields=["drawer", "span", "last_day"], name="one_closing_a_span", condition=~Q(span="day")
            ),
        ),
        migrations.RunSQL(FOLLOWS, FOLLOWED),
    ]
