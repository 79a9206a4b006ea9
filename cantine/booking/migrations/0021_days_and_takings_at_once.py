"""The days that a booking touches and what takes them, in one function: two statements of every booking were one question,
and the second had to wait in Python for the answer of the first. They are read as before: days locked in order, then
everything that takes the resources around them, as it stands once the locks are held."""

from django.db import migrations

# A row is a day (``on_day``) of a resource, or a claim (``taken_from``); a claim of any of the resources met is told once.
DAYS = """
CREATE FUNCTION booking_days_taken(
  org bigint, units bigint[], pools bigint[], starts timestamptz[], ends timestamptz[], longest interval
) RETURNS TABLE (
  on_day date, open_quarters bit(96), of_resource bigint, in_place bigint, in_zone varchar, of_seats integer,
  minutes_before integer, minutes_after integer, of_units bigint[], of_pools integer[],
  exclusive boolean, taken_from bigint, kept_from timestamptz, kept_until timestamptz, seats integer,
  used_from timestamptz, used_until timestamptz, state varchar, of_occurrence bigint, of_blocking bigint, of_occupation bigint
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  card record;
  first_at timestamptz := (SELECT min(each) FROM unnest(starts) AS each);
  last_at timestamptz := (SELECT max(each) FROM unnest(ends) AS each);
  since timestamptz;
  until timestamptz;
  met_units bigint[] := '{}';
  met_pools bigint[] := '{}';
BEGIN
  PERFORM pg_advisory_xact_lock_shared(204, (org % 2147483648)::integer);
  FOR card IN
    SELECT r.id, r.place_id, p.timezone, r.seats, r.buffer_before_minutes AS before, r.buffer_after_minutes AS after,
      make_interval(mins => greatest(r.buffer_before_minutes, r.buffer_after_minutes)) AS margin,
      ARRAY(SELECT u.unit_id FROM places_resourceunit u WHERE u.resource_id = r.id) AS own_units,
      ARRAY(SELECT ARRAY[t.pool_id, t.seats, q.seats]::integer[] FROM places_resourcepool t
            JOIN places_resource q ON q.id = t.pool_id WHERE t.resource_id = r.id) AS own_pools,
      ARRAY(SELECT t.pool_id FROM places_resourcepool t WHERE t.resource_id = r.id) AS pool_ids
    FROM places_resource r JOIN places_place p ON p.id = r.place_id
    WHERE r.id = ANY(ARRAY(
        SELECT unnest(pools)
        UNION SELECT u.resource_id FROM places_resourceunit u WHERE u.unit_id = ANY(units)
        UNION SELECT t.resource_id FROM places_resourcepool t WHERE t.pool_id = ANY(pools)))
      AND r.organisation_id = org AND r.retired_at IS NULL ORDER BY r.id
  LOOP
    RETURN QUERY
    SELECT o.day, o.open, card.id, card.place_id, card.timezone, card.seats::integer, card.before::integer,
      card.after::integer, card.own_units, card.own_pools, NULL::boolean, NULL::bigint, NULL::timestamptz, NULL::timestamptz,
      NULL::integer, NULL::timestamptz, NULL::timestamptz, NULL::varchar, NULL::bigint, NULL::bigint, NULL::bigint
    FROM booking_occupancyday o
    WHERE o.resource_id = card.id
      AND o.day BETWEEN ((first_at - card.margin) AT TIME ZONE card.timezone)::date
        AND ((last_at + card.margin) AT TIME ZONE card.timezone)::date
      AND EXISTS (SELECT FROM unnest(starts, ends) AS part (starts_at, ends_at) WHERE
        o.day BETWEEN ((part.starts_at - card.margin) AT TIME ZONE card.timezone)::date
          AND ((part.ends_at + card.margin - interval '1 microsecond') AT TIME ZONE card.timezone)::date)
    ORDER BY o.day FOR UPDATE OF o;
    IF FOUND THEN
      met_units := met_units || card.own_units;
      met_pools := met_pools || card.pool_ids || CASE WHEN card.seats > 0 THEN ARRAY[card.id] ELSE '{}' END;
      since := least(since, ((first_at - card.margin) AT TIME ZONE card.timezone)::date::timestamp
        AT TIME ZONE card.timezone - card.margin);
      until := greatest(until, (((last_at + card.margin) AT TIME ZONE card.timezone)::date + 1)::timestamp
        AT TIME ZONE card.timezone + card.margin);
    END IF;
  END LOOP;
  IF since IS NOT NULL THEN
    RETURN QUERY
    SELECT NULL::date, NULL::bit(96), NULL::bigint, NULL::bigint, NULL::varchar, NULL::integer, NULL::integer, NULL::integer,
      NULL::bigint[], NULL::integer[], t.*
    FROM booking_takings(org, met_units, met_pools, since, until, since - longest) t;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0020_photos_of_states_walls")]
    operations = [migrations.RunSQL(DAYS, "DROP FUNCTION booking_days_taken")]
