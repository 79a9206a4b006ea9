"""The promises: an exclusive unit is never taken twice, a pool never beyond its seats, whatever writes."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

EXCLUSIVE = """
ALTER TABLE booking_claim ADD CONSTRAINT claim_never_overlaps EXCLUDE USING gist (
  int8range(unit_id, unit_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&) WHERE (live);
"""
# The pool's row is locked FOR NO KEY UPDATE: it queues other claims of the pool, not the keys that point at it. Each
# statement of the function reads what was committed while it waited. The sum can only rise where a claim starts.
POOL = """
CREATE FUNCTION booking_pool_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  pool_seats integer;
  used bigint;
BEGIN
  IF NOT NEW.live THEN RETURN NEW; END IF;
  SELECT seats INTO pool_seats FROM places_resource WHERE id = NEW.pool_id FOR NO KEY UPDATE;
  IF pool_seats IS NULL THEN
    RAISE EXCEPTION 'Resource % is not a pool of seats.', NEW.pool_id USING ERRCODE = 'check_violation';
  END IF;
  SELECT max(total) INTO used FROM (
    SELECT sum(other.quantity) AS total
    FROM (SELECT NEW.starts_at AS instant UNION
          SELECT starts_at FROM booking_seatclaim
          WHERE organisation_id = NEW.organisation_id AND pool_id = NEW.pool_id AND live
            AND starts_at > NEW.starts_at AND starts_at < NEW.ends_at) AS step
    JOIN booking_seatclaim AS other
      ON other.organisation_id = NEW.organisation_id AND other.pool_id = NEW.pool_id AND other.live
     AND other.starts_at <= step.instant AND other.ends_at > step.instant
    GROUP BY step.instant) AS sums;
  IF used > pool_seats THEN
    RAISE EXCEPTION 'The pool % has % seats, % were asked for at once.', NEW.pool_id, pool_seats, used
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'pool_never_exceeded';
  END IF;
  RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER pool_never_exceeded AFTER INSERT OR UPDATE ON booking_seatclaim
  FOR EACH ROW EXECUTE FUNCTION booking_pool_holds();
CREATE FUNCTION booking_seats_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seats IS DISTINCT FROM OLD.seats AND (NEW.seats IS NULL OR NEW.seats < OLD.seats) THEN
    UPDATE booking_seatclaim SET live = true WHERE pool_id = NEW.id AND live AND ends_at > now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER seats_stay AFTER UPDATE OF seats ON places_resource
  FOR EACH ROW EXECUTE FUNCTION booking_seats_stay();
"""
NO_POOL = """
DROP TRIGGER seats_stay ON places_resource; DROP FUNCTION booking_seats_stay();
DROP TRIGGER pool_never_exceeded ON booking_seatclaim; DROP FUNCTION booking_pool_holds();
"""
PARENTS = ["booking", "occurrence", "blocking"]
KEYS = [
    ("booking", "place_id", "places_place"), ("booking", "resource_id", "places_resource"),
    ("occurrence", "place_id", "places_place"), ("occurrence", "resource_id", "places_resource"),
    ("occurrence", "booking_id", "booking_booking"),
    ("blocking", "place_id", "places_place"), ("blocking", "resource_id", "places_resource"),
    ("claim", "unit_id", "places_unit"), ("claim", "occurrence_id", "booking_occurrence"),
    ("claim", "blocking_id", "booking_blocking"),
    ("seatclaim", "pool_id", "places_resource"), ("seatclaim", "occurrence_id", "booking_occurrence"),
    ("seatclaim", "blocking_id", "booking_blocking"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial"), ("places", "0002_walls")]
    operations = [
        migrations.RunSQL(EXCLUSIVE, "ALTER TABLE booking_claim DROP CONSTRAINT claim_never_overlaps"),
        migrations.RunSQL(POOL, NO_POOL),
        secure("booking_booking", owner="person_id"),
        secure("booking_occurrence", owner="person_id"),
        secure("booking_blocking"),
        secure("booking_claim"),
        secure("booking_seatclaim"),
        *[parent_key(f"booking_{table}") for table in PARENTS],
        *[same_tenancy(f"booking_{child}", column, parent) for child, column, parent in KEYS],
    ]
