"""What is left on passes that another tool sold: it serves here, until its own last day, and was paid there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts, queries, rules
from cantine.memberships.commands.drawing import grant
from cantine.memberships.models import Allowance
from cantine.memberships.queries import PassKindLine
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


@dataclass(frozen=True, kw_only=True)
class OldPass:
    """What somebody has left of one pass. ``source`` tells it from their others: the same twice is one."""

    person_id: int
    kind: str
    left: Decimal
    source: str
    expires_on: date | None = None


def take_over_passes(*, actor: Actor, now: datetime, place: PlaceRef, day: date, passes: Sequence[OldPass]) -> int:
    """Give what was left on ``day``, the last of the old books; nothing is charged. Those that came already are left out; the number of
    the others is answered. Records PassTakenOver for each.

    Refusals: pass_kind_unknown, person_unknown, pass_left_out_of_range, pass_expired_already.
    """
    authorize(actor, "pass.take_over", Target(place.organisation_id, place.id))
    kinds = {each.code: each for each in queries.pass_kinds_of(place)}
    for each in passes:
        if each.kind not in kinds:
            raise Refused(Refusal("pass_kind_unknown", field="kind"))
        if refusals := list(rules.check_left(each.left, kinds[each.kind], expires_on=each.expires_on, day=day)):
            raise Refused(*refusals)
    known = {each.id for each in places.known_people(place=place)}
    if any(each.person_id not in known for each in passes):
        raise Refused(Refusal("person_unknown"))
    with transaction.atomic():
        made = grant([_allowance(place, kinds[each.kind], each, day, now) for each in passes])
        for row in made:
            told = facts.PassTakenOver(
                organisation_id=place.organisation_id, place_id=place.id, allowance=row.uuid, person_id=row.person_id or 0
            )  # fmt: skip
            record(told, actor=actor, now=now)
    return len(made)


def _allowance(place: PlaceRef, kind: PassKindLine, old: OldPass, day: date, now: datetime) -> Allowance:
    uuid = uuid4()
    return Allowance(
        uuid=uuid, organisation_id=place.organisation_id, place_id=place.id, use=kind.use.value, unit=kind.unit.value,
        name_fr=kind.name_fr, name_en=kind.name_en, right=f"pass:{uuid}", source=old.source, person_id=old.person_id,
        begins_on=day, expires_on=old.expires_on, granted=old.left, made_at=now,
    )  # fmt: skip
