"""What crosses domains when something happened: a place taken out as a whole is told to who runs it."""

from datetime import datetime

from cantine.core.actor import system
from cantine.core.facts import on
from cantine.places import queries as places
from cantine.web import commands
from cantine.web.facts import PlaceExported


@on(PlaceExported)
def tell_the_managers(fact: PlaceExported, now: datetime) -> None:
    assert fact.place_id is not None
    place = places.place_refs(ids=[fact.place_id]).get(fact.place_id)
    if place is not None:
        commands.tell_of_export(
            actor=system("web.export"), now=now, place=place, person_id=fact.person_id,
            once=f"web:exported:{fact.journal_id}",
        )  # fmt: skip
