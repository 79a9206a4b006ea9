"""The jobs of booking: what the clock does by itself. A round names the places; each place is a job of its own, so
that one in trouble keeps no other waiting."""

from collections.abc import Callable
from datetime import timedelta

from cantine.booking import commands, queries
from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.jobs import job, later
from cantine.places import queries as places

BATCH = 500
LETTERS = 100
RESOURCES_AT_ONCE = 10


@job("booking.expire_round", cron="* * * * *")
def expire_round(timestamp: int) -> None:
    """Every minute: the places where an option or a request is past its hour."""
    _each("booking.expire_place", queries.places_to_expire(now=clock.now()))


@job("booking.expire_place")
def expire_place(place_id: int) -> None:
    _until_done(place_id, commands.expire_due, "booking.expire")


@job("booking.remind_round", cron="*/10 * * * *")
def remind_round(timestamp: int) -> None:
    """Every ten minutes: the places with dates to come that nobody was reminded of."""
    _each("booking.remind_place", queries.places_to_remind(now=clock.now()))


@job("booking.remind_place")
def remind_place(place_id: int) -> None:
    _until_done(place_id, commands.remind_due, "booking.remind")


def _each(task: str, place_ids: list[int]) -> None:
    with scoping.unscoped("a round hands each place to a job"):
        for place_id in place_ids:
            later(task, place_id=place_id)


def _until_done(place_id: int, command: Callable[..., int], name: str) -> None:
    """Batches of one transaction each, in the tenancy of the place."""
    place = places.place_refs(ids=[place_id])[place_id]
    done = BATCH
    while done >= BATCH:
        with scoping.scope([place.organisation_id]):
            done = command(actor=system(name), now=clock.now(), place=place, limit=BATCH)


@job("booking.post_message", queue="mail")
def post_message(place_id: int, message_id: int) -> None:
    """A hundred readers at a time: a worker that is killed leaves the rest to the one that takes its job over."""
    place = places.place_refs(ids=[place_id])[place_id]
    done = LETTERS
    while done >= LETTERS:
        with scoping.scope([place.organisation_id]):
            done = commands.post_message(
                actor=system("booking.messages"), now=clock.now(), place=place, message_id=message_id, limit=LETTERS
            )


@job("booking.close_round", cron="*/15 * * * *")
def close_round(timestamp: int) -> None:
    """Every quarter of an hour: the places where somebody has not said that they left."""
    _each("booking.close_place", queries.places_with_visitors())


@job("booking.close_place")
def close_place(place_id: int) -> None:
    """Check out whoever was here before the latest closing hour that is past."""
    now, place = clock.now(), places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([place.organisation_id]):
        closed_at = queries.last_closing(place, now=now)
        if closed_at is not None:
            commands.close_day(actor=system("booking.close"), now=now, place=place, closed_at=closed_at)


@job("booking.sweep_readings", cron="47 3 * * *")
def sweep_readings(timestamp: int) -> None:
    """Every night: the messages of sensors whose signature is long dead."""
    with scoping.unscoped("a sweep serves every tenant"):
        commands.sweep_readings(actor=system("booking.sweep"), now=clock.now())


@job("booking.announce_round", cron="*/5 * * * *")
def announce_round(timestamp: int) -> None:
    """Every five minutes: the places with letters received that nobody was told of yet."""
    _each("booking.announce_place", queries.places_to_announce(now=clock.now()))


@job("booking.announce_place")
def announce_place(place_id: int) -> None:
    _until_done(place_id, commands.announce_mail, "booking.announce")


@job("booking.occupancy_round", cron="17 2 * * *")
def occupancy_round(timestamp: int) -> None:
    """Every night: the days ahead of every place, so that the search for a free time finds them all."""
    _each("booking.rebuild_occupancy", [place_id for place_id, _ in places.all_place_ids()])


@job("booking.rebuild_occupancy")
def rebuild_occupancy(place_id: int, resource_id: int | None = None) -> None:
    """From yesterday to three months ahead, a few resources a transaction: the whole place, or what meets one of them."""
    place = places.place_refs(ids=[place_id])[place_id]
    now = clock.now()
    with scoping.scope([place.organisation_id]):
        ids = queries.resources_to_count(place, resource_id=resource_id)
    for first in range(0, len(ids), RESOURCES_AT_ONCE):
        with scoping.scope([place.organisation_id]):
            commands.rebuild_occupancy(
                actor=system("booking.occupancy"),
                now=now,
                place=place,
                first_day=place.today(now) - timedelta(days=1),
                days=commands.DAYS_AHEAD + 1,
                resource_ids=ids[first : first + RESOURCES_AT_ONCE],
            )


@job("booking.loans_round", cron="11 8 * * *")
def loans_round(timestamp: int) -> None:
    """Every morning: the places where somebody keeps a key past its day."""
    _each("booking.loans_place", queries.places_with_overdue(today=clock.now().date()))


@job("booking.loans_place")
def loans_place(place_id: int) -> None:
    _until_done(place_id, commands.remind_loans, "booking.loans")


@job("booking.silence_round", cron="53 7 * * *")
def silence_round(timestamp: int) -> None:
    """Every morning: the places where mail waits for organisations that have their address there."""
    _each("booking.silence_place", queries.places_domiciling())


@job("booking.silence_place")
def silence_place(place_id: int) -> None:
    place = places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([place.organisation_id]):
        commands.tell_of_silence(actor=system("booking.silence"), now=clock.now(), place=place)
