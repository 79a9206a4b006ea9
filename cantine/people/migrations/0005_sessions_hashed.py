"""Session keys leave the tables: each row keeps the digest of its key (``core.sessions``), and nobody is signed out."""

from django.db import migrations

DIGEST = "UPDATE {} SET session_key = left(encode(sha256(convert_to(session_key, 'UTF8')), 'hex'), 40)"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_invitation_walls"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        # There is no way back from a digest: an older release starts with nobody signed in.
        migrations.RunSQL(DIGEST.format("django_session"), "DELETE FROM django_session"),
        migrations.RunSQL(DIGEST.format("usersessions_usersession"), "DELETE FROM usersessions_usersession"),
    ]
