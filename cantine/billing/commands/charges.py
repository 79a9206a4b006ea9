"""Making charges with the acts that they are the price of, and settling them with what becomes of these acts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from cantine.billing import facts
from cantine.billing.models import Charge
from cantine.billing.rules import Standing, State
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Interval
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Price

# Priced anew, an act keeps its charge: what becomes of it is told apart.
_PUT = """
INSERT INTO billing_charge (uuid, organisation_id, place_id, source, person_id, customer_id, name, day, starts_at, ends_at,
  price, net_cents, vat_cents, offered_cents, state, percent, made_at, changed_at)
SELECT uuid, %s, %s, source, person, customer, name, day, starts_at, ends_at, price::jsonb, net, vat, offered, state, percent,
  now, now
FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::timestamptz[],
  %s::timestamptz[], %s::text[], %s::int[], %s::int[], %s::int[], %s::text[], %s::int[]) AS v (uuid, source, person, customer,
  name, day, starts_at, ends_at, price, net, vat, offered, state, percent), (SELECT %s::timestamptz AS now) AS clock
ON CONFLICT (organisation_id, source) DO UPDATE SET person_id = excluded.person_id, customer_id = excluded.customer_id,
  name = excluded.name, day = excluded.day, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  price = excluded.price, net_cents = excluded.net_cents, vat_cents = excluded.vat_cents,
  offered_cents = excluded.offered_cents, state = excluded.state, percent = excluded.percent,
  changed_at = excluded.changed_at
"""
_SETTLE = """
UPDATE billing_charge AS c SET state = v.state, percent = v.percent, changed_at = %s
FROM unnest(%s::text[], %s::text[], %s::int[]) AS v (source, state, percent)
WHERE c.organisation_id = %s AND c.source = v.source AND (c.state, c.percent) IS DISTINCT FROM (v.state, v.percent)
"""


@dataclass(frozen=True, kw_only=True)
class Sale:
    """An act at its price. ``source`` is opaque here: whoever sells knows what it names."""

    source: str
    name: str
    day: date
    price: Price
    standing: Standing
    interval: Interval | None = None
    person_id: int | None = None
    customer_id: int | None = None


def make_charges(*, actor: Actor, now: datetime, place: PlaceRef, sales: Sequence[Sale], replay: bool = False) -> None:
    """Charge each act once; one that has a charge is priced anew. One statement, whatever their number.

    Records ChargesMade. Refusals: none.
    """
    authorize(actor, "charge.make", Target(place.organisation_id, place.id))
    if not sales:
        return
    with transaction.atomic():
        sql.soon(_PUT, [place.organisation_id, place.id, *map(list, zip(*map(_columns, sales), strict=True)), now])
        fact = facts.ChargesMade(
            organisation_id=place.organisation_id, place_id=place.id, sources=tuple(sale.source for sale in sales)
        )
        record(fact, actor=actor, now=now, replay=replay)


def settle_charges(*, actor: Actor, now: datetime, place: PlaceRef, standings: Mapping[str, Standing]) -> None:
    """What became of acts, by source; a source without a charge is passed over, and nothing happens the second time.

    Records ChargesSettled when something changed. Refusals: none.
    """
    authorize(actor, "charge.settle", Target(place.organisation_id, place.id))
    if not standings:
        return
    with transaction.atomic():
        found = standings.values()
        states, percents = [str(each.state) for each in found], [each.percent for each in found]
        if sql.run(_SETTLE, [now, list(standings), states, percents, place.organisation_id]):
            fact = facts.ChargesSettled(
                organisation_id=place.organisation_id, place_id=place.id, sources=tuple(standings)
            )
            record(fact, actor=actor, now=now)


def withdraw_charges(*, actor: Actor, now: datetime, place: PlaceRef, sources: Sequence[str]) -> None:
    """Acts that have no price any more: what no document took is as if it had never been charged, and what one took asks
    for nothing, so that it shows as changed since.

    Records ChargesWithdrawn when there was something. Refusals: none.
    """
    authorize(actor, "charge.make", Target(place.organisation_id, place.id))
    if not sources:
        return
    with transaction.atomic():
        mine = Charge.objects.filter(organisation_id=place.organisation_id, source__in=list(sources))
        gone = mine.filter(invoice=None).delete()[0]
        taken = mine.exclude(state=State.DROPPED).update(state=State.DROPPED, changed_at=now)
        if gone or taken:
            fact = facts.ChargesWithdrawn(
                organisation_id=place.organisation_id, place_id=place.id, sources=tuple(sources)
            )
            record(fact, actor=actor, now=now)


def _columns(sale: Sale) -> tuple[object, ...]:
    when, price = sale.interval, sale.price
    return (
        uuid4(), sale.source, sale.person_id, sale.customer_id, sale.name[:160], sale.day,
        when.starts_at if when else None, when.ends_at if when else None, json.dumps(price.to_json()),
        price.net_cents, price.vat_cents, price.offered_cents, str(sale.standing.state), sale.standing.percent,
    )  # fmt: skip
