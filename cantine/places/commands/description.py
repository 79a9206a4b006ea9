"""What a place says of itself, and its rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refused
from cantine.places import facts, rules
from cantine.places.commands.common import known
from cantine.places.models import (
    Place,
)
from cantine.places.queries import PlaceRef

PLACE_FIELDS = frozenset(
    "name tagline description street postcode commune insee_code country timezone holiday_territory email phone "
    "how_to_come how_to_enter wifi accessibility area_m2 legal_capacity accent holiday_open holidays_open_on "
    "free_cancellation_hours cancellation_words request_days hold_days published_at".split()
)


def change_place(*, actor: Actor, now: datetime, place: PlaceRef, fields: Mapping[str, Any]) -> None:
    """Change the description or the rules of the place; unknown fields are a fault. Records PlaceChanged.

    Refusals: all those of ``rules.check_place``.
    """
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    values = known(fields, PLACE_FIELDS)
    wrong = rules.check_place(values)
    if wrong:
        raise Refused(*wrong)
    with transaction.atomic():
        Place.objects.filter(pk=place.id).update(**values)
        fact = facts.PlaceChanged(
            organisation_id=place.organisation_id, place_id=place.id, fields=tuple(sorted(values))
        )
        record(fact, actor=actor, now=now)
