"""A day of the counter that was closed may be closed again, for what was sold on it since: only days before it sell nothing any
more."""

from django.db import migrations, models
from django.db.models import Q

FOLLOWS = """
CREATE OR REPLACE FUNCTION billing_sale_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed date; last_number integer := 0; last_hash text := ''; undone bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('billing.counter'), NEW.entity_id::integer);
  PERFORM FROM accounting_cashdrawer WHERE id = NEW.drawer_id FOR NO KEY UPDATE;
  SELECT number, hash INTO last_number, last_hash FROM billing_countersale
  WHERE entity_id = NEW.entity_id ORDER BY number DESC LIMIT 1;
  IF (NEW.number, NEW.former) IS DISTINCT FROM (coalesce(last_number, 0) + 1, coalesce(last_hash, '')) THEN
    RAISE EXCEPTION 'Sale % does not follow the last one of its entity.', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sales_follow_each_other';
  END IF;
  SELECT max(last_day) INTO closed FROM accounting_closing WHERE drawer_id = NEW.drawer_id AND span = 'day';
  IF NEW.day < closed THEN
    RAISE EXCEPTION 'Nothing is sold on %: the drawer is closed until %.', NEW.day, closed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_day_sells_nothing';
  END IF;
  IF NEW.undoes_id IS NOT NULL THEN
    SELECT total_cents INTO undone FROM billing_countersale WHERE id = NEW.undoes_id AND entity_id = NEW.entity_id;
    IF undone IS DISTINCT FROM -NEW.total_cents THEN
      RAISE EXCEPTION 'What takes a sale back is its contrary.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_reverse_is_the_contrary';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""
FOLLOWED = """
CREATE OR REPLACE FUNCTION billing_sale_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed date; last_number integer := 0; last_hash text := ''; undone bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('billing.counter'), NEW.entity_id::integer);
  PERFORM FROM accounting_cashdrawer WHERE id = NEW.drawer_id FOR NO KEY UPDATE;
  SELECT number, hash INTO last_number, last_hash FROM billing_countersale
  WHERE entity_id = NEW.entity_id ORDER BY number DESC LIMIT 1;
  IF (NEW.number, NEW.former) IS DISTINCT FROM (coalesce(last_number, 0) + 1, coalesce(last_hash, '')) THEN
    RAISE EXCEPTION 'Sale % does not follow the last one of its entity.', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sales_follow_each_other';
  END IF;
  SELECT max(last_day) INTO closed FROM accounting_closing WHERE drawer_id = NEW.drawer_id AND span = 'day';
  IF NEW.day <= closed THEN
    RAISE EXCEPTION 'Nothing is sold on %: the drawer is closed until %.', NEW.day, closed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_day_sells_nothing';
  END IF;
  IF NEW.undoes_id IS NOT NULL THEN
    SELECT total_cents INTO undone FROM billing_countersale WHERE id = NEW.undoes_id AND entity_id = NEW.entity_id;
    IF undone IS DISTINCT FROM -NEW.total_cents THEN
      RAISE EXCEPTION 'What takes a sale back is its contrary.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_reverse_is_the_contrary';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0072_online_mandates_walls"), ("accounting", "0031_sessions")]
    operations = [
        migrations.RemoveConstraint("counterclosing", "one_sales_closing_a_span"),
        migrations.AddConstraint(
            "counterclosing",
            models.UniqueConstraint(
                fields=["drawer", "span", "last_day"], name="one_sales_closing_a_span", condition=~Q(span="day")
            ),
        ),
        migrations.RunSQL(FOLLOWS, FOLLOWED),
    ]
