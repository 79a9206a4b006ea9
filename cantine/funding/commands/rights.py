"""Rights of use: what a supporter may use is an allowance, drawn by the bookings of its people like any other."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.billing import queries as documents
from cantine.billing.queries import ORGANISATION
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts
from cantine.funding.models import SupportRight
from cantine.funding.queries import lock_grant
from cantine.funding.queries.support import lock_sponsorship
from cantine.funding.rules.rights import UseRight, check_right
from cantine.kernel import Refusal, Refused
from cantine.memberships import commands as memberships
from cantine.places.queries import PlaceRef

GIVER = system("funding.rights")


def give_right(
    *, actor: Actor, now: datetime, place: PlaceRef, customer_id: int, right: UseRight, grant: UUID | None = None,
    sponsorship: UUID | None = None, key: UUID | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """A grant or a sponsorship lets an organisation use rooms for so many days; ``key`` gives them once. Who of it may use them
    is said on the page of organisations. Records RightGiven.

    Refusals: those of ``check_right``, grant_unknown, sponsorship_unknown, customer_unknown, allowance_out_of_range.
    """
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    if refusals := list(check_right(right)):
        raise Refused(*refusals)
    with transaction.atomic():
        of = _supporter(place, grant, sponsorship)
        card = documents.payer_card(organisation_id=place.organisation_id, who=(ORGANISATION, customer_id))
        name = card.party.name if card else ""
        given = memberships.give_hours(
            actor=GIVER, now=now, place=place, customer_id=customer_id, quantity=right.quantity, names=_names(right, name),
            first_day=right.first_day, last_day=right.last_day, key=key or uuid4(), replay=replay,
        )  # fmt: skip
        row, new = SupportRight.objects.get_or_create(
            organisation_id=place.organisation_id, allowance_id=given.id,
            defaults={
                "place_id": place.id, **of, "allowance_uuid": given.uuid, "name": name[:160], "days": right.days,
                "hours": right.hours, "first_day": right.first_day, "last_day": right.last_day, "made_at": now,
            },
        )  # fmt: skip
        if new:
            fact = facts.RightGiven(organisation_id=place.organisation_id, place_id=place.id, right=row.uuid)
            record(fact, actor=actor, now=now, replay=replay)
    return row.uuid


def _supporter(place: PlaceRef, grant: UUID | None, sponsorship: UUID | None) -> dict[str, int]:
    if grant is not None:
        row = lock_grant(place, uuid=grant)
        if row is None:
            raise Refused(Refusal("grant_unknown"))
        return {"grant_id": row.pk}
    found = lock_sponsorship(place, uuid=sponsorship) if sponsorship else None
    if found is None:
        raise Refused(Refusal("sponsorship_unknown"))
    return {"sponsorship_id": found.pk}


def _names(right: UseRight, name: str) -> tuple[str, str]:
    days = f"{right.days.normalize():f}"
    return f"{days} jours d’usage, {name}"[:120], f"{days} days of use, {name}"[:120]
