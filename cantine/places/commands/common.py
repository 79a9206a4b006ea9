"""What several commands of a place do: know their columns, count positions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from cantine.places.models import (
    Resource,
    Space,
)
from cantine.places.queries import PlaceRef


def known(fields: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    unknown = set(fields) - names
    if unknown:
        raise ValueError(f"Unknown fields: {', '.join(sorted(unknown))}")
    return dict(fields)


def next_position(model: type[Resource] | type[Space], place: PlaceRef) -> int:
    highest = model.objects.filter(place_id=place.id).aggregate(highest=Max("position"))["highest"]
    return (highest or 0) + 1
