"""Rate counters are worth nothing after a crash, and every request writes one: they leave the write-ahead log, so that
counting does not wait for the disk. A server that died counts from zero again.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0005_mail_of_a_place")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE core_ratecounter SET UNLOGGED",
            "ALTER TABLE core_ratecounter SET LOGGED",
        )
    ]
