"""Row-level security of contracts of domiciliation; what was signed is not rewritten, save the day on which notice was given."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure

SIGNED = """
CREATE FUNCTION booking_contract_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  OLD.notice_on := NEW.notice_on;
  IF NEW = OLD THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A contract of domiciliation is written once.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER contract_stays BEFORE UPDATE ON booking_domiciliationcontract
  FOR EACH ROW EXECUTE FUNCTION booking_contract_stays();
"""
NOT_SIGNED = "DROP TRIGGER contract_stays ON booking_domiciliationcontract; DROP FUNCTION booking_contract_stays();"


class Migration(migrations.Migration):
    dependencies = [("booking", "0033_domiciliation_contracts")]
    operations = [
        *[secure(f"booking_domiciliation{table}") for table in ("approval", "contract", "document")],
        same_tenancy("booking_domiciliationapproval", "place_id", "places_place"),
        same_tenancy("booking_domiciliationcontract", "domiciliation_id", "booking_domiciliation"),
        same_tenancy("booking_domiciliationdocument", "domiciliation_id", "booking_domiciliation"),
        migrations.RunSQL(SIGNED, NOT_SIGNED),
    ]
