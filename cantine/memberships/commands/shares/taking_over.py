"""The register that another tool kept: its holders come with their number and their day. Their money is in the opening balance, so
nothing is entered, no bulletin is numbered, nobody is written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cantine.billing.queries import Who
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts
from cantine.memberships.commands.papers import ids_of
from cantine.memberships.commands.shares.common import check_cooperative, move, tell
from cantine.memberships.models import Shareholding
from cantine.memberships.queries.shares import (
    CollegeLine,
    colleges_of,
    share_terms_on,
    shareholders_of,
    taken_share_sources,
)
from cantine.memberships.rules import shares as rules
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


@dataclass(frozen=True, kw_only=True)
class OldHolding:
    """What somebody holds on the last day of the old books, since ``since``. ``source`` tells it from the others: the same twice is
    one; ``number`` is that of the old register."""

    who: Who
    college: str
    quantity: int
    number: str
    since: date
    source: str


def take_over_shares(*, actor: Actor, now: datetime, place: PlaceRef, day: date, holdings: Sequence[OldHolding]) -> int:
    """Write the holders of the old register, each on their own day, at the value of a share on ``day``, the last of the old books.
    Those that came already are left out; the number of the others is answered. Records SharesTakenOver for each.

    Refusals: no_cooperative, share_value_missing, college_unknown, shares_out_of_range, shares_below_minimum,
    shareholder_known, person_unknown, customer_unknown, dues_received_later.
    """
    authorize(actor, "shares.take_over", Target(place.organisation_id, place.id))
    check_cooperative(place)
    terms = share_terms_on(place.organisation_id, day)
    if terms is None:
        raise Refused(Refusal("share_value_missing"))
    colleges = {each.code: each for each in colleges_of(place.organisation_id)}
    with transaction.atomic():
        places.lock_house(place.id)
        sources = taken_share_sources(place.organisation_id)
        new = [each for each in holdings if each.source not in sources]
        _check(place, new, colleges, day)
        for each in new:
            _write(place, each, colleges[each.college].id, terms.cents, actor, now)
    return len(new)


def _check(place: PlaceRef, new: Sequence[OldHolding], colleges: dict[str, CollegeLine], day: date) -> None:
    held = shareholders_of(place.organisation_id)
    people = {each.id for each in places.known_people(place=place)}
    customers = set(places.known_customers(place=place))
    for each in new:
        person_id, customer_id = ids_of(each.who)
        if each.college not in colleges:
            raise Refused(Refusal("college_unknown", field="college"))
        if person_id is not None and person_id not in people:
            raise Refused(Refusal("person_unknown"))
        if customer_id is not None and customer_id not in customers:
            raise Refused(Refusal("customer_unknown"))
        if each.who in held:
            raise Refused(Refusal("shareholder_known"))
        if each.since > day:
            raise Refused(Refusal("dues_received_later", field="since"))
        if refusals := list(rules.check_subscription(each.quantity, college=colleges[each.college], held=0)):
            raise Refused(*refusals)


def _write(place: PlaceRef, old: OldHolding, college_id: int, cents: int, actor: Actor, now: datetime) -> None:
    person_id, customer_id = ids_of(old.who)
    row = Shareholding.objects.create(
        organisation_id=place.organisation_id, college_id=college_id, person_id=person_id, customer_id=customer_id,
        old_number=old.number[:20], made_at=now,
    )  # fmt: skip
    move(
        place,
        row.pk,
        rules.MovementKind.TAKEN,
        old.quantity,
        cents_each=cents,
        day=old.since,
        source=old.source,
        now=now,
    )
    tell(facts.SharesTakenOver, place, row.uuid, old.who, actor, now, replay=True)
