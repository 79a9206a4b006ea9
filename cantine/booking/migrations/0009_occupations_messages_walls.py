"""Row-level security of occupations and messages, and parents kept in their tenancy."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

OWNED = {"occupation": "person_id", "occupationwish": "person_id"}
TABLES = ["occupation", "occupationwish", "statereport", "message"]
KEYS = [
    ("occupation", "place_id", "places_place"), ("occupation", "resource_id", "places_resource"),
    ("occupation", "moved_from_id", "booking_occupation"),
    ("occupationwish", "place_id", "places_place"), ("occupationwish", "kind_id", "places_kind"),
    ("occupationwish", "resource_id", "places_resource"), ("occupationwish", "occupation_id", "booking_occupation"),
    ("statereport", "occupation_id", "booking_occupation"), ("message", "place_id", "places_place"),
    ("claim", "occupation_id", "booking_occupation"), ("seatclaim", "occupation_id", "booking_occupation"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("booking", "0008_occupations_messages")]
    operations = [
        *[secure(f"booking_{table}", owner=OWNED.get(table, "")) for table in TABLES],
        parent_key("booking_occupation"),
        *[same_tenancy(f"booking_{child}", column, parent) for child, column, parent in KEYS],
    ]
