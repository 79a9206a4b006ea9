"""Rows of other tables point at a drawer of their own tenancy: the sales of the till."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key


class Migration(migrations.Migration):
    dependencies = [("accounting", "0008_more_roles")]
    operations = [parent_key("accounting_cashdrawer")]
