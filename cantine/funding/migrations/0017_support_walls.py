"""Row-level security of sponsorships and gifts; a gift never changes and never goes, but for the donor who leaves for good."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

_FROZEN = """
CREATE FUNCTION funding_gift_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['person_id', 'customer_id'] = to_jsonb(OLD) - ARRAY['person_id', 'customer_id']
    AND (NEW.person_id IS NULL OR NEW.person_id = OLD.person_id)
    AND (NEW.customer_id IS NULL OR NEW.customer_id = OLD.customer_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the books hold this gift: it is undone by its contrary' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER gift_stays BEFORE UPDATE OR DELETE ON funding_gift FOR EACH ROW EXECUTE FUNCTION funding_gift_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0016_support"), ("places", "0002_walls"), ("core", "0002_walls"), ("accounting", "0004_promises"),
    ]  # fmt: skip
    operations = [
        secure("funding_sponsorship"),
        secure("funding_gift", owner="person_id"),
        secure("funding_giftundone"),
        parent_key("funding_gift"),
        same_tenancy("funding_sponsorship", "place_id", "places_place"),
        same_tenancy("funding_gift", "place_id", "places_place"),
        same_tenancy("funding_gift", "entity_id", "accounting_legalentity"),
        same_tenancy("funding_giftundone", "gift_id", "funding_gift"),
        RunSQL(_FROZEN, "DROP TRIGGER gift_stays ON funding_gift; DROP FUNCTION funding_gift_stays();"),
    ]
