"""Years that a place shows to everybody."""

from cantine.funding.models import PublishedYear
from cantine.funding.queries.economy import YearOf
from cantine.funding.rules.published import Shown, from_json
from cantine.places.queries import PlaceRef


def published_year(place: PlaceRef, *, year: int) -> Shown | None:
    """As it was on the day of its publication; one statement."""
    mine = PublishedYear.objects.filter(organisation_id=place.organisation_id, place_id=place.id, year=year)
    found = mine.values_list("content", "published_on").first()
    return from_json(year, found[0], published_on=found[1]) if found else None


def last_published(place: PlaceRef) -> int | None:
    """The latest year that everybody may read."""
    mine = PublishedYear.objects.filter(organisation_id=place.organisation_id, place_id=place.id)
    return mine.order_by("-year").values_list("year", flat=True).first()


def shown_of(at: YearOf) -> Shown:
    """A year as it would be published today."""
    return Shown(
        year=at.year, mix=at.mix, offered_cents=at.offered_cents, given_cents=at.given_cents,
        source="entered" if at.entered else "books", origin=at.entered.source if at.entered else "",
    )  # fmt: skip
