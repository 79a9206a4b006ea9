"""What every request asks before it knows its tenancy, each with a door of its own: the address of a place, and the roles of
a person. One statement instead of a transaction, two settings and a commit. The door is closed again behind the answer.
"""

from django.db import migrations

_THROUGH = """
CREATE FUNCTION {name} LANGUAGE plpgsql AS $$
DECLARE
  before text := coalesce(current_setting('cantine.unscoped', true), '');
BEGIN
  PERFORM set_config('cantine.unscoped', 'on', true);
  RETURN QUERY {asked};
  PERFORM set_config('cantine.unscoped', before, true);
END $$;
"""
AT = _THROUGH.format(
    name="places_at(address text) RETURNS SETOF places_place", asked="SELECT * FROM places_place WHERE slug = address"
)
HELD = _THROUGH.format(
    name="""places_held(by_person bigint, begun_by date, not_over_by date) RETURNS TABLE (
  in_organisation bigint, at_place bigint, as_role varchar, from_day date, until_day date, in_zone varchar)""",
    asked="""SELECT r.organisation_id, r.place_id, r.role, r.since, r.until, coalesce(p.timezone,
    (SELECT q.timezone FROM places_place q WHERE q.organisation_id = r.organisation_id ORDER BY q.id LIMIT 1), 'UTC')
  FROM places_role r LEFT JOIN places_place p ON p.id = r.place_id
  WHERE r.person_id = by_person AND r.since <= begun_by AND (r.until IS NULL OR r.until >= not_over_by) ORDER BY r.id""",
)


class Migration(migrations.Migration):
    dependencies = [("places", "0005_house_life_walls")]
    operations = [
        migrations.RunSQL(AT, "DROP FUNCTION places_at"),
        migrations.RunSQL(HELD, "DROP FUNCTION places_held"),
    ]
