"""Bringing in the members that an association already has. Their money is in the books of then: nothing is entered, no receipt is
numbered, no letter leaves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from cantine.billing.queries import PERSON
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.memberships import facts
from cantine.memberships.commands.dues.following import follow
from cantine.memberships.models import Dues
from cantine.memberships.queries.dues import DuesLine, dues_kinds_of, dues_lines
from cantine.memberships.rules import dues as rules
from cantine.memberships.rules.members_file import BroughtMember
from cantine.people import commands as people
from cantine.people.commands import Entry
from cantine.places import commands as places
from cantine.places.queries import PlaceRef


def bring_members_in(
    *, actor: Actor, now: datetime, place: PlaceRef, members: Sequence[BroughtMember], replay: bool = False
) -> int:
    """Write the days of each; those that meet days already known are left out, so that a file brought in twice is brought in
    once. Returns how many were written. Records MembersBroughtIn. Refusals: people.email_wrong, people.too_long."""
    authorize(actor, "dues.bring_in", Target(place.organisation_id, place.id))
    kinds = {kind.code: kind.id for kind in dues_kinds_of(place.organisation_id)}
    wished = [each for each in members if each.kind in kinds]
    with transaction.atomic():
        entries = {each.email: Entry(email=each.email, name=each.name) for each in wished}
        known = people.register_persons(
            actor=actor, now=now, entries=list(entries.values()), organisation_id=place.organisation_id
        )
        for person_id in sorted(set(known.values())):
            places.note_contact(actor=actor, now=now, place=place, person_id=person_id)
        held = dues_lines(organisation_id=place.organisation_id)
        rows = [
            _row(place, each, kinds[each.kind], known[each.email], now)
            for each in wished
            if not _met(held, known[each.email], each.days)
        ]
        Dues.objects.bulk_create(rows)
        follow(place, now=now, whos=[(PERSON, row.person_id) for row in rows if row.person_id])
        if rows:
            fact = facts.MembersBroughtIn(organisation_id=place.organisation_id, place_id=place.id, count=len(rows))
            record(fact, actor=actor, now=now, replay=replay)
    return len(rows)


def _met(held: Sequence[DuesLine], person_id: int, days: rules.Covered) -> bool:
    return any(
        line.person_id == person_id and line.first_day <= days.last_day and days.first_day <= line.last_day
        for line in held
    )


def _row(place: PlaceRef, member: BroughtMember, kind_id: int, person_id: int, now: datetime) -> Dues:
    days = member.days
    return Dues(
        uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, kind_id=kind_id, person_id=person_id,
        first_day=days.first_day, last_day=days.last_day, cents=member.cents, state=rules.DuesState.PAID,
        called_on=days.first_day, paid_on=days.first_day, paid_cents=member.cents, made_at=now, changed_at=now,
    )  # fmt: skip
