"""Row-level security of tax receipts; one that was given may only be cancelled, once, and its series has no gap."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import same_tenancy, secure

KEYS = [
    ("receiptterms", "entity_id", "accounting_legalentity"),
    ("receiptseries", "entity_id", "accounting_legalentity"),
    ("taxreceipt", "entity_id", "accounting_legalentity"),
    ("taxreceipt", "place_id", "places_place"),
    ("taxreceipt", "gift_id", "funding_gift"),
]
_FROZEN = """
CREATE FUNCTION funding_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['person_id', 'cancelled_on', 'why'];
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - free = to_jsonb(OLD) - free
    AND (NEW.person_id IS NULL OR NEW.person_id = OLD.person_id)
    AND (OLD.cancelled_on IS NULL OR (NEW.cancelled_on, NEW.why) = (OLD.cancelled_on, OLD.why)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a tax receipt does not change: it is cancelled' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER receipt_stays BEFORE UPDATE OR DELETE ON funding_taxreceipt
  FOR EACH ROW EXECUTE FUNCTION funding_receipt_stays();
CREATE FUNCTION funding_receipt_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM funding_taxreceipt
      WHERE entity_id = NEW.entity_id AND year = NEW.year) THEN
    RAISE EXCEPTION 'numbers of tax receipts follow each other' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receipt_follows BEFORE INSERT ON funding_taxreceipt
  FOR EACH ROW EXECUTE FUNCTION funding_receipt_follows();
"""
_UNDO = """
DROP TRIGGER receipt_stays ON funding_taxreceipt; DROP FUNCTION funding_receipt_stays();
DROP TRIGGER receipt_follows ON funding_taxreceipt; DROP FUNCTION funding_receipt_follows();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0018_receipts"), ("places", "0002_walls"), ("core", "0002_walls"), ("accounting", "0004_promises"),
    ]  # fmt: skip
    operations = [
        secure("funding_receiptterms"),
        secure("funding_receiptseries"),
        secure("funding_taxreceipt", owner="person_id"),
        *[same_tenancy(f"funding_{child}", column, parent) for child, column, parent in KEYS],
        RunSQL(_FROZEN, _UNDO),
    ]
