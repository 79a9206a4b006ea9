"""What the counter sells and in which order; what one may owe there, and what whoever welcomes may offer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.billing import facts
from cantine.billing.models import CounterButton, CounterTerms
from cantine.billing.queries import counter as queries
from cantine.billing.rules import counter as rules
from cantine.billing.rules.counter import MOST_CENTS, Button
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Product, Sort

MOST_BUTTONS = 60


def set_button(*, actor: Actor, now: datetime, place: PlaceRef, button: Button, new: bool = False) -> UUID:
    """Write a button, in the place of the one of its id; a new one comes last. What was sold keeps what it was.

    Refusals: those of ``check_button``, button_unknown, too_many_buttons. Records CounterChanged.
    """
    authorize(actor, "counter.change", Target(place.organisation_id, place.id))
    if wrong := list(rules.check_button(button)):
        raise Refused(*wrong)
    with transaction.atomic():
        places.lock_house(place.id)
        standing = CounterButton.objects.filter(place_id=place.id, retired_at=None)
        if new:
            _add(place, [button], standing.count())
        elif not standing.filter(uuid=button.uuid).update(**_columns(button)):
            raise Refused(Refusal("button_unknown"))
        _tell(place, actor, now)
    return button.uuid


def start_counter(
    *, actor: Actor, now: datetime, place: PlaceRef, products: Sequence[str], goods: Sequence[str] = ()
) -> int:
    """A button for each of these products of the price list and of these passes; those that have one are passed over. Answers
    how many were made.

    Refusals: too_many_buttons. Records CounterChanged.
    """
    authorize(actor, "counter.change", Target(place.organisation_id, place.id))
    with transaction.atomic():
        places.lock_house(place.id)
        standing = CounterButton.objects.filter(place_id=place.id, retired_at=None)
        taken = set(standing.values_list("product", flat=True)) | set(standing.values_list("gives", flat=True))
        listed = {each.code: each for each in prices.products_of(place)}
        sold = {each.code: each for each in queries.goods_of(place)}
        made = [
            *(_of_product(listed[code]) for code in products if code in listed and code not in taken),
            *(_of_goods(sold[code]) for code in goods if code in sold and code not in taken),
        ]
        _add(place, made, standing.count())
        if made:
            _tell(place, actor, now)
    return len(made)


def order_buttons(*, actor: Actor, now: datetime, place: PlaceRef, buttons: Sequence[UUID]) -> None:
    """In this order; those that are not named come after. Records CounterChanged. Refusals: none."""
    authorize(actor, "counter.change", Target(place.organisation_id, place.id))
    with transaction.atomic():
        places.lock_house(place.id)
        rows = list(CounterButton.objects.filter(place_id=place.id, retired_at=None).order_by("position", "pk"))
        wanted = {uuid: rank for rank, uuid in enumerate(buttons)}
        rows.sort(key=lambda row: wanted.get(row.uuid, len(wanted)))
        for rank, row in enumerate(rows):
            row.position = rank
        CounterButton.objects.bulk_update(rows, ["position"])
        _tell(place, actor, now)


def retire_button(*, actor: Actor, now: datetime, place: PlaceRef, button: UUID) -> None:
    """It is sold no more. Records CounterChanged. Refusals: button_unknown."""
    authorize(actor, "counter.change", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = CounterButton.objects.filter(place_id=place.id, uuid=button, retired_at=None)
        if not rows.update(retired_at=now):
            raise Refused(Refusal("button_unknown"))
        _tell(place, actor, now)


def set_counter_terms(*, actor: Actor, now: datetime, place: PlaceRef, tab_cents: int, offer_cents: int) -> None:
    """The most that one may owe on a tab, and that whoever welcomes may offer at once.

    Refusals: counter_terms_wrong. Records CounterChanged.
    """
    authorize(actor, "counter.change", Target(place.organisation_id, place.id))
    wrong = [
        Refusal("counter_terms_wrong", {"most": MOST_CENTS // 100}, field)
        for field, cents in (("tab_cents", tab_cents), ("offer_cents", offer_cents))
        if not 0 <= cents <= MOST_CENTS
    ]
    if wrong:
        raise Refused(*wrong)
    with transaction.atomic():
        CounterTerms.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id,
            defaults={"tab_cents": tab_cents, "offer_cents": offer_cents},
        )  # fmt: skip
        _tell(place, actor, now)


def _add(place: PlaceRef, made: Sequence[Button], before: int) -> None:
    if before + len(made) > MOST_BUTTONS:
        raise Refused(Refusal("too_many_buttons", {"most": MOST_BUTTONS}))
    CounterButton.objects.bulk_create(
        CounterButton(
            uuid=each.uuid, organisation_id=place.organisation_id, place_id=place.id, position=before + rank, **_columns(each)
        )
        for rank, each in enumerate(made)
    )  # fmt: skip


def _columns(button: Button) -> dict[str, object]:
    name = button.name_fr.strip()[:40]
    return {
        "name_fr": name, "name_en": button.name_en.strip()[:40] or name, "product": button.product,
        "cents": button.price.cents if button.price and not button.product else None, "vat_kind": button.vat.kind.value,
        "vat_rate": button.vat.rate, "activity": button.activity, "tone": button.tone.value, "icon": button.icon,
        "gives": button.gives, "shown": button.shown, "uses": button.uses,
    }  # fmt: skip


def _of_product(product: Product) -> Button:
    icon = {Sort.CATERING: "cup", Sort.STAFF: "group", Sort.CLEANING: "sun"}.get(product.sort, "plus")
    return Button(
        uuid=uuid4(), name_fr=product.name_fr[:40], name_en=product.name_en[:40], price=None, product=product.code,
        vat=product.vat or rules.NO_VAT, activity=product.sort.value, icon=icon,
    )  # fmt: skip


def _of_goods(goods: queries.Goods) -> Button:
    if goods.listed:
        return Button(
            uuid=uuid4(), name_fr=goods.name_fr[:40], name_en=goods.name_en[:40], price=None, product=goods.code,
            vat=goods.vat, activity="letting", icon="calendar", uses=goods.uses,
        )  # fmt: skip
    return Button(
        uuid=uuid4(), name_fr=goods.name_fr[:40], name_en=goods.name_en[:40],
        price=rules.Priced(goods.cents, goods.cents), vat=goods.vat, gives=goods.code, icon="calendar",
    )  # fmt: skip


def _tell(place: PlaceRef, actor: Actor, now: datetime) -> None:
    record(facts.CounterChanged(organisation_id=place.organisation_id, place_id=place.id), actor=actor, now=now)
