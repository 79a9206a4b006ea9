"""From which day an organisation pays in the place of a person; without one, all that is not invoiced."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("billing", "0141_old_documents_go")]

    operations = [
        migrations.AddField("payer", "paid_from", models.DateField(null=True)),
        migrations.AddConstraint(
            "payer",
            models.CheckConstraint(
                condition=Q(paid_from__isnull=True) | Q(person__isnull=False),
                name="only_a_person_is_paid_for_from_a_day",
            ),
        ),
    ]
