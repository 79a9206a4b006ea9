"""Versions of the price list: prepared in advance, copied from another, published from a day on."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import facts, queries, rules
from cantine.pricing.models import Period, PriceList, Rate, Step


def open_price_list(
    *, actor: Actor, now: datetime, place: PlaceRef, name: str, first_day: date, copy_of: UUID | None = None
) -> UUID:
    """Begin a version, empty or a copy of another; nobody sees it before it is published. Records PriceListOpened.

    Refusals: price_list_name_missing, price_list_unknown.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    if not name.strip():
        raise Refused(Refusal("price_list_name_missing", field="name"))
    with transaction.atomic():
        model = queries.lock_price_list(place, price_list=copy_of) if copy_of else None
        if copy_of and model is None:
            raise Refused(Refusal("price_list_unknown", field="copy_of"))
        lengths = {name: getattr(model, name) for name in ("half_day_minutes", "step_minutes")} if model else {}
        made = PriceList.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, name=name.strip(), first_day=first_day,
            created_at=now, **lengths,
        )  # fmt: skip
        if model is not None:
            _copy(model, made)
        opened = facts.PriceListOpened(
            organisation_id=place.organisation_id, place_id=place.id, price_list=made.uuid
        )  # fmt: skip
        record(opened, actor=actor, now=now)
    return made.uuid


def change_price_list(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    price_list: UUID,
    name: str,
    first_day: date,
    half_day_minutes: int = 240,
    step_minutes: int = 30,
) -> None:
    """Change the name, the first day, how long a half-day is and by which part of an hour one bills. Records RatesChanged.

    Refusals: price_list_name_missing, price_list_unknown, version_same_day, half_day_out_of_range,
    step_of_hour_out_of_range.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    refusals = list(rules.check_lengths(half_day_minutes=half_day_minutes, step_minutes=step_minutes))
    if not name.strip():
        refusals.insert(0, Refusal("price_list_name_missing", field="name"))
    with transaction.atomic():
        places.lock_house(place.id)
        row = _known(place, price_list)
        if row.published_at is not None:
            refusals += rules.check_version(first_day, _other_days(place, row))
        if refusals:
            raise Refused(*refusals)
        PriceList.objects.filter(pk=row.pk).update(
            name=name.strip(), first_day=first_day, half_day_minutes=half_day_minutes, step_minutes=step_minutes
        )
        changed = facts.RatesChanged(organisation_id=place.organisation_id, place_id=place.id, price_list=price_list)
        record(changed, actor=actor, now=now)


def publish_price_list(*, actor: Actor, now: datetime, place: PlaceRef, price_list: UUID) -> None:
    """Put a version in force from its first day, until the next one begins. Records PriceListPublished.

    Refusals: price_list_unknown, version_same_day, price_list_empty.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    with transaction.atomic():
        places.lock_house(place.id)
        row = _known(place, price_list)
        refusals = list(rules.check_version(row.first_day, _other_days(place, row)))
        if not Rate.objects.filter(price_list=row).exists():
            refusals.append(Refusal("price_list_empty"))
        if refusals:
            raise Refused(*refusals)
        PriceList.objects.filter(pk=row.pk).update(published_at=now)
        published = facts.PriceListPublished(
            organisation_id=place.organisation_id, place_id=place.id, price_list=price_list, first_day=row.first_day
        )  # fmt: skip
        record(published, actor=actor, now=now)


def discard_price_list(*, actor: Actor, now: datetime, place: PlaceRef, price_list: UUID) -> None:
    """Throw away a version that was never in force. Records PriceListDiscarded.

    Refusals: price_list_unknown, price_list_was_in_force.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _known(place, price_list)
        if row.published_at is not None and row.first_day <= place.today(now):
            raise Refused(Refusal("price_list_was_in_force", {"name": row.name}))
        row.delete()
        gone = facts.PriceListDiscarded(
            organisation_id=place.organisation_id, place_id=place.id, price_list=price_list
        )  # fmt: skip
        record(gone, actor=actor, now=now)


def _known(place: PlaceRef, price_list: UUID) -> PriceList:
    row = queries.lock_price_list(place, price_list=price_list)
    if row is None:
        raise Refused(Refusal("price_list_unknown"))
    return row


def _other_days(place: PlaceRef, row: PriceList) -> list[date]:
    others = PriceList.objects.filter(place_id=place.id, published_at__isnull=False).exclude(pk=row.pk)
    return list(others.values_list("first_day", flat=True))


def _copy(model: PriceList, made: PriceList) -> None:
    """Periods, rates and steps, each pointing at the copy of what it pointed at."""
    periods = _copies(Period.objects.filter(price_list=model), price_list=made)
    rates = list(Rate.objects.filter(price_list=model).order_by("pk"))
    copied = {}
    for rate in rates:
        period = periods[rate.period_id] if rate.period_id else None
        copied[rate.pk] = _anew(rate, price_list=made, period=period)
    Rate.objects.bulk_create(copied.values())
    steps = Step.objects.filter(rate__in=rates).order_by("pk")
    Step.objects.bulk_create(_anew(step, rate=copied[step.rate_id]) for step in steps)


def _copies(rows: Any, **columns: Any) -> dict[int, Any]:
    made = {row.pk: _anew(row, **columns) for row in rows.order_by("pk")}
    rows.model.objects.bulk_create(made.values())
    return made


def _anew(row: Any, **columns: Any) -> Any:
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    for name in columns:
        kept.pop(f"{name}_id", None)
    return type(row)(**kept, **columns)
