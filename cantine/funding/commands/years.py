"""Years of which only the great figures are known: before the platform, or of another place that one compares with."""

from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts, rules
from cantine.funding.models import EnteredYear
from cantine.funding.rules import Entered
from cantine.kernel import Refused
from cantine.places.queries import PlaceRef


def enter_year(
    *, actor: Actor, now: datetime, place: PlaceRef, year: int, entered: Entered, replay: bool = False
) -> None:
    """The great figures of a year, by hand; said again, they are corrected. They stand in the place of the books.

    Records YearEntered. Refusals: year_wrong, year_empty, funding_amount_wrong.
    """
    authorize(actor, "economy.write", Target(place.organisation_id, place.id))
    if refusals := list(rules.check_entered(year, entered, today=place.today(now))):
        raise Refused(*refusals)
    with transaction.atomic():
        EnteredYear.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id, year=year,
            defaults={
                "own_cents": entered.own_cents, "private_cents": entered.private_cents,
                "public_cents": entered.public_cents, "costs_cents": entered.costs_cents, "source": entered.source[:160],
            },
        )  # fmt: skip
        fact = facts.YearEntered(organisation_id=place.organisation_id, place_id=place.id, year=year)
        record(fact, actor=actor, now=now, replay=replay)


def forget_year(*, actor: Actor, now: datetime, place: PlaceRef, year: int) -> None:
    """The books of the year are read again. Records YearEntered. Refusals: none."""
    authorize(actor, "economy.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        mine = EnteredYear.objects.filter(organisation_id=place.organisation_id, place_id=place.id, year=year)
        if mine.delete()[0]:
            fact = facts.YearEntered(organisation_id=place.organisation_id, place_id=place.id, year=year)
            record(fact, actor=actor, now=now)
