"""What a place is given, or gives, in kind."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.accounting.rules import JournalKind, Nature
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts
from cantine.funding.commands.bookkeeping import Act, enter, find_books, piece_of
from cantine.funding.models import InKind
from cantine.funding.rules.kind import Worth, check_worth, postings_of_worth
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def note_in_kind(*, actor: Actor, now: datetime, place: PlaceRef, worth: Worth, replay: bool = False) -> UUID:
    """Enter it; what an association receives is in its books, equal on both sides (86, 87). A company has no such accounts:
    it is told beside them, and so is what is given. Records InKindNoted.

    Refusals: kind_unnamed, kind_worth_nothing, grant_day_to_come, nobody_invoices, period_closed.
    """
    authorize(actor, "economy.write", Target(place.organisation_id, place.id))
    refusals = list(check_worth(worth))
    if worth.day > place.today(now):
        refusals.append(Refusal("grant_day_to_come", field="day"))
    if refusals:
        raise Refused(*refusals)
    entity = find_books(place)
    with transaction.atomic():
        row = InKind.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, given=worth.given, sort=worth.sort.value,
            what=worth.what, day=worth.day, quantity=worth.quantity, unit_cents=worth.unit_cents, cents=worth.cents,
            method=worth.method[:160], made_at=now,
        )  # fmt: skip
        if not worth.given and entity.nature is Nature.ASSOCIATION:
            act = Act(
                source=f"kind:{row.uuid}", journal=JournalKind.MISC, day=worth.day, label=worth.what,
                piece=piece_of("NAT", row.uuid),
            )  # fmt: skip
            enter(act, entity.id, postings_of_worth(worth), now=now, replay=replay)
        fact = facts.InKindNoted(organisation_id=place.organisation_id, place_id=place.id, in_kind=row.uuid)
        record(fact, actor=actor, now=now, replay=replay)
    return row.uuid
