"""Roles at a place: given, ended, offered by an invitation; and the persons that the place knows."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from cantine.core import mail, sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.people import commands as people
from cantine.people import queries as persons
from cantine.places import facts
from cantine.places.commands.letters import invitation
from cantine.places.models import Contact, Place, Role
from cantine.places.permissions import ROLES
from cantine.places.queries import PlaceRef, knows

# Most are known already: a look is cheaper than a row that is not written.
_MEET = """
INSERT INTO places_contact (uuid, organisation_id, person_id, note, since)
SELECT %(uuid)s, %(organisation)s, %(person)s, '', %(since)s WHERE NOT EXISTS (
  SELECT 1 FROM places_contact WHERE organisation_id = %(organisation)s AND person_id = %(person)s)
ON CONFLICT DO NOTHING
"""


def give_role(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    person_id: int,
    role: str,
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Give a person a role at the place, from today or a later day; a role already held is left as it is.

    Refusals: role_unknown, role_reversed. Records RoleGiven.
    """
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    first = since or place.today(now)
    _refuse_role(role, first, until)
    with transaction.atomic():
        give(place.organisation_id, place.id, person_id, role, actor=actor, now=now, since=first, until=until)


def end_role(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int, role: str) -> None:
    """End a role yesterday, so that it grants nothing from now on. Refusals: last_manager (nobody else runs the place
    today for good). Records RoleEnded.
    """
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    today = place.today(now)
    with transaction.atomic():
        Place.objects.select_for_update(no_key=True).get(pk=place.id)  # two managers who end each other: one stays
        held = _held(place, role, today)
        others = held.filter(until__isnull=True, since__lte=today).exclude(person_id=person_id)
        staying = set(others.values_list("person_id", flat=True))
        if role == "manager" and not staying - persons.leaving_among(staying):
            raise Refused(Refusal("last_manager"))
        own = held.filter(person_id=person_id, place_id=place.id)
        own.filter(since__gte=today).delete()
        own.update(until=today - timedelta(days=1))
        fact = facts.RoleEnded(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, role=role)
        record(fact, actor=actor, now=now)


def invite_to_role(
    *, actor: Actor, now: datetime, place: PlaceRef, email: str, role: str, until: date | None = None
) -> int:
    """Write to an address that a role at the place waits for whoever opens the letter within seven days; returns the
    invitation's id. The role is given when they accept. Refusals: role_unknown, role_reversed, people.email_wrong.
    """
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    _refuse_role(role, place.today(now), until)
    address = email.strip().lower()
    known = persons.find_person_id(email=address)
    with transaction.atomic():
        invitation_id, secret = people.invite_person(
            actor=actor,
            now=now,
            organisation_id=place.organisation_id,
            email=address,
            reference=reference_of(place.id, role, until),
        )
        language = persons.language_of(known) if known else "fr"
        letter = invitation(place=place, to=address, role=role, secret=secret, language=language)
        once = f"invitation:{invitation_id}"
        mail.post(letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id)
    return invitation_id


def add_contact(*, actor: Actor, now: datetime, place: PlaceRef, email: str, name: str, role: str = "") -> int:
    """Put a person in the address book by e-mail, entering them if nobody has this address; returns their id.

    With a ``role``, somebody who may give roles gives it at once. Who has an account already and never came here is
    invited, not added: their name and phone are theirs to bring. Refusals: role_unknown, contact_to_invite, those of
    ``people.register_person``. Records RoleGiven.
    """
    authorize(actor, "place.meet", Target(place.organisation_id, place.id))
    if role:
        authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
        _refuse_role(role, place.today(now), None)
    known = persons.find_person_id(email=email.strip()) if actor.kind == "person" else None
    if known is not None and not knows(place=place, person_id=known):
        raise Refused(Refusal("contact_to_invite", field="email"))
    with transaction.atomic():
        person_id = people.register_person(
            actor=actor, now=now, email=email, name=name, organisation_id=place.organisation_id
        )
        _meet(place.organisation_id, person_id, now)
        if role:
            give(place.organisation_id, place.id, person_id, role, actor=actor, now=now, since=place.today(now))
    return person_id


def note_contact(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int) -> None:
    """Put a person in the place's address book: from now on the place may find them."""
    authorize(actor, "place.meet", Target(place.organisation_id, place.id, person_id))
    _meet(place.organisation_id, person_id, now)


def write_note(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int, note: str) -> None:
    """Keep what the team should know of somebody; the person may ask to read it. Refusals: contact_unknown."""
    authorize(actor, "place.note_contact", Target(place.organisation_id, place.id))
    rows = Contact.objects.filter(organisation_id=place.organisation_id, person_id=person_id)
    if not rows.update(note=note.strip()):
        raise Refused(Refusal("contact_unknown"))


def reference_of(place_id: int, role: str, until: date | None) -> str:
    """What an invitation is to, in words of our own that people gives back: ``place:12:host:2026-12-31``."""
    return f"place:{place_id}:{role}:{until or ''}"


def give(
    organisation_id: int,
    place_id: int,
    person_id: int,
    role: str,
    *,
    actor: Actor,
    now: datetime,
    since: date,
    until: date | None = None,
) -> None:
    row = Role(
        organisation_id=organisation_id,
        place_id=place_id,
        person_id=person_id,
        role=role,
        since=since,
        until=until,
    )
    Role.objects.bulk_create([row], ignore_conflicts=True)
    _meet(organisation_id, person_id, now)
    fact = facts.RoleGiven(organisation_id=organisation_id, place_id=place_id, person_id=person_id, role=role)
    record(fact, actor=actor, now=now)


def _meet(organisation_id: int, person_id: int, now: datetime) -> None:
    sql.soon(_MEET, {"uuid": uuid4(), "organisation": organisation_id, "person": person_id, "since": now})


def _held(place: PlaceRef, role: str, today: date) -> "QuerySet[Role]":
    """Who holds it at the place or in the whole organisation, today or later."""
    here = Q(place_id=place.id) | Q(place_id=None, organisation_id=place.organisation_id)
    return Role.objects.filter(here & (Q(until__isnull=True) | Q(until__gte=today)), role=role)


def _refuse_role(role: str, since: date, until: date | None) -> None:
    wrong = [] if role in ROLES else [Refusal("role_unknown", {"role": role}, "role")]
    if until is not None and until < since:
        wrong.append(Refusal("role_reversed", field="until"))
    if wrong:
        raise Refused(*wrong)
