"""Row-level security of the team's and the house's tables, and parents kept in their tenancy."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

OWNED = {"shift": "person_id", "hoursgiven": "person_id"}
TABLES = ["shift", "hoursgiven", "remit", "meeting", "decision", "notice"]
PARENTS = ["shift", "meeting", "decision"]
KEYS = [
    *((table, "place_id", "place") for table in TABLES),
    ("shift", "swap_for_id", "shift"), ("decision", "meeting_id", "meeting"), ("decision", "replaced_by_id", "decision"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("places", "0004_house_life")]
    operations = [
        *[secure(f"places_{table}", owner=OWNED.get(table, "")) for table in TABLES],
        *[parent_key(f"places_{table}") for table in PARENTS],
        *[same_tenancy(f"places_{child}", column, f"places_{parent}") for child, column, parent in KEYS],
    ]
