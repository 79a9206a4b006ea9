"""The prices of members follow their dues: written into the price categories of the place, where bookings and visits read
them, when somebody pays and every night when somebody lapses. A category given by hand is never touched."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cantine.billing.queries import Who
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.memberships import facts
from cantine.memberships.commands.papers import ids_of
from cantine.memberships.models import DuesPriced
from cantine.memberships.queries.dues import dues_lines, gate_of, members_among
from cantine.places.queries import PlaceRef
from cantine.pricing import commands as pricing
from cantine.pricing import queries as prices

FOLLOWER = system("memberships.dues")


def follow_dues(*, actor: Actor, now: datetime, place: PlaceRef) -> tuple[int, int]:
    """Give the prices of members to who is up to date, and take them back from who is not any more; (gained, lost). Records
    MemberPricesFollowed when something changed. Refusals: none."""
    authorize(actor, "dues.follow", Target(place.organisation_id, place.id))
    return follow(place, now=now)


def follow(place: PlaceRef, *, now: datetime, whos: Iterable[Who] = (), leave: bool = False) -> tuple[int, int]:
    """For the commands of dues, which have authorized; only ``whos`` where they are said; ``leave``: nobody has them."""
    wanted, gate = list(whos), gate_of(place)
    lines = [] if leave else dues_lines(organisation_id=place.organisation_id, whos=wanted)
    members = members_among(lines, today=place.today(now), grace_days=gate.grace_days)
    up_to_date = {each.who for each in members if each.standing.holds} if gate.category else set()
    with transaction.atomic():
        given = _given(place, wanted)
        held = prices.customers_in_categories(place)
        lost = given - up_to_date
        gained = {who for who in up_to_date - given if who not in held}
        for who in sorted(lost):
            if held.get(who) == gate.category:
                _put(place, who, "", now)
        for who in sorted(gained):
            _put(place, who, gate.category, now)
        _keep(place, gained, lost)
        if gained or lost:
            told = facts.MemberPricesFollowed(
                organisation_id=place.organisation_id, place_id=place.id, gained=len(gained), lost=len(lost)
            )
            record(told, actor=FOLLOWER, now=now)
    return len(gained), len(lost)


def _given(place: PlaceRef, whos: list[Who]) -> set[Who]:
    rows = DuesPriced.objects.filter(place_id=place.id).values_list("person_id", "customer_id")
    given: set[Who] = {("organisation", customer) if customer else ("person", person) for person, customer in rows}
    return given & set(whos) if whos else given


def _put(place: PlaceRef, who: Who, category: str, now: datetime) -> None:
    person_id, customer_id = ids_of(who)
    pricing.put_in_category(
        actor=FOLLOWER, now=now, place=place, category=category, person_id=person_id, customer_id=customer_id
    )


def _keep(place: PlaceRef, gained: set[Who], lost: set[Who]) -> None:
    DuesPriced.objects.bulk_create(
        DuesPriced(organisation_id=place.organisation_id, place_id=place.id, person_id=person, customer_id=customer)
        for person, customer in map(ids_of, sorted(gained))
    )
    persons, customers = zip(*map(ids_of, lost), strict=True) if lost else ((), ())
    gone = Q(person_id__in=filter(None, persons)) | Q(customer_id__in=filter(None, customers))
    DuesPriced.objects.filter(gone, place_id=place.id).delete()
