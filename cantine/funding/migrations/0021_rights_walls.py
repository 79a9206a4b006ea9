"""Row-level security of rights of use."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0020_rights"), ("places", "0002_walls"), ("core", "0002_walls"), ("memberships", "0004_ledger"),
    ]  # fmt: skip
    operations = [
        secure("funding_supportright"),
        parent_key("funding_sponsorship"),
        same_tenancy("funding_supportright", "place_id", "places_place"),
        same_tenancy("funding_supportright", "grant_id", "funding_grant"),
        same_tenancy("funding_supportright", "sponsorship_id", "funding_sponsorship"),
        same_tenancy("funding_supportright", "allowance_id", "memberships_allowance"),
    ]
