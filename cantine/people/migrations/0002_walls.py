"""Row-level security of belongings, and the kinds of publics that places count."""

from django.db import migrations

from cantine.core.rowsecurity import secure

PUBLICS = [
    ("developer", "Développement", "Development"),
    ("designer", "Design", "Design"),
    ("researcher", "Recherche", "Research"),
    ("student", "Études", "Studies"),
    ("journalist", "Journalisme", "Journalism"),
    ("entrepreneur", "Entrepreneuriat", "Entrepreneurship"),
    ("civil-servant", "Fonction publique", "Civil service"),
    ("artist", "Création artistique", "Arts"),
    ("craft", "Artisanat", "Craft"),
    ("farmer", "Agriculture", "Farming"),
    ("teacher", "Enseignement, formation", "Teaching"),
    ("social", "Action sociale", "Social work"),
    ("communication", "Communication", "Communication"),
    ("management", "Gestion, administration", "Management"),
    ("other", "Autre", "Other"),
]


def add_publics(apps, schema_editor):
    kind = apps.get_model("people", "ProfessionKind")
    kind.objects.bulk_create([kind(code=code, name_fr=fr, name_en=en) for code, fr, en in PUBLICS])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("core", "0002_walls")]
    operations = [
        secure("people_belonging", owner="person_id", owner_writes=True),
        migrations.RunPython(add_publics, migrations.RunPython.noop),
    ]
