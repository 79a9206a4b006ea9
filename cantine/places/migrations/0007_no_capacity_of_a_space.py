"""The legal capacity is that of the house: an area never had one that anybody could set or that anything read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("places", "0006_doors_of_one_statement")]
    operations = [migrations.RemoveField(model_name="space", name="legal_capacity")]
