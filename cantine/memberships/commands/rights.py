"""Days that an organisation buys for its people, and the people who use what a right gives: an organisation’s days, a team’s plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from cantine.billing import commands as billing
from cantine.billing.rules import Standing, State
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts, queries, rules
from cantine.memberships.commands.counting import count_again
from cantine.memberships.commands.drawing import grant
from cantine.memberships.models import Allowance, RightUser
from cantine.memberships.queries import BULK
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Unit, fixed_line, fixed_price

SELLER = system("memberships.bulk")
SUBSCRIPTION = "subscription:"
UNIT_NAMES = {
    Unit.DAY: ("journées", "days"), Unit.HALF_DAY: ("demi-journées", "half-days"), Unit.HOUR: ("heures de salle", "hours of room"),
}  # fmt: skip


def grant_days(
    *, actor: Actor, now: datetime, place: PlaceRef, customer_id: int, unit: Unit, quantity: Decimal, unit_cents: int,
    valid_days: int | None, key: UUID | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """Give an organisation days, half-days or hours for its people, and charge it for them, each at ``unit_cents`` without VAT. ``key``
    makes a press count once. Returns the allowance. Records UnitsGranted.

    Refusals: customer_unknown, allowance_unit_unfit, allowance_out_of_range, pass_days_out_of_range.
    """
    authorize(actor, "allowance.grant", Target(place.organisation_id, place.id))
    if not places.knows(place=place, customer_id=customer_id):
        raise Refused(Refusal("customer_unknown", field="customer"))
    uuid, today = key or uuid4(), place.today(now)
    use = rules.Use.ROOM if unit is Unit.HOUR else rules.Use.SEAT
    fr, en = UNIT_NAMES.get(unit, ("", ""))
    names = (f"{quantity.normalize():f} {fr}", f"{quantity.normalize():f} {en}")
    kind = rules.PassKind("", *names, use, unit, quantity, 0, valid_days)
    if refusals := list(rules.check_pass_kind(kind)):
        raise Refused(*refusals)
    right = f"{BULK}{uuid}"
    with transaction.atomic():
        row = Allowance(
            uuid=uuid, organisation_id=place.organisation_id, place_id=place.id, use=use.value, unit=unit.value,
            name_fr=names[0], name_en=names[1], right=right, source=right, customer_id=customer_id, begins_on=today,
            expires_on=rules.last_day_of(kind, sold_on=today), granted=quantity, made_at=now,
        )  # fmt: skip
        if grant([row]):
            line = fixed_line(
                code="bulk", names=names, unit=unit, quantity=quantity, cents=unit_cents, vat=prices.terms_of(place).vat
            )
            price = fixed_price(names=queries.LIST_NAMES, on=today, lines=[line])
            sale = billing.Sale(
                source=f"memberships.{right}", name=names[0], day=today, price=price, standing=Standing(State.DUE),
                customer_id=customer_id,
            )  # fmt: skip
            billing.make_charges(actor=SELLER, now=now, place=place, sales=[sale], replay=replay)
            told = facts.UnitsGranted(
                organisation_id=place.organisation_id, place_id=place.id, allowance=uuid, customer_id=customer_id
            )
            record(told, actor=actor, now=now, replay=replay)
    return uuid


@dataclass(frozen=True)
class Granted:
    """An allowance as whoever had it given keeps it: ``id`` is the code by which prices say what it paid for."""

    id: int
    uuid: UUID
    right: str


def give_hours(
    *, actor: Actor, now: datetime, place: PlaceRef, customer_id: int, quantity: Decimal, names: tuple[str, str],
    first_day: date, last_day: date, key: UUID, replay: bool = False,
) -> Granted:  # fmt: skip
    """Give an organisation hours of room for its people, for which nobody is charged: whoever calls knows why. ``key`` gives
    them once. Records UnitsGranted.

    Refusals: customer_unknown, those of ``check_pass_kind``, right_days_wrong.
    """
    authorize(actor, "allowance.grant", Target(place.organisation_id, place.id))
    refusals = list(rules.check_pass_kind(rules.PassKind("", *names, rules.Use.ROOM, Unit.HOUR, quantity, 0)))
    if not places.knows(place=place, customer_id=customer_id):
        refusals.append(Refusal("customer_unknown", field="customer"))
    if last_day < first_day:
        refusals.append(Refusal("right_days_wrong", field="last_day"))
    if refusals:
        raise Refused(*refusals)
    right = f"{BULK}{key}"
    with transaction.atomic():
        row = Allowance(
            uuid=key, organisation_id=place.organisation_id, place_id=place.id, use=rules.Use.ROOM.value,
            unit=Unit.HOUR.value, name_fr=names[0][:120], name_en=names[1][:120], right=right, source=right,
            customer_id=customer_id, begins_on=first_day, expires_on=last_day, granted=quantity, made_at=now,
        )  # fmt: skip
        if grant([row]):
            told = facts.UnitsGranted(
                organisation_id=place.organisation_id, place_id=place.id, allowance=key, customer_id=customer_id
            )
            record(told, actor=actor, now=now, replay=replay)
        kept = Allowance.objects.get(place_id=place.id, source=right)
    return Granted(kept.pk, kept.uuid, right)


def add_right_user(
    *, actor: Actor, now: datetime, place: PlaceRef, right: str, person_id: int, cap: Decimal | None = None,
    replay: bool = False,
) -> None:  # fmt: skip
    """Let somebody use what a right gives from today on, up to ``cap`` units a month; said again, the cap changes. Records
    RightUserAdded. Refusals: right_unknown, person_unknown, cap_out_of_range, team_full.
    """
    authorize(actor, "right.share", Target(place.organisation_id, place.id))
    if not places.knows(place=place, person_id=person_id):
        raise Refused(Refusal("person_unknown", field="email"))
    if cap is not None and cap <= 0:
        raise Refused(Refusal("cap_out_of_range", field="cap"))
    today = place.today(now)
    with transaction.atomic():
        _check_room(place, right, person_id, now)
        RightUser.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id, right=right, person_id=person_id,
            defaults={"cap": cap, "until": None}, create_defaults={"cap": cap, "since": today},
        )  # fmt: skip
        told = facts.RightUserAdded(
            organisation_id=place.organisation_id, place_id=place.id, right=right, person_id=person_id
        )
        record(told, actor=actor, now=now, replay=replay)
        if right.startswith(SUBSCRIPTION):
            count_again(place, UUID(right.removeprefix(SUBSCRIPTION)), today, actor, now, replay=replay)


def remove_right_user(*, actor: Actor, now: datetime, place: PlaceRef, right: str, person_id: int) -> None:
    """Somebody no longer uses what a right gives, from today on; what they used stays used. Records RightUserRemoved."""
    authorize(actor, "right.share", Target(place.organisation_id, place.id))
    with transaction.atomic():
        mine = RightUser.objects.filter(place_id=place.id, right=right, person_id=person_id)
        eve = place.today(now) - timedelta(days=1)
        gone = mine.filter(since__gt=eve).delete()[0] + mine.filter(since__lte=eve, until=None).update(until=eve)
        if gone:
            told = facts.RightUserRemoved(
                organisation_id=place.organisation_id, place_id=place.id, right=right, person_id=person_id
            )
            record(told, actor=actor, now=now)


def _check_room(place: PlaceRef, right: str, person_id: int, now: datetime) -> None:
    """The right is of this place, shared, and has room for one more."""
    if right.startswith(SUBSCRIPTION):
        line = queries.find_subscription(place, subscription=UUID(right.removeprefix(SUBSCRIPTION)), lock=True)
        if line is None or line.customer_id is None or line.person_id is not None:
            raise Refused(Refusal("right_unknown"))
        others = queries.users_by_right(place, rights=[right], day=place.today(now)).get(right, [])
        if len(set(others) - {person_id}) >= line.plan.people_max:
            raise Refused(Refusal("team_full", {"people": line.plan.people_max}, "email"))
    elif not Allowance.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, right=right, person=None
    ).exists():
        raise Refused(Refusal("right_unknown"))
