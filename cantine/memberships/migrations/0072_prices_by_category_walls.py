"""Row-level security of the prices of categories; what a charged period costs never moves."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

FROZEN = """
CREATE FUNCTION memberships_price_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.whole_cents IS NOT NULL AND (NEW.whole_cents, NEW.usual_cents, NEW.category, NEW.offered)
      IS DISTINCT FROM (OLD.whole_cents, OLD.usual_cents, OLD.category, OLD.offered) THEN
    RAISE EXCEPTION 'The price of a period that was charged never moves.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER price_stays BEFORE UPDATE ON memberships_subscriptionperiod
  FOR EACH ROW EXECUTE FUNCTION memberships_price_stays();
"""
MOVES = """
DROP TRIGGER price_stays ON memberships_subscriptionperiod; DROP FUNCTION memberships_price_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("memberships", "0071_prices_by_category")]
    operations = [
        migrations.RunSQL(FROZEN, MOVES),
        secure("memberships_planprice"),
        secure("memberships_passkindprice"),
        parent_key("memberships_passkind"),
        same_tenancy("memberships_planprice", "terms_id", "memberships_planterms"),
        same_tenancy("memberships_planprice", "category_id", "pricing_category"),
        same_tenancy("memberships_passkindprice", "kind_id", "memberships_passkind"),
        same_tenancy("memberships_passkindprice", "category_id", "pricing_category"),
    ]
