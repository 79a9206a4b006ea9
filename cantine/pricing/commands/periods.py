"""Periods of a version: peak and quiet hours, seasons."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.places.queries import PlaceRef
from cantine.pricing import facts, queries, rules
from cantine.pricing.models import Period, PriceList


def set_period(*, actor: Actor, now: datetime, place: PlaceRef, price_list: UUID, period: rules.Period) -> str:
    """Write a period, in the place of the one of its code; without a code it is a new one. Returns its code. Records
    RatesChanged.

    Refusals: price_list_unknown, period_name_missing, percent_out_of_range, price_period_reversed, period_half_said,
    period_hours_reversed, period_always.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    refusals = list(rules.check_period(period))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        row = _known(place, price_list)
        code = period.code or _free_code(row, period.name_fr)
        columns = {
            "name_fr": period.name_fr.strip(), "name_en": period.name_en.strip() or period.name_fr.strip(),
            "percent": period.percent, "first_day": period.first_day, "last_day": period.last_day,
            "weekdays": sorted(period.weekdays), "starts": period.starts, "ends": period.ends,
        }  # fmt: skip
        Period.objects.update_or_create(
            organisation_id=place.organisation_id, price_list=row, code=code, defaults=columns
        )  # fmt: skip
        changed = facts.RatesChanged(organisation_id=place.organisation_id, place_id=place.id, price_list=price_list)
        record(changed, actor=actor, now=now)
    return code


def remove_period(*, actor: Actor, now: datetime, place: PlaceRef, price_list: UUID, period: str) -> None:
    """Take a period away, with its own rates. Records RatesChanged. Refusals: price_list_unknown, period_unknown."""
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _known(place, price_list)
        if not Period.objects.filter(price_list=row, code=period).delete()[0]:
            raise Refused(Refusal("period_unknown", {"period": period}))
        changed = facts.RatesChanged(organisation_id=place.organisation_id, place_id=place.id, price_list=price_list)
        record(changed, actor=actor, now=now)


def _known(place: PlaceRef, price_list: UUID) -> PriceList:
    row = queries.lock_price_list(place, price_list=price_list)
    if row is None:
        raise Refused(Refusal("price_list_unknown"))
    return row


def _free_code(row: PriceList, name: str) -> str:
    taken = set(Period.objects.filter(price_list=row).values_list("code", flat=True))
    first = slug_of(name)[:36] or "periode"
    return next(
        code for number in range(1, 1000) if (code := first if number == 1 else f"{first}-{number}") not in taken
    )
