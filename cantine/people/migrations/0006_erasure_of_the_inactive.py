from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_sessions_hashed")]
    operations = [
        migrations.AddField("erasure", "inactive", models.BooleanField(default=False, db_default=False)),
    ]
