"""The jobs of the economy, every night, place by place: costs that come back are entered; what is due to funders is told before
its day."""

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.jobs import job, later
from cantine.funding import commands
from cantine.funding.queries.due import places_with_due
from cantine.funding.queries.recurring import places_with_recurring
from cantine.places import queries as places

NIGHT = system("funding.night")


@job("funding.night_round", cron="17 4 * * *")
def night_round(timestamp: int) -> None:
    """Every night: the places where something may be entered or told."""
    today = clock.now().date()
    with scoping.unscoped("a round hands each place to a job"):
        for place_id in sorted({*places_with_recurring(today=today), *places_with_due(today=today)}):
            later("funding.night", place_id=place_id)


@job("funding.night")
def night(place_id: int) -> None:
    now, place = clock.now(), places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([place.organisation_id]):
        commands.enter_alone(actor=NIGHT, now=now, place=place)
        commands.tell_due(actor=NIGHT, now=now, place=place)
