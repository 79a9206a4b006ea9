"""What the desk does on its own time: each hour, the quotes that are past their day."""

from contextlib import suppress

from cantine.billing import queries as documents
from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.jobs import job, later
from cantine.desk import commands
from cantine.kernel import Refused
from cantine.places import queries as places


@job("desk.expire_round", cron="7 * * * *")
def expire_round(timestamp: int) -> None:
    """Every hour: the places where a quote may be past its last day; its own clock decides."""
    place_ids = documents.places_with_quotes_past(today=clock.now().date())
    with scoping.unscoped("a round hands each place to a job"):
        for place_id in place_ids:
            later("desk.expire_place", place_id=place_id)


@job("desk.expire_place")
def expire_place(place_id: int) -> None:
    """One transaction each, so that who answers at this instant keeps nothing else waiting; what was answered stays so."""
    now, place = clock.now(), places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([place.organisation_id]):
        quotes = documents.quotes_past(place, today=place.today(now))
    for quote in quotes:
        with suppress(Refused), scoping.scope([place.organisation_id]):
            commands.expire_offer(actor=system("desk.expire"), now=now, place=place, quote=quote)
