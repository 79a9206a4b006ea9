"""The jobs of places."""

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.jobs import job
from cantine.places import commands, queries


@job("places.warn_of_unopened_days", cron="5 7 * * *")
def warn_of_unopened_days(timestamp: int) -> None:
    """Every morning, one place after the other: nobody's mistake stops the letters of the others."""
    now = clock.now()
    with scoping.unscoped("a job serves every place"):
        every = queries.all_place_ids()
    for organisation_id, place_id in every:
        with scoping.scope([organisation_id]):
            place = queries.place_by_id(place_id)
            if place is not None and place.published_at is not None:
                commands.warn_of_unopened_days(actor=system("places.unopened"), now=now, place=place)
