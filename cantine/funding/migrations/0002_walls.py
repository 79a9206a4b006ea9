"""Row-level security of the economy of a place; a cost that the books hold never changes, and parts of a grant never exceed it."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

TABLES = ("funder", "grant", "instalment", "reportdue", "setaside", "cost", "enteredyear")
KEYS = [
    ("grant", "place_id", "places_place"),
    ("grant", "entity_id", "accounting_legalentity"),
    ("grant", "funder_id", "funding_funder"),
    ("instalment", "grant_id", "funding_grant"),
    ("reportdue", "grant_id", "funding_grant"),
    ("setaside", "grant_id", "funding_grant"),
    ("cost", "place_id", "places_place"),
    ("cost", "entity_id", "accounting_legalentity"),
    ("enteredyear", "place_id", "places_place"),
]
_FROZEN = """
CREATE FUNCTION funding_cost_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.organisation_id, NEW.place_id, NEW.entity_id, NEW.key, NEW.category, NEW.day, NEW.net_cents, NEW.vat_cents)
    IS DISTINCT FROM
    (OLD.organisation_id, OLD.place_id, OLD.entity_id, OLD.key, OLD.category, OLD.day, OLD.net_cents, OLD.vat_cents)
    OR (OLD.paid_on IS NOT NULL AND NEW.paid_on IS DISTINCT FROM OLD.paid_on) THEN
    RAISE EXCEPTION 'the books hold this cost: it does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cost_stays BEFORE UPDATE ON funding_cost FOR EACH ROW EXECUTE FUNCTION funding_cost_stays();
"""
_BELOW = """
CREATE FUNCTION funding_instalments_below_grant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE granted bigint;
BEGIN
  SELECT coalesce(granted_cents, 0) INTO granted FROM funding_grant WHERE id = NEW.grant_id FOR UPDATE;
  IF (SELECT sum(cents) FROM funding_instalment WHERE grant_id = NEW.grant_id) > granted THEN
    RAISE EXCEPTION 'instalments add up to more than was granted' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER instalments_below_grant AFTER INSERT OR UPDATE OF cents, grant_id ON funding_instalment
  FOR EACH ROW EXECUTE FUNCTION funding_instalments_below_grant();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0001_initial"), ("places", "0002_walls"), ("core", "0002_walls"),
        ("accounting", "0004_promises"),
    ]  # fmt: skip
    operations = [
        *[secure(f"funding_{table}") for table in TABLES],
        parent_key("funding_funder"),
        parent_key("funding_grant"),
        *[same_tenancy(f"funding_{child}", column, parent) for child, column, parent in KEYS],
        RunSQL(_FROZEN, "DROP TRIGGER cost_stays ON funding_cost; DROP FUNCTION funding_cost_stays();"),
        RunSQL(
            _BELOW,
            "DROP TRIGGER instalments_below_grant ON funding_instalment; DROP FUNCTION funding_instalments_below_grant();",
        ),
    ]
