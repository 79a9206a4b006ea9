"""Reference tables of the French territory. They belong to no tenant: everybody reads them, one command fills them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Region(models.Model):
    """A region, or an overseas collectivity that stands for one."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=60)


class Department(models.Model):
    """A department, or an overseas collectivity."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="departments")


class Commune(models.Model):
    """A commune by its INSEE code. ``key`` and ``bare_key`` (without its article) are what searches compare."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=60, db_collation="C")
    bare_key = models.CharField(max_length=60, db_collation="C")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="communes")
    population = models.PositiveIntegerField(null=True)
    postcodes = ArrayField(models.CharField(max_length=5))

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="commune_by_key"),
            models.Index(fields=["bare_key"], name="commune_by_bare_key"),
            GinIndex(fields=["postcodes"], name="commune_by_postcode"),
        ]
