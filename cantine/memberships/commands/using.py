"""Pages printed, guests brought: counted at the counter, from what somebody has; past it, at the price of one more."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from cantine.billing import commands as billing
from cantine.billing.rules import Standing, State
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.memberships import queries
from cantine.memberships.commands.drawing import Act, Drawn, draw
from cantine.memberships.rules import Need, Use
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Unit, fixed_line, fixed_price

SELLER = system("memberships.uses")
MOST = 10_000
COUNTED = {Use.PRINT: ("Pages imprimées", "Printed pages"), Use.GUEST: ("Invités", "Guests")}


def count_use(
    *, actor: Actor, now: datetime, place: PlaceRef, person_id: int, use: Use, quantity: int, key: UUID | None = None
) -> Drawn:
    """Count pages, or guests, of somebody today. What their plan does not pay for is charged where it says a price. ``key`` makes a
    press count once. Refusals: use_not_counted, count_out_of_range. Records AllowanceDrawn, and what billing records.
    """
    authorize(actor, "allowance.draw", Target(place.organisation_id, place.id, person_id))
    if use not in COUNTED:
        raise Refused(Refusal("use_not_counted", field="use"))
    if not 0 < quantity <= MOST:
        raise Refused(Refusal("count_out_of_range", {"most": MOST}, "quantity"))
    today, fr = place.today(now), COUNTED[use][0]
    act = Act(source=f"memberships.use:{key or uuid4()}", person_id=person_id, use=use, day=today, name=fr)
    with transaction.atomic():
        drawn = draw(
            actor=SELLER, now=now, place=place, act=act, need=Need(Unit.PIECE, {Unit.PIECE: Decimal(quantity)})
        )  # fmt: skip
        if drawn.lacking and drawn.overage is not None and drawn.overage.overage_cents is not None:
            line = fixed_line(
                code="overage", names=COUNTED[use], unit=Unit.PIECE, quantity=drawn.lacking,
                cents=drawn.overage.overage_cents, vat=prices.terms_of(place).vat,
            )  # fmt: skip
            price = fixed_price(names=queries.LIST_NAMES, on=today, lines=[line])
            sale = billing.Sale(
                source=act.source, name=fr, day=today, price=price, standing=Standing(State.DUE), person_id=person_id
            )
            billing.make_charges(actor=SELLER, now=now, place=place, sales=[sale])
    return drawn
