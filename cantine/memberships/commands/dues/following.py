"""The prices of members, and what the dues of an organisation open to its people, follow the dues: written into the price
categories of the place, where bookings and visits read them, when somebody pays and every night. A category given by hand is never
touched."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from cantine.billing.queries import ORGANISATION, PERSON, Who
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.memberships import facts
from cantine.memberships.commands.papers import ids_of
from cantine.memberships.models import DuesPerson, DuesPriced
from cantine.memberships.queries.dues import COUNTING, Member, dues_lines, gate_of, members_among
from cantine.people.queries import belonging_pairs, organisations_of_persons
from cantine.places import queries as places
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
    gate, today = gate_of(place), place.today(now)
    known = set(places.contact_ids(place=place))
    wanted = _with_theirs(list(whos), known, today)
    lines = [] if leave else dues_lines(organisation_id=place.organisation_id, whos=wanted)
    members = [each for each in members_among(lines, today=today, grace_days=gate.grace_days) if each.standing.holds]
    firms = {each.who[1]: _holding(each, today, gate.grace_days) for each in members if each.who[0] == ORGANISATION}
    theirs = belonging_pairs(known, firms, day=today) if firms else set()
    up_to_date = {each.who for each in members} | {(PERSON, person) for person, _firm in theirs}
    up_to_date = up_to_date if gate.category else set()
    up_to_date = up_to_date & set(wanted) if wanted else up_to_date
    with transaction.atomic():
        _open_to(place, {(dues, person) for person, firm in theirs for dues in firms[firm]}, wanted)
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


def _with_theirs(whos: list[Who], known: set[int], day: date) -> list[Who]:
    """These, the organisations of the persons, and the people of the organisations: dues of one open to the other."""
    if not whos:
        return []
    persons = {key for kind, key in whos if kind == PERSON}
    firms = {key for kind, key in whos if kind == ORGANISATION}
    pairs = belonging_pairs(known, firms, day=day) if firms else set()
    firms_of = organisations_of_persons(persons, day=day) if persons else set()
    return sorted({*whos, *((PERSON, person) for person, _ in pairs), *((ORGANISATION, firm) for firm in firms_of)})


def _holding(member: Member, today: date, grace_days: int) -> list[int]:
    """The dues of an organisation that hold today, the grace included."""
    until = today - timedelta(days=grace_days)
    return [
        line.id
        for line in member.lines
        if line.state in COUNTING and line.first_day <= today and line.last_day >= until
    ]


def _open_to(place: PlaceRef, wished: set[tuple[int, int]], wanted: list[Who]) -> None:
    """(dues, person) that organisations open to their people, as the table has them from now on."""
    rows = DuesPerson.objects.filter(organisation_id=place.organisation_id)
    if wanted:
        rows = rows.filter(dues__customer_id__in=[key for kind, key in wanted if kind == ORGANISATION])
    held = {(dues, person): pk for pk, dues, person in rows.values_list("pk", "dues_id", "person_id")}
    DuesPerson.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in wished]).delete()
    DuesPerson.objects.bulk_create(
        DuesPerson(organisation_id=place.organisation_id, dues_id=dues, person_id=person)
        for dues, person in sorted(wished - held.keys())
    )


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
