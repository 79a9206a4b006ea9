"""Persons and organisations brought from another tool, with the dates that they had there. Nobody is written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record_all
from cantine.places import facts
from cantine.places.models import Contact, Role
from cantine.places.queries import PlaceRef

AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The role that somebody held, from ``since`` (today unless said) to ``until``, both days included."""

    person_id: int
    role: str
    since: date | None = None
    until: date | None = None


def take_over_members(*, actor: Actor, now: datetime, place: PlaceRef, members: Sequence[Taken]) -> None:
    """Put persons in the address book, each with the role they held; each person once.

    The same role held today, or begun on the same day, only has its end changed. Records RoleGiven, telling nobody.
    """
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    today = place.today(now)
    tenancy = {"organisation_id": place.organisation_id, "place_id": place.id}
    with transaction.atomic():
        held = _held(place, members)
        made: list[Role] = []
        for each in members:
            first = each.since or today
            mine = held.get((each.person_id, each.role), [])
            same = next((role for role in mine if role.since == first), None) or next(
                (role for role in mine if role.until is None), None
            )
            if same is not None:
                Role.objects.filter(pk=same.pk).update(until=each.until)
            else:
                made.append(Role(**tenancy, person_id=each.person_id, role=each.role, since=first, until=each.until))
        Role.objects.bulk_create(made, batch_size=AT_ONCE)
        rows = [Contact(organisation_id=place.organisation_id, person_id=each.person_id, since=now) for each in members]
        Contact.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
        told = [facts.RoleGiven(**tenancy, person_id=each.person_id, role=each.role) for each in members]
        record_all(told, actor=actor, now=now)


def _held(place: PlaceRef, members: Sequence[Taken]) -> dict[tuple[int, str], list[Role]]:
    held: dict[tuple[int, str], list[Role]] = {}
    persons = {each.person_id for each in members}
    for role in Role.objects.select_for_update().filter(place_id=place.id, person_id__in=persons).order_by("pk"):
        held.setdefault((role.person_id, role.role), []).append(role)
    return held


def note_customer(*, actor: Actor, now: datetime, place: PlaceRef, customer_id: int) -> None:
    """Put an organisation in the place's address book: from now on the place may find it."""
    authorize(actor, "place.meet", Target(place.organisation_id, place.id))
    _meet(place, now, customer_id=customer_id)


def _meet(place: PlaceRef, now: datetime, *, customer_id: int) -> None:
    row = Contact(organisation_id=place.organisation_id, customer_id=customer_id, since=now)
    Contact.objects.bulk_create([row], ignore_conflicts=True)
