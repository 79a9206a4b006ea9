"""Who acts at a place, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from cantine.core import scoping, sql
from cantine.core.actor import Actor, Grant
from cantine.kernel import folded
from cantine.people import queries as people
from cantine.places import rules
from cantine.places.models import Place, Role
from cantine.places.permissions import ROLES
from cantine.places.queries.refs import PlaceRef, place_refs

# The function has a door of its own, so no scope is opened. A role without a place lives by the clock of the organisation's
# first. Days are told apart in Python: what zones PostgreSQL knows depends on the machine.
_HELD = "SELECT * FROM places_held(%s, %s, %s)"
_BEARER = f"SELECT * FROM ({people.HOLDER}) t LEFT JOIN LATERAL places_held(t.person_id, %s, %s) ON true"  # noqa: S608
STAFF_ROLES = frozenset({"manager", "host", "treasurer"})


def actor_of(*, person_id: int, now: datetime) -> Actor:
    """The person with the roles that are theirs today, by the clock of each place (the last day of a role is included)."""
    return _actor(person_id, sql.rows(_HELD, [person_id, *_around(now)]), now)


@dataclass(frozen=True)
class Bearer:
    """Whom a token speaks for: what it was given, and the person with their roles."""

    holder: people.TokenHolder
    actor: Actor


def bearer_of(secret: str, *, now: datetime) -> Bearer | None:
    """The holder of a live token and their roles, in one statement."""
    values = people.values_of_token(secret, now=now)
    rows = sql.rows(_BEARER, [*values, *_around(now)]) if values else []
    if not rows:
        return None
    holder = people.holder_of(rows[0][:4], now=now)
    return Bearer(holder, _actor(holder.person_id, [row[4:] for row in rows if row[4] is not None], now))


def _around(now: datetime) -> tuple[date, date]:
    near, one = now.date(), timedelta(days=1)
    return near + one, near - one


def _actor(person_id: int, rows: Iterable[sql.Row], now: datetime) -> Actor:
    grants = (
        Grant(organisation_id, place_id, role, since)
        for organisation_id, place_id, role, since, until, timezone in rows
        if since <= (today := rules.day_of(now, timezone=timezone)) and (until is None or until >= today)
    )
    return Actor("person", person_id, tuple(grants))


def standing_of(actor: Actor, *, place: PlaceRef) -> rules.Standing:
    """What the actor is at the place, for the rules of booking. The system stands where the team does."""
    roles = actor.roles_at(organisation_id=place.organisation_id, place_id=place.id)
    if roles & STAFF_ROLES or actor.kind == "system":
        return rules.Standing.STAFF
    if "resident" in roles:
        return rules.Standing.RESIDENT
    return rules.Standing.MEMBER if "member" in roles else rules.Standing.PUBLIC


def open_to(actor: Actor, *, place: PlaceRef) -> bool:
    """Whether the place exists for this actor: published, or the actor has something to do there."""
    if place.published_at is not None or actor.kind in {"system", "device"}:
        return True
    return bool(actor.roles_at(organisation_id=place.organisation_id, place_id=place.id))


def bearers_of(actor: Actor, *, today: date) -> list[people.OrganisationRef]:
    """The organisations for which this person may open a place: those that they manage somewhere, and those that they
    lead and that nobody manages yet.
    """
    managed = {grant.organisation_id for grant in actor.grants if grant.role == "manager"}
    led = people.organisations_led_by(actor.person_id, today=today) if actor.person_id else frozenset()
    with scoping.unscoped("an organisation without a team has no tenancy to open yet"):
        manned = set(Role.objects.filter(organisation_id__in=led).values_list("organisation_id", flat=True))
    found = people.organisations_of(managed | (led - manned))
    return sorted(found.values(), key=lambda organisation: folded(organisation.name))


def founder_of(organisation_id: int, *, person_id: int | None, now: datetime) -> int | None:
    """``person_id`` if that person leads the organisation and nobody has a role in it yet. Needs its scope."""
    if people.leader_of(organisation_id, person_id=person_id, now=now) is None:
        return None
    return None if Role.objects.filter(organisation_id=organisation_id).exists() else person_id


@dataclass(frozen=True)
class LeftAlone:
    """A place that would have no manager without this person; ``team`` are those who could take it up, by name."""

    place: PlaceRef
    team: tuple[str, ...]


def lock_managed_alone(*, person_id: int, now: datetime) -> list[LeftAlone]:
    """The places that this person alone manages for good, those who leave counting for nobody; their rows are locked as
    ``end_role`` locks them. Needs no scope of its own: the caller reads across tenancies."""
    today = now.date()
    held = Role.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    mine = list(held.filter(person_id=person_id, role="manager").values_list("organisation_id", "place_id"))
    if not mine:
        return []
    run = Q(pk__in=[place for _, place in mine if place]) | Q(organisation_id__in=[o for o, place in mine if not place])
    rows = list(Place.objects.select_for_update(no_key=True).filter(run).order_by("pk"))
    others = held.filter(organisation_id__in={row.organisation_id for row in rows}, role__in=STAFF_ROLES)
    team = list(
        others.exclude(person_id=person_id).values_list("organisation_id", "place_id", "person_id", "role", "until")
    )
    leaving = people.leaving_among({person for _, _, person, _, _ in team})
    names = people.persons_of({person for _, _, person, _, _ in team} - leaving)
    refs = place_refs(ids=[row.pk for row in rows])
    found = []
    for row in rows:
        here = [
            (person, role == "manager" and until is None)
            for organisation, place, person, role, until in team
            if person in names and organisation == row.organisation_id and place in {None, row.pk}
        ]
        if not any(manages for _, manages in here):
            found.append(
                LeftAlone(refs[row.pk], tuple(sorted({names[person].shown for person, _ in here}, key=folded)))
            )
    return found


@dataclass(frozen=True)
class RoleLine:
    """A role that somebody has at the place, or will have; ``person`` says who for the eyes of staff."""

    person: people.PersonRef
    role: str
    since: date
    until: date | None
    everywhere: bool


def team_of(place: PlaceRef, *, today: date, roles: Iterable[str]) -> list[RoleLine]:
    """Those who hold one of these roles, or will, by role then by name."""
    here = Q(place_id=place.id) | Q(place_id=None, organisation_id=place.organisation_id)
    rows = list(Role.objects.filter(here & (Q(until=None) | Q(until__gte=today)), role__in=list(roles)))
    known = people.persons_of(row.person_id for row in rows)
    order = list(roles)
    lines = [
        RoleLine(known[row.person_id], row.role, row.since, row.until, row.place_id is None)
        for row in rows
        if row.person_id in known
    ]
    return sorted(lines, key=lambda line: (order.index(line.role), folded(line.person.shown)))


def persons_by_role(place: PlaceRef, *, today: date) -> dict[str, frozenset[int]]:
    """Who holds each role here today, in the order of roles; a role of the whole organisation is held here too."""
    here = Q(place_id=place.id) | Q(place_id=None, organisation_id=place.organisation_id)
    held = Role.objects.filter(here & (Q(until=None) | Q(until__gte=today)), since__lte=today)
    found: dict[str, set[int]] = {}
    for role, person_id in held.values_list("role", "person_id"):
        found.setdefault(role, set()).add(person_id)
    return {role: frozenset(found[role]) for role in ROLES if role in found}


@dataclass(frozen=True)
class Invited:
    """An invitation to this place that nobody used yet."""

    uuid: UUID
    email: str
    role: str
    expires_at: datetime


def invitations_of(place: PlaceRef, *, now: datetime) -> list[Invited]:
    """Those that still open something, the latest first."""
    start = f"place:{place.id}:"
    waiting = people.invitations_of(place.organisation_id, reference=start, now=now)
    return [
        Invited(each.uuid, each.email, each.reference.removeprefix(start).partition(":")[0], each.expires_at)
        for each in waiting
    ]
