"""The address book of a place: whom it knows, what they are there, what they accepted and showed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from cantine.kernel import folded
from cantine.people import queries as people
from cantine.places.models import Acceptance, Contact, Insurance, Role
from cantine.places.queries.refs import PlaceRef

PAGE = 50


@dataclass(frozen=True)
class ContactLine:
    """One person of the address book; ``roles`` are those of today at this place."""

    uuid: UUID
    person: people.PersonRef
    roles: tuple[str, ...]
    since: datetime
    listed: bool


@dataclass(frozen=True)
class ContactPage:
    lines: tuple[ContactLine, ...]
    number: int
    total: int

    @property
    def has_next(self) -> bool:
        return self.number * PAGE < self.total


@dataclass(frozen=True)
class Accepted:
    version: int
    at: datetime


@dataclass(frozen=True)
class Insured:
    insurer: str
    valid_until: date
    seen_at: datetime


@dataclass(frozen=True)
class PersonCard:
    """A person at this place, for its staff."""

    uuid: UUID
    person: people.PersonRef
    roles: tuple[tuple[str, date, date | None], ...]
    note: str
    since: datetime
    accepted: tuple[Accepted, ...]
    insurances: tuple[Insured, ...]


def contacts_of(place: PlaceRef, *, today: date, text: str = "", role: str = "", page: int = 1) -> ContactPage:
    """A page of the address book by name; ``text`` is looked for in names and addresses, accents and case apart.

    ``role`` keeps those who hold it today; ``none`` keeps those who hold none.
    """
    rows = _matching(place, today, text, role)
    total = rows.count()
    roles = _roles(place, today).filter(person_id=OuterRef("person_id")).order_by("pk").values("role")
    found = list(
        rows.order_by("person__sort_name", "pk").values_list("uuid", "person_id", "since", ArraySubquery(roles))[
            (page - 1) * PAGE : page * PAGE
        ]
    )
    known = people.persons_of(row[1] for row in found)
    listed = people.agree_to("appear_in_members", (row[1] for row in found))
    lines = tuple(
        ContactLine(uuid, known[person_id], tuple(dict.fromkeys(held)), since, person_id in listed)
        for uuid, person_id, since, held in found
        if person_id in known
    )
    return ContactPage(lines, page, total)


def person_card(place: PlaceRef, *, contact: UUID, today: date) -> PersonCard | None:
    """Everything that the place itself knows of one person; None when it does not know them. Two statements."""
    whose = OuterRef("person_id")
    roles = _roles(place, today, later=True).filter(person_id=whose).order_by("since", "pk")
    accepted = Acceptance.objects.filter(house_rules__place_id=place.id, person_id=whose).order_by(
        "-house_rules__version"
    )
    insured = Insurance.objects.filter(organisation_id=place.organisation_id, person_id=whose).order_by("-valid_until")
    rows = Contact.objects.filter(uuid=contact, organisation_id=place.organisation_id, person__isnull=False).annotate(
        held=ArraySubquery(roles.values(one=JSONObject(role="role", since="since", until="until"))),
        accepted=ArraySubquery(accepted.values(one=JSONObject(version="house_rules__version", at="accepted_at"))),
        insured=ArraySubquery(
            insured.values(one=JSONObject(insurer="insurer", valid_until="valid_until", seen_at="seen_at"))
        ),
    )
    found = rows.values_list("uuid", "person_id", "note", "since", "held", "accepted", "insured").first()
    person = people.person_of(found[1]) if found is not None else None
    if found is None or person is None:
        return None
    uuid, _, note, since, held, agreed, shown = found
    return PersonCard(
        uuid,
        person,
        tuple((each["role"], _day(each["since"]), each["until"] and _day(each["until"])) for each in held),
        note,
        since,
        tuple(Accepted(each["version"], _instant(each["at"])) for each in agreed),
        tuple(Insured(each["insurer"], _day(each["valid_until"]), _instant(each["seen_at"])) for each in shown),
    )


_day, _instant = date.fromisoformat, datetime.fromisoformat  # JSON says them in words


@dataclass(frozen=True)
class Known:
    """Whose card it is."""

    uuid: UUID
    person_id: int
    shown: str


def known_by_card(place: PlaceRef, *, contact: UUID) -> Known | None:
    """Who this card is about, for a page that needs no more than the name; one statement."""
    rows = Contact.objects.filter(
        organisation_id=place.organisation_id, uuid=contact, person__isnull=False, person__erased_at__isnull=True
    )
    row = rows.values_list("uuid", "person_id", "person__name", "person__email").first()
    return Known(row[0], row[1], row[2] or row[3]) if row and row[1] is not None else None


def contact_of(place: PlaceRef, *, person_id: int) -> UUID | None:
    """The public id of a person's card here."""
    rows = Contact.objects.filter(organisation_id=place.organisation_id, person_id=person_id)
    return rows.values_list("uuid", flat=True).first()


def contact_uuids(place: PlaceRef, *, person_ids: Iterable[int]) -> dict[int, UUID]:
    """The public ids of the cards of these persons here."""
    rows = Contact.objects.filter(organisation_id=place.organisation_id, person_id__in=set(person_ids))
    return {person_id: uuid for person_id, uuid in rows.values_list("person_id", "uuid") if person_id is not None}


def _roles(place: PlaceRef, today: date, *, later: bool = False) -> "QuerySet[Role]":
    here = Q(place_id=place.id) | Q(place_id=None, organisation_id=place.organisation_id)
    held = Role.objects.filter(here & (Q(until=None) | Q(until__gte=today)))
    return held if later else held.filter(since__lte=today)


def _matching(place: PlaceRef, today: date, text: str, role: str) -> "QuerySet[Contact]":
    rows = Contact.objects.filter(
        organisation_id=place.organisation_id, person__isnull=False, person__erased_at__isnull=True
    )
    for word in folded(text).split():
        rows = rows.filter(Q(person__sort_name__contains=word) | Q(person__email__contains=word))
    held = _roles(place, today)
    if role == "none":
        return rows.exclude(person_id__in=held.values("person_id"))
    return rows.filter(person_id__in=held.filter(role=role).values("person_id")) if role else rows
