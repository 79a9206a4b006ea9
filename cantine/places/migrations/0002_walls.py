"""Row-level security of the place's tables, and parents kept in their tenancy."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

OWNED = {"role": "person_id", "contact": "person_id", "acceptance": "person_id", "insurance": "person_id"}
TABLES = [
    "place", "role", "contact", "space", "kind", "unit", "resource", "resourceunit", "resourcepool", "layout",
    "equipment", "openinghours", "closure", "houserules", "acceptance", "insurance",
]  # fmt: skip
PARENTS = ["place", "space", "kind", "unit", "resource", "houserules"]
KEYS = [
    ("role", "place_id", "place"), ("space", "place_id", "place"), ("unit", "place_id", "place"),
    ("resource", "place_id", "place"), ("resource", "space_id", "space"), ("resource", "kind_id", "kind"),
    ("resourceunit", "resource_id", "resource"), ("resourceunit", "unit_id", "unit"),
    ("resourcepool", "resource_id", "resource"), ("resourcepool", "pool_id", "resource"),
    ("layout", "resource_id", "resource"), ("equipment", "resource_id", "resource"),
    ("openinghours", "place_id", "place"), ("openinghours", "resource_id", "resource"),
    ("closure", "place_id", "place"), ("closure", "resource_id", "resource"),
    ("houserules", "place_id", "place"), ("acceptance", "house_rules_id", "houserules"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("core", "0002_walls")]
    operations = [
        *[secure(f"places_{table}", owner=OWNED.get(table, "")) for table in TABLES],
        *[parent_key(f"places_{table}") for table in PARENTS],
        *[same_tenancy(f"places_{child}", column, f"places_{parent}") for child, column, parent in KEYS],
    ]
