"""Passes: what a place sells, what a visit costs without one, and selling one: a charge, and an allowance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.billing import commands as billing
from cantine.billing.rules import Standing, State
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize, can
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.memberships import facts, queries, rules
from cantine.memberships.commands.drawing import grant
from cantine.memberships.models import Allowance, DropIn, PassKind, PassKindPrice
from cantine.memberships.queries import PassKindLine
from cantine.memberships.rules import CategoryPrice
from cantine.people import queries as people
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Price

SELLER = system("memberships.sales")


def set_pass_kind(*, actor: Actor, now: datetime, place: PlaceRef, kind: rules.PassKind) -> str:
    """Write a pass that the place sells, in the place of the one of its code; without a code it is a new one. What was sold keeps
    what it holds. Returns its code. Records PassKindChanged.

    Refusals: pass_name_missing, allowance_unit_unfit, allowance_out_of_range, pass_days_out_of_range, category_priced_twice,
    category_unknown.
    """
    authorize(actor, "place.change_passes", Target(place.organisation_id, place.id))
    refusals = list(rules.check_pass_kind(kind))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        places.lock_house(place.id)
        codes = list(PassKind.objects.filter(place_id=place.id).values_list("code", flat=True))
        code = kind.code or free_code(codes, kind.name_fr)
        columns = {
            "name_fr": kind.name_fr.strip(), "name_en": kind.name_en.strip() or kind.name_fr.strip(),
            "use": kind.use.value, "unit": kind.unit.value, "quantity": kind.quantity, "cents": kind.cents,
            "valid_days": kind.valid_days, "online": kind.online, "retired_at": None,
        }  # fmt: skip
        new = {} if code in codes else {"position": len(codes)}
        row, _made = PassKind.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id, code=code, defaults={**columns, **new}
        )
        _write_prices(place, row, kind.prices)
        _tell_changed(place, code, actor, now)
    return code


def retire_pass_kind(*, actor: Actor, now: datetime, place: PlaceRef, code: str) -> None:
    """Sell it no more; what was sold serves until its end. Records PassKindChanged. Refusals: pass_kind_unknown."""
    authorize(actor, "place.change_passes", Target(place.organisation_id, place.id))
    with transaction.atomic():
        if not PassKind.objects.filter(place_id=place.id, code=code, retired_at=None).update(retired_at=now):
            raise Refused(Refusal("pass_kind_unknown", field="kind"))
        _tell_changed(place, code, actor, now)


def set_drop_in(*, actor: Actor, now: datetime, place: PlaceRef, kind: str) -> None:
    """Say what a visit costs to who has no allowance for it: the price of a seat of this kind; ``""``: nothing. Records
    DropInChanged. Refusals: kind_unknown_here."""
    authorize(actor, "place.change_passes", Target(place.organisation_id, place.id))
    with transaction.atomic():
        if not kind:
            DropIn.objects.filter(place_id=place.id).delete()
        elif (key := prices.things_of(place).ids.get(("kind", kind))) is None:
            raise Refused(Refusal("kind_unknown_here", field="kind"))
        else:
            DropIn.objects.update_or_create(
                organisation_id=place.organisation_id, place_id=place.id, defaults={"kind_id": key}
            )
        changed = facts.DropInChanged(organisation_id=place.organisation_id, place_id=place.id)
        record(changed, actor=actor, now=now)


@dataclass(frozen=True)
class Sold:
    """A pass that was sold: its allowance, what it costs, and which pass it is."""

    uuid: UUID
    kind: PassKindLine
    price: Price


def sell_pass(
    *, actor: Actor, now: datetime, place: PlaceRef, kind: str, person_id: int, customer_id: int | None = None,
    key: UUID | None = None, replay: bool = False,
) -> Sold:  # fmt: skip
    """Give somebody a pass from today on, and charge it at the price of their category to them, or to an organisation that they
    belong to; ``key`` makes a press sold once. Records PassSold. Refusals: pass_kind_unknown, person_unknown, customer_unknown.
    """
    authorize(actor, "pass.sell", Target(place.organisation_id, place.id, person_id))
    found = queries.find_pass_kind(place, code=kind)
    if found is None or (actor.person_id == person_id and not found.online and not _sells(actor, place)):
        raise Refused(Refusal("pass_kind_unknown", field="kind"))
    today, uuid = place.today(now), key or uuid4()
    if customer_id is not None and not _may_pay(actor, place, customer_id, person_id, today):
        raise Refused(Refusal("customer_unknown", field="customer"))
    category = prices.category_of(place, person_id=person_id, customer_id=customer_id)
    price = queries.price_of_pass(found, place=place, on=today, category=category)
    with transaction.atomic():
        place_commands.note_contact(actor=SELLER, now=now, place=place, person_id=person_id)
        if grant([_allowance(place, found, uuid, person_id, customer_id, now)]):
            _charge(place, found, uuid, person_id, customer_id, price, now, replay=replay)
            told = facts.PassSold(
                organisation_id=place.organisation_id, place_id=place.id, allowance=uuid, person_id=person_id,
                customer_id=customer_id,
            )  # fmt: skip
            record(told, actor=actor, now=now, replay=replay)
    return Sold(uuid, found, price)


def free_code(taken: list[str], name: str) -> str:
    """A code that no other has, from the name."""
    first = slug_of(name)[:36].strip("-") or "formule"
    return next(
        code for number in range(1, 1000) if (code := first if number == 1 else f"{first}-{number}") not in taken
    )


def priced(place: PlaceRef, wanted: Sequence[CategoryPrice]) -> list[tuple[int, int]]:
    """The key of each category, and what it pays. Raises Refused: category_unknown."""
    if not wanted:
        return []
    ids = prices.category_ids(place)
    if lost := [each.category for each in wanted if each.category not in ids]:
        raise Refused(
            *(Refusal("category_unknown", {"category": code}, rules.price_field(code)) for code in lost)
        )  # fmt: skip
    return [(ids[each.category], each.cents) for each in wanted]


def _write_prices(place: PlaceRef, kind: PassKind, wanted: Sequence[CategoryPrice]) -> None:
    PassKindPrice.objects.filter(kind=kind).delete()
    PassKindPrice.objects.bulk_create(
        PassKindPrice(organisation_id=place.organisation_id, kind=kind, category_id=key, cents=cents)
        for key, cents in priced(place, wanted)
    )


def _may_pay(actor: Actor, place: PlaceRef, customer_id: int, person_id: int, today: date) -> bool:
    """An organisation pays for one of its own, and never because that one says so."""
    return _sells(actor, place) and people.belongs_to(customer_id, person_id=person_id, today=today)


def _sells(actor: Actor, place: PlaceRef) -> bool:
    return can(actor, "pass.sell", Target(place.organisation_id, place.id))


def _allowance(
    place: PlaceRef, kind: PassKindLine, uuid: UUID, person_id: int, customer_id: int | None, now: datetime
) -> Allowance:
    today = place.today(now)
    return Allowance(
        uuid=uuid, organisation_id=place.organisation_id, place_id=place.id, use=kind.use.value, unit=kind.unit.value,
        name_fr=kind.name_fr, name_en=kind.name_en, right=_right(uuid), source=_right(uuid), person_id=person_id,
        customer_id=customer_id, begins_on=today, expires_on=rules.last_day_of(kind, sold_on=today),
        granted=kind.quantity, made_at=now,
    )  # fmt: skip


def _charge(
    place: PlaceRef, kind: PassKindLine, uuid: UUID, person_id: int, customer_id: int | None, price: Price,
    now: datetime, *, replay: bool,
) -> None:  # fmt: skip
    sale = billing.Sale(
        source=f"memberships.{_right(uuid)}", name=kind.name_fr, day=place.today(now), price=price,
        standing=Standing(State.DUE), person_id=person_id, customer_id=customer_id,
    )  # fmt: skip
    billing.make_charges(actor=SELLER, now=now, place=place, sales=[sale], replay=replay)


def _right(uuid: UUID) -> str:
    return f"pass:{uuid}"


def _tell_changed(place: PlaceRef, code: str, actor: Actor, now: datetime) -> None:
    changed = facts.PassKindChanged(organisation_id=place.organisation_id, place_id=place.id, code=code)
    record(changed, actor=actor, now=now)
