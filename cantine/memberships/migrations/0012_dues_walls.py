"""Row-level security of dues and of papers; days of one member never meet, and a paper is written once."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

DAYS = """
ALTER TABLE memberships_dues ADD CONSTRAINT dues_of_a_person_never_meet EXCLUDE USING gist (
  int8range(organisation_id, organisation_id, '[]') WITH &&, int8range(person_id, person_id, '[]') WITH &&,
  daterange(first_day, last_day, '[]') WITH &&) WHERE (state <> 'dropped' AND person_id IS NOT NULL);
ALTER TABLE memberships_dues ADD CONSTRAINT dues_of_an_organisation_never_meet EXCLUDE USING gist (
  int8range(organisation_id, organisation_id, '[]') WITH &&, int8range(customer_id, customer_id, '[]') WITH &&,
  daterange(first_day, last_day, '[]') WITH &&) WHERE (state <> 'dropped' AND customer_id IS NOT NULL);
"""
NO_DAYS = """
ALTER TABLE memberships_dues DROP CONSTRAINT dues_of_an_organisation_never_meet;
ALTER TABLE memberships_dues DROP CONSTRAINT dues_of_a_person_never_meet;
"""
# Whoever leaves for good is no more pointed at; the paper, like an invoice, stays as it was handed over.
PAPERS = """
CREATE FUNCTION memberships_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.person_id IS NULL THEN OLD.person_id := NULL; END IF;
    IF OLD.pdf IS NULL THEN OLD.pdf := NEW.pdf; OLD.sha256 := NEW.sha256; END IF;
    IF NEW = OLD THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'A paper is written once.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER paper_stays BEFORE UPDATE OR DELETE ON memberships_paper
  FOR EACH ROW EXECUTE FUNCTION memberships_paper_stays();
"""
NO_PAPERS = "DROP TRIGGER paper_stays ON memberships_paper; DROP FUNCTION memberships_paper_stays();"
KEYS = [
    ("duesterms", "kind_id", "memberships_dueskind"), ("dues", "place_id", "places_place"),
    ("dues", "kind_id", "memberships_dueskind"), ("duesgate", "place_id", "places_place"),
    ("duesgate", "category_id", "pricing_category"), ("duesgateresource", "gate_id", "memberships_duesgate"),
    ("duesgateresource", "resource_id", "places_resource"), ("duespriced", "place_id", "places_place"),
    ("paperseries", "entity_id", "accounting_legalentity"), ("paper", "entity_id", "accounting_legalentity"),
    ("paper", "place_id", "places_place"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("memberships", "0011_dues"),
        ("accounting", "0002_walls"),
        ("pricing", "0002_walls"),
        ("core", "0002_walls"),
    ]
    operations = [
        migrations.RunSQL(DAYS, NO_DAYS),
        migrations.RunSQL(PAPERS, NO_PAPERS),
        *[secure(f"memberships_{table}", owner="person_id") for table in ("dues", "duespriced", "paper")],
        *[
            secure(f"memberships_{table}")
            for table in ("dueskind", "duesterms", "duesgate", "duesgateresource", "paperseries")
        ],
        parent_key("memberships_dueskind"),
        parent_key("memberships_duesgate"),
        *[same_tenancy(f"memberships_{child}", column, parent) for child, column, parent in KEYS],
    ]
