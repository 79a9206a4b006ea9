"""Years of which only the great figures are known."""

from django.db import models

from cantine.core.scoping import TenantModel, tenant_key


class EnteredYear(TenantModel):
    """A year before the books of this instance, entered by hand: it stands alone, whatever the books hold of it."""

    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    own_cents = models.PositiveBigIntegerField()
    private_cents = models.PositiveBigIntegerField()
    public_cents = models.PositiveBigIntegerField()
    costs_cents = models.PositiveBigIntegerField()
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "place", "year"], name="one_entered_year"),
            models.CheckConstraint(
                condition=models.Q(year__gte=1900, year__lte=2200), name="an_entered_year_is_a_year"
            ),
        ]


class PublishedYear(TenantModel):
    """A year that everybody may read, as it was on the day of its publication; ``content`` as ``rules.published`` writes it."""

    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    content = models.JSONField()
    published_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "place", "year"], name="one_published_year"),
        ]
