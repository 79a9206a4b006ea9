"""What every booking asks about its days, as functions: PostgreSQL keeps their plans, so that keeping the days costs a
booking a millisecond. They read; what a day becomes is decided in ``rules/occupancy.py``.
"""

import django.db.models.deletion
from django.db import migrations, models

# Each statement of a volatile function sees what was written before it: the days are looked for once the lock is held.
TOUCHED = """
CREATE FUNCTION booking_days_touched(
  org bigint, units bigint[], pools bigint[], starts timestamptz[], ends timestamptz[]
) RETURNS TABLE (
  on_day date, open_quarters bit(96), of_resource bigint, in_place bigint, in_zone varchar, of_seats integer,
  minutes_before integer, minutes_after integer, of_units bigint[], of_pools integer[]
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  met bigint[];
  card record;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(204, (org % 2147483648)::integer);
  SELECT array_agg(DISTINCT every.id ORDER BY every.id) INTO met FROM (
    SELECT unnest(pools) AS id
    UNION ALL SELECT u.resource_id FROM places_resourceunit u WHERE u.unit_id = ANY(units)
    UNION ALL SELECT t.resource_id FROM places_resourcepool t WHERE t.pool_id = ANY(pools)) AS every;
  FOR card IN
    SELECT r.id, r.place_id, p.timezone, r.seats, r.buffer_before_minutes AS before, r.buffer_after_minutes AS after,
      make_interval(mins => greatest(r.buffer_before_minutes, r.buffer_after_minutes)) AS margin,
      ARRAY(SELECT u.unit_id FROM places_resourceunit u WHERE u.resource_id = r.id) AS own_units
    FROM places_resource r JOIN places_place p ON p.id = r.place_id
    WHERE r.id = ANY(met) AND r.organisation_id = org AND r.retired_at IS NULL ORDER BY r.id
  LOOP
    RETURN QUERY
    SELECT o.day, o.open, card.id, card.place_id, card.timezone, card.seats::integer, card.before::integer,
      card.after::integer, card.own_units,
      ARRAY(SELECT ARRAY[t.pool_id, t.seats, q.seats]::integer[] FROM places_resourcepool t
            JOIN places_resource q ON q.id = t.pool_id WHERE t.resource_id = card.id)
    FROM booking_occupancyday o
    WHERE o.resource_id = card.id
      AND o.day BETWEEN (((SELECT min(each) FROM unnest(starts) AS each) - card.margin) AT TIME ZONE card.timezone)::date
        AND (((SELECT max(each) FROM unnest(ends) AS each) + card.margin) AT TIME ZONE card.timezone)::date
      AND EXISTS (SELECT FROM unnest(starts, ends) AS part (starts_at, ends_at) WHERE
        o.day BETWEEN ((part.starts_at - card.margin) AT TIME ZONE card.timezone)::date
          AND ((part.ends_at + card.margin - interval '1 microsecond') AT TIME ZONE card.timezone)::date)
    ORDER BY o.day FOR UPDATE OF o;
  END LOOP;
END $$;
"""
# Only occupations and blockings last longer than a booking may: the others are looked for from ``earliest`` on.
TAKINGS = """
CREATE FUNCTION booking_takings(
  org bigint, units bigint[], pools bigint[], since timestamptz, until timestamptz, earliest timestamptz
) RETURNS TABLE (
  exclusive boolean, taken_from bigint, kept_from timestamptz, kept_until timestamptz, seats integer,
  used_from timestamptz, used_until timestamptz, state varchar, of_occurrence bigint, of_blocking bigint, of_occupation bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT true, c.unit_id, c.starts_at, c.ends_at, NULL::integer, o.starts_at, o.ends_at, o.state,
    c.occurrence_id, NULL::bigint, NULL::bigint
  FROM booking_claim c JOIN booking_occurrence o ON o.id = c.occurrence_id
  WHERE c.organisation_id = org AND c.unit_id = ANY(units) AND c.live
    AND c.starts_at < until AND c.starts_at > earliest AND c.ends_at > since
  UNION ALL
  SELECT true, c.unit_id, c.starts_at, c.ends_at, NULL::integer, NULL::timestamptz, NULL::timestamptz, NULL::varchar,
    NULL::bigint, c.blocking_id, c.occupation_id
  FROM booking_claim c
  WHERE c.organisation_id = org AND c.unit_id = ANY(units) AND c.live AND c.occurrence_id IS NULL
    AND c.starts_at < until AND c.ends_at > since;
  IF cardinality(pools) > 0 THEN
    RETURN QUERY
    SELECT false, c.pool_id, c.starts_at, c.ends_at, c.quantity::integer, o.starts_at, o.ends_at, o.state,
      c.occurrence_id, NULL::bigint, NULL::bigint
    FROM booking_seatclaim c JOIN booking_occurrence o ON o.id = c.occurrence_id
    WHERE c.organisation_id = org AND c.pool_id = ANY(pools) AND c.live
      AND c.starts_at < until AND c.starts_at > earliest AND c.ends_at > since
    UNION ALL
    SELECT false, c.pool_id, c.starts_at, c.ends_at, c.quantity::integer, NULL::timestamptz, NULL::timestamptz, NULL::varchar,
      NULL::bigint, c.blocking_id, c.occupation_id
    FROM booking_seatclaim c
    WHERE c.organisation_id = org AND c.pool_id = ANY(pools) AND c.live AND c.occurrence_id IS NULL
      AND c.starts_at < until AND c.ends_at > since;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0012_reading_what_may_last"), ("places", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="occupancyday",
            name="resource",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="places.resource",
            ),
        ),
        migrations.AddIndex(
            model_name="occupancyday",
            index=models.Index(fields=["resource", "day"], name="occupancy_of_resource"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("live", True), ("occurrence__isnull", True)),
                fields=["organisation", "unit", "ends_at"],
                include=("starts_at", "blocking", "occupation"),
                name="claim_that_may_last",
            ),
        ),
        migrations.RunSQL(TOUCHED, "DROP FUNCTION booking_days_touched"),
        migrations.RunSQL(TAKINGS, "DROP FUNCTION booking_takings"),
    ]
