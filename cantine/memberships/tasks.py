"""The jobs of memberships, every night, place by place: what was not used by its last day expires; the month is charged; dues
that ended take back what they opened, and their letters leave."""

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.jobs import job, later
from cantine.memberships import commands, queries, rules
from cantine.memberships.queries.dues import places_with_dues
from cantine.places import queries as places

BATCH = 500


@job("memberships.expire_round", cron="23 1 * * *")
def expire_round(timestamp: int) -> None:
    """Every night: the places where something is past its last day."""
    with scoping.unscoped("a round hands each place to a job"):
        for place_id in queries.places_to_expire(today=clock.now().date()):
            later("memberships.expire_place", place_id=place_id)


@job("memberships.charge_round", cron="7 2 * * *")
def charge_round(timestamp: int) -> None:
    """Every night: the month of every place where somebody has a plan; what was charged already is passed over."""
    with scoping.unscoped("a round hands each place to a job"):
        for place_id in queries.places_to_charge():
            later("memberships.charge_place", place_id=place_id)


@job("memberships.charge_place")
def charge_place(place_id: int) -> None:
    """The month before is counted again; any month since a plan began that was never charged is caught up. Then the prices that
    wait for a yes are told."""
    now, place = clock.now(), places.place_refs(ids=[place_id])[place_id]
    actor, before = system("memberships.charge"), rules.month_of(place.today(now)).first_day - rules.A_DAY
    with scoping.scope([place.organisation_id]):
        commands.charge_month(actor=actor, now=now, place=place, month=before)
        commands.charge_due(actor=actor, now=now, place=place)
    with scoping.scope([place.organisation_id]):
        commands.announce_prices(actor=actor, now=now, place=place)


@job("memberships.expire_place")
def expire_place(place_id: int) -> None:
    """Batches of one transaction each, in the tenancy of the place."""
    place = places.place_refs(ids=[place_id])[place_id]
    done = BATCH
    while done >= BATCH:
        with scoping.scope([place.organisation_id]):
            done = commands.expire(actor=system("memberships.expire"), now=clock.now(), place=place, limit=BATCH)


@job("memberships.dues_round", cron="41 3 * * *")
def dues_round(timestamp: int) -> None:
    """Every night: the places that have members."""
    with scoping.unscoped("a round hands each place to a job"):
        for place_id in places_with_dues():
            later("memberships.follow_dues", place_id=place_id)


@job("memberships.follow_dues")
def follow_dues(place_id: int) -> None:
    """Prices first: the letter says what is true already."""
    now, place = clock.now(), places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([place.organisation_id]):
        actor = system("memberships.dues")
        commands.follow_dues(actor=actor, now=now, place=place)
        commands.remind_members(actor=actor, now=now, place=place)
