"""What is left of a commitment when its plan is left for a dearer one, and why the team let somebody go before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("memberships", "0081_yes_noted_by_the_team")]

    operations = [
        migrations.AddField("subscription", "committed_until", models.DateField(null=True)),
        migrations.AddField("subscription", "waived", models.CharField(blank=True, default="", max_length=200)),
    ]
