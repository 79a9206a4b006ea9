"""Row-level security of the waiting list and of the feeds, and their parents in the same tenancy."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure

KEYS = [
    ("waiting", "place_id", "places_place"), ("waiting", "resource_id", "places_resource"),
    ("waiting", "booking_id", "booking_booking"),
    ("feed", "place_id", "places_place"), ("feed", "resource_id", "places_resource"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("booking", "0006_waiting_and_feeds")]
    operations = [
        secure("booking_waiting", owner="person_id"),
        secure("booking_feed", owner="made_by_id", owner_writes=True),
        *[same_tenancy(f"booking_{child}", column, parent) for child, column, parent in KEYS],
    ]
