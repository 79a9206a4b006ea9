"""Showing a year to everybody, and hiding it again."""

from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts
from cantine.funding.models import PublishedYear
from cantine.funding.queries import economy_of
from cantine.funding.queries.published import shown_of
from cantine.funding.rules.published import to_json
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def publish_year(*, actor: Actor, now: datetime, place: PlaceRef, year: int, replay: bool = False) -> None:
    """Freeze the figures of a year as they are today, and show them; said again, they are those of that day. Records
    YearPublished. Refusals: year_nothing.
    """
    authorize(actor, "economy.publish", Target(place.organisation_id, place.id))
    today = place.today(now)
    shown = shown_of(economy_of(place, today=today).year(year))
    if shown.mix.is_empty:
        raise Refused(Refusal("year_nothing", {"year": year}))
    with transaction.atomic():
        PublishedYear.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id, year=year,
            defaults={"content": to_json(shown), "published_on": today},
        )  # fmt: skip
        _tell(place, year, True, actor, now, replay=replay)


def hide_year(*, actor: Actor, now: datetime, place: PlaceRef, year: int) -> None:
    """Nobody outside reads it any more. Records YearPublished. Refusals: none."""
    authorize(actor, "economy.publish", Target(place.organisation_id, place.id))
    with transaction.atomic():
        mine = PublishedYear.objects.filter(organisation_id=place.organisation_id, place_id=place.id, year=year)
        if mine.delete()[0]:
            _tell(place, year, False, actor, now)


def _tell(place: PlaceRef, year: int, shown: bool, actor: Actor, now: datetime, *, replay: bool = False) -> None:
    fact = facts.YearPublished(organisation_id=place.organisation_id, place_id=place.id, year=year, shown=shown)
    record(fact, actor=actor, now=now, replay=replay)
