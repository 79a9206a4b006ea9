"""The walls of visits, devices, letters, keys and occupancy."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

OWNED = ["visit", "openingcode", "visitorcard", "domiciliationcontact", "loan"]
SHARED = ["device", "sensorevent", "dayopening", "occupancyday", "domiciliation", "mailitem", "key"]
PARENTS = ["device", "domiciliation", "key"]
KEYS = [
    *[(table, "place_id", "places_place") for table in (
        "device", "visit", "openingcode", "dayopening", "visitorcard", "domiciliation", "mailitem", "key")],
    ("visit", "occurrence_id", "booking_occurrence"), ("visit", "device_id", "booking_device"),
    ("sensorevent", "device_id", "booking_device"), ("dayopening", "device_id", "booking_device"),
    ("domiciliationcontact", "domiciliation_id", "booking_domiciliation"),
    ("mailitem", "domiciliation_id", "booking_domiciliation"),
    ("loan", "key_id", "booking_key"), ("occupancyday", "resource_id", "places_resource"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("booking", "0003_visits_post_keys_occupancy")]
    operations = [
        *[secure(f"booking_{table}", owner="person_id") for table in OWNED],
        *[secure(f"booking_{table}") for table in SHARED],
        *[parent_key(f"booking_{table}") for table in PARENTS],
        *[same_tenancy(f"booking_{child}", column, parent) for child, column, parent in KEYS],
    ]
