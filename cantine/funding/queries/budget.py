"""The budget of a year, by line."""

from cantine.funding.models import BudgetLine
from cantine.places.queries import PlaceRef


def budget_of(place: PlaceRef, *, year: int) -> dict[str, int]:
    """One statement."""
    mine = BudgetLine.objects.filter(organisation_id=place.organisation_id, place_id=place.id, year=year)
    return dict(mine.values_list("code", "cents"))
