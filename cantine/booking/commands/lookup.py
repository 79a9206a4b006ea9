"""What the commands on existing dates share: locking them, moving their states, telling what happened."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cantine.booking import facts, rules
from cantine.booking.commands import occupancy
from cantine.booking.commands.charging import settle_dates
from cantine.booking.models import Booking, Occurrence
from cantine.core import live
from cantine.core.actor import Actor
from cantine.core.authorization import Target, can
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def lock_dates(place: PlaceRef, dates: Iterable[UUID]) -> list[Occurrence]:
    """The dates of the place, locked in the order of their ids; all of them, or date_unknown."""
    wanted = set(dates)
    rows = list(
        Occurrence.objects.select_for_update(no_key=True).filter(uuid__in=wanted, place_id=place.id).order_by("pk")
    )
    if not wanted or len(rows) < len(wanted):
        raise Refused(Refusal("date_unknown"))
    return rows


def check_not_promised(rows: Iterable[Occurrence], place: PlaceRef, actor: Actor) -> None:
    """What a quote promises is the team's to undo: its person is told whom to talk to. Raises Refused: promised_by_quote."""
    mine = [row for row in rows if row.person_id is not None and row.person_id == actor.person_id]
    if not mine or can(actor, "booking.answer", Target(place.organisation_id, place.id)):
        return
    promised = Booking.objects.filter(pk__in={row.booking_id for row in mine}).exclude(held_for="").exists()
    if rules.check_promise(promised=promised, team=False):
        head = places.letterhead_of(place_id=place.id)
        contact = " · ".join(filter(None, [head.phone, head.email]))
        raise Refused(Refusal("promised_by_quote", {"place": place.name, "contact": contact}))


def move_states(
    rows: Sequence[Occurrence], act: rules.Act, now: datetime, *, set_already: Iterable[str] = (), **changes: Any
) -> None:
    """Apply one act to every row, or refuse for all those whose state does not allow it. ``changes`` are the same for
    every row; ``set_already`` names columns that the caller has set on each.
    """
    refusals = [refusal for row in rows for refusal in rules.check_transition(state=rules.State(row.state), act=act)]
    if refusals:
        raise Refused(*dict.fromkeys(refusals))
    for row in rows:
        following = rules.next_state(rules.State(row.state), act)
        assert following is not None
        row.state = following
        row.changed_at = now
        row.sequence += 1
        for name, value in changes.items():
            setattr(row, name, value)
    Occurrence.objects.bulk_update(rows, ["state", "changed_at", "sequence", *changes, *set_already])
    if act in {rules.Act.CONFIRM, rules.Act.REQUEST}:
        occupancy.touch_dates(row.pk for row in rows)


def tell_dates(
    fact: type[facts.BookingFact],
    rows: Sequence[Occurrence],
    place: PlaceRef,
    actor: Actor,
    now: datetime,
    *,
    replay: bool = False,
    **said: Any,
) -> None:
    """One fact a booking, one change told to the live pages of the place, and what is asked for the dates now."""
    for booking_id in dict.fromkeys(row.booking_id for row in rows):
        mine = [row for row in rows if row.booking_id == booking_id]
        told = fact(
            organisation_id=place.organisation_id,
            place_id=place.id,
            booking_id=booking_id,
            resource_id=mine[0].resource_id,
            person_id=mine[0].person_id,
            occurrence_ids=tuple(row.pk for row in mine),
            **said,
        )
        record(told, actor=actor, now=now, replay=replay)
    settle_dates(rows, place, now)
    live.tell(place.topic)
