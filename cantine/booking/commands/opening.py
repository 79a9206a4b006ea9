"""Opening and closing the day at the tablet, with the code of somebody of the team: no account is left open there."""

from datetime import datetime

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.counting import close_day, take_headcount
from cantine.booking.commands.devices import OPENERS
from cantine.booking.commands.visits import check_in
from cantine.booking.models import DayOpening, OpeningCode
from cantine.booking.queries import passes
from cantine.core import live
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def open_day(*, actor: Actor, now: datetime, place: PlaceRef, code: str, device_id: int | None = None) -> int:
    """The bearer of ``code`` opens today and is here; returns who. Opened again, the first one stands.

    Refusals: opening_code_unknown. Records DayOpened.
    """
    authorize(actor, "visit.open_day", Target(place.organisation_id, place.id))
    with transaction.atomic():
        opener = _check_bearer(place, code, now)
        person_id = opener.person_id
        assert person_id is not None
        row = DayOpening(
            organisation_id=place.organisation_id, place_id=place.id, day=place.today(now), opened_at=now,
            opened_by_id=person_id, device_id=device_id,
        )  # fmt: skip
        already = DayOpening.objects.filter(place_id=place.id, day=row.day).exists()
        DayOpening.objects.bulk_create([row], ignore_conflicts=True)
        check_in(actor=opener, now=now, place=place, person_id=person_id, how=rules.How.KIOSK, device_id=device_id)
        if not already:
            told = facts.DayOpened(
                organisation_id=place.organisation_id, place_id=place.id, day=row.day, person_id=person_id
            )
            record(told, actor=actor, now=now)
            live.tell(place.topic)
    return person_id


def close_with_code(*, actor: Actor, now: datetime, place: PlaceRef, code: str, headcount: int | None = None) -> int:
    """The bearer of ``code`` ends the day, with one number for who came if they wish; returns how many were checked
    out. Refusals: opening_code_unknown, count_out_of_range. Records HeadcountTaken and DayClosed."""
    authorize(actor, "visit.open_day", Target(place.organisation_id, place.id))
    with transaction.atomic():
        closer = _check_bearer(place, code, now)
        if headcount is not None:
            take_headcount(actor=closer, now=now, place=place, day=place.today(now), count=headcount)
        return close_day(actor=closer, now=now, place=place, closed_at=now)


def _check_bearer(place: PlaceRef, code: str, now: datetime) -> Actor:
    """The person of the code, who must still be of the team today."""
    wanted = passes.opening_digest(code, place_id=place.id)
    row = OpeningCode.objects.filter(place_id=place.id, digest=wanted, revoked_at=None).first()
    if row is not None:
        bearer = places.actor_of(person_id=row.person_id, now=now)
        if OPENERS & bearer.roles_at(organisation_id=place.organisation_id, place_id=place.id):
            return bearer
    raise Refused(Refusal("opening_code_unknown", field="code"))
