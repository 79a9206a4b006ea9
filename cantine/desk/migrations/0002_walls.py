"""Row-level security of requests, whose person sees their own."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

KEYS = [
    ("request", "place_id", "places_place"),
    ("note", "request_id", "desk_request"),
    ("timespent", "request_id", "desk_request"),
    ("answertemplate", "place_id", "places_place"),
]


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [
        secure("desk_request", owner="person_id"),
        secure("desk_timespent", owner="person_id"),
        secure("desk_note"),
        secure("desk_answertemplate"),
        parent_key("desk_request"),
        *[same_tenancy(f"desk_{child}", column, parent) for child, column, parent in KEYS],
    ]
