"""Row-level security of the patterns of entries, each of an entity of its tenancy."""

from django.db import migrations

from cantine.core.rowsecurity import same_tenancy, secure


class Migration(migrations.Migration):
    dependencies = [("accounting", "0021_entry_patterns")]
    operations = [
        secure("accounting_entrypattern"),
        same_tenancy("accounting_entrypattern", "entity_id", "accounting_legalentity"),
    ]
