"""The first free time among many resources, looked for day by day in the masks of ``OccupancyDay``: the search ends with the
first day on which there is one. A function, for its plan is kept and its days are taken in order.
"""

from django.db import migrations

# ``spans`` cut each day to the time asked for. A run that goes on after midnight is looked for in the two days put end to
# end. Starts keep to the resource's grid, which is wider than a quarter of an hour here and there: then every step is tried.
FIRST_FREE = """
CREATE FUNCTION booking_first_free(
  org bigint, place bigint, seen text[], of_kind text, days date[], spans text[], quarters integer
) RETURNS TABLE (on_day date, quarter bigint, resource bigint, missing bigint)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  run bit varying := repeat('1', quarters)::bit varying;
  none bit(96) := repeat('0', 96)::bit(96);
  span bit(96);
  next_span bit(96);
  best bigint[];
  lacking bigint;
BEGIN
  FOR n IN 1 .. cardinality(days) LOOP
    span := spans[n]::bit(96);
    next_span := coalesce(spans[n + 1]::bit(96), none);
    SELECT count(*) FILTER (WHERE o.day IS NULL), min(ARRAY[found.quarter, r.position::bigint, r.id]) FILTER (WHERE found.quarter < 96)
    INTO lacking, best
    FROM places_resource r JOIN places_kind k ON k.id = r.kind_id
    LEFT JOIN booking_occupancyday o ON o.organisation_id = org AND o.day = days[n] AND o.resource_id = r.id
    LEFT JOIN LATERAL (
      SELECT CASE WHEN get_bit(o.free, 95) = 1 THEN (o.free & span) || coalesce((
        SELECT p.free & next_span FROM booking_occupancyday p
        WHERE p.organisation_id = org AND p.day = days[n] + 1 AND p.resource_id = r.id), none)
      ELSE (o.free & span)::bit varying END AS free
      WHERE o.longest_free >= quarters OR get_bit(o.free, 95) = 1
    ) one ON true
    LEFT JOIN LATERAL (SELECT position(run IN one.free) - 1 AS first WHERE one.free IS NOT NULL) early ON true
    LEFT JOIN LATERAL (
      SELECT CASE WHEN early.first < 0 THEN NULL
        WHEN early.first * 15 % r.grid_minutes = 0 THEN early.first::bigint
        ELSE (SELECT min(q)::bigint FROM generate_series(early.first, 95) q
              WHERE q * 15 % r.grid_minutes = 0 AND substring(one.free FROM q + 1 FOR quarters) = run) END AS quarter
    ) found ON true
    WHERE r.organisation_id = org AND r.place_id = place AND r.retired_at IS NULL AND NOT r.long_term
      AND r.see = ANY(seen) AND (of_kind = '' OR k.code = of_kind);
    IF lacking > 0 OR best IS NOT NULL THEN
      RETURN QUERY SELECT days[n], best[1], best[3], lacking;
      RETURN;
    END IF;
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0013_occupancy_functions"), ("places", "0002_walls")]
    operations = [migrations.RunSQL(FIRST_FREE, "DROP FUNCTION booking_first_free")]
