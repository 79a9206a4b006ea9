"""How many people an occupation brings into the house: they count towards its legal capacity."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0017_keys_checked_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="occupation",
            name="people",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
