"""The places of one person's own page, each with that person's coming turns there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from cantine.core import scoping
from cantine.kernel import Interval
from cantine.places.models import Place, Shift
from cantine.places.queries.refs import REF_COLUMNS, PlaceRef, ref_from
from cantine.places.rules.team import ShiftState, Turn


@dataclass(frozen=True)
class MyTurn:
    """A turn that I said I would keep."""

    uuid: UUID
    duty: str
    note: str
    interval: Interval


@dataclass(frozen=True)
class MyPlace:
    ref: PlaceRef
    commune: str
    turns: tuple[MyTurn, ...]


def places_of_mine(
    *, person_id: int, ids: Iterable[int], organisations: Iterable[int] = (), now: datetime
) -> dict[int, MyPlace]:
    """These places, all those of these organisations, and those where this person has a coming turn, by name; one
    statement."""
    with scoping.unscoped("a person's own page names the places of its dates"):
        near = now.date() - timedelta(days=2)
        planned = Shift.objects.filter(person_id=person_id, state=ShiftState.PLANNED, day__gte=near)
        turn = JSONObject(uuid="uuid", duty="duty", note="note", day="day", starts="starts", ends="ends")
        turns = planned.filter(place=OuterRef("pk")).order_by("day", "starts", "id").values(turn=turn)
        wanted = Place.objects.filter(
            Q(pk__in=list(ids)) | Q(organisation_id__in=list(organisations)) | Q(pk__in=planned.values("place_id"))
        ).order_by("name", "id")
        rows = list(wanted.values(*REF_COLUMNS, town=F("commune"), my_turns=ArraySubquery(turns)))
    return {row["id"]: _mine(row, now) for row in rows}


def _mine(row: dict[str, Any], now: datetime) -> MyPlace:
    town, lines = row.pop("town"), row.pop("my_turns")
    ref = ref_from(row)
    turns = (_turn(line, ref) for line in lines)
    return MyPlace(ref, town, tuple(turn for turn in turns if turn.interval.ends_at > now))


def _turn(line: dict[str, str], place: PlaceRef) -> MyTurn:
    turn = Turn(
        day=date.fromisoformat(line["day"]),
        starts=time.fromisoformat(line["starts"]),
        ends=time.fromisoformat(line["ends"]),
        duty=line["duty"],
    )
    return MyTurn(UUID(line["uuid"]), line["duty"], line["note"], turn.interval(timezone=place.timezone))
