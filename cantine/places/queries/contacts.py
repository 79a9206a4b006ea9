"""The address book of a place, for its team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from cantine.kernel import folded
from cantine.people import queries as people
from cantine.people.queries import PersonRef
from cantine.places.models import Contact, Role
from cantine.places.queries.refs import PlaceRef


@dataclass(frozen=True)
class ContactCard:
    """A person or an organisation that has a row with the place, for its team."""

    id: int
    uuid: UUID
    name: str
    email: str
    phone: str
    since: datetime
    roles: tuple[str, ...] = ()


def person_contacts(*, place: PlaceRef, today: date, after: int = 0, most: int) -> list[ContactCard]:
    """The persons known to the tenant in the order in which they came, with the roles they hold here today."""
    held = Role.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), Q(place_id=place.id) | Q(place_id__isnull=True),
        person_id=OuterRef("person_id"), since__lte=today,
    ).order_by("role")  # fmt: skip
    rows = Contact.objects.filter(organisation_id=place.organisation_id, person__isnull=False, pk__gt=after)
    columns = ("pk", "person__uuid", "person__name", "person__email", "person__phone", "since", "held")
    found = rows.order_by("pk").annotate(held=ArraySubquery(held.values("role"))).values_list(*columns)[:most]
    return [
        ContactCard(pk, uuid, name, email, phone, since, tuple(dict.fromkeys(roles)))
        for pk, uuid, name, email, phone, since, roles in found
    ]


def contacts_named(*, place: PlaceRef, text: str, most: int = 8) -> list[ContactCard]:
    """The persons known to the tenant whose name or address holds ``text``, two letters at least, by name; accents
    and case apart.
    """
    wanted = text.strip()
    if len(wanted) < 2:
        return []
    rows = Contact.objects.filter(
        Q(person__sort_name__contains=folded(wanted)) | Q(person__email__istartswith=wanted),
        organisation_id=place.organisation_id,
    )  # fmt: skip
    columns = ("person_id", "person__uuid", "person__name", "person__email", "person__phone", "since")
    found = rows.order_by("person__sort_name", "pk").values_list(*columns)[:most]
    return [ContactCard(pk, uuid, name or email, email, phone, since) for pk, uuid, name, email, phone, since in found]


def contact_ids(*, place: PlaceRef) -> list[int]:
    """Every person that the tenant has a row with: a contact or a role."""
    contacts = Contact.objects.filter(organisation_id=place.organisation_id, person__isnull=False)
    roles = Role.objects.filter(organisation_id=place.organisation_id)
    return [person_id for (person_id,) in contacts.values_list("person_id").union(roles.values_list("person_id"))]


@dataclass(frozen=True)
class CustomerCard:
    """An organisation that has a row with the place, with what its papers say."""

    id: int
    uuid: UUID
    name: str
    kind: str
    legal_form: str
    siren: str
    siret: str
    rna: str
    email: str
    street: str
    postcode: str
    commune: str
    insee_code: str
    country: str
    since: datetime


_OF_CUSTOMER = (
    "uuid", "name", "kind", "legal_form", "siren", "siret", "rna", "email", "street", "postcode", "commune",
    "insee_code", "country",
)  # fmt: skip


def customer_contacts(*, place: PlaceRef, after: int = 0, most: int) -> list[CustomerCard]:
    """The organisations known to the tenant, in the order in which they came."""
    rows = Contact.objects.filter(organisation_id=place.organisation_id, customer__isnull=False, pk__gt=after)
    columns = ("pk", *(f"customer__{name}" for name in _OF_CUSTOMER), "since")
    return [CustomerCard(*row) for row in rows.order_by("pk").values_list(*columns)[:most]]


def customer_names(*, place: PlaceRef, most: int = 500) -> list[tuple[str, str]]:
    """The ids and names of the organisations known to the tenant, for a list to choose from."""
    rows = Contact.objects.filter(organisation_id=place.organisation_id, customer__isnull=False).order_by("pk")
    return [(str(key), name) for key, name in rows.values_list("customer_id", "customer__name")[:most]]


def known_person(*, place: PlaceRef, uuid: UUID) -> int | None:
    """The person of this id, if the tenant has a row with them: a contact or a role."""
    contacts = Contact.objects.filter(organisation_id=place.organisation_id, person__uuid=uuid)
    roles = Role.objects.filter(organisation_id=place.organisation_id, person__uuid=uuid)
    found = contacts.values_list("person_id").union(roles.values_list("person_id"))
    return next((person_id for (person_id,) in found), None)


def known_persons(*, place: PlaceRef, uuids: Iterable[UUID]) -> list[PersonRef]:
    """Those of these ids whom the tenant has a row with, by name."""
    wanted = list(uuids)
    if not wanted:
        return []
    contacts = Contact.objects.filter(organisation_id=place.organisation_id, person__uuid__in=wanted)
    roles = Role.objects.filter(organisation_id=place.organisation_id, person__uuid__in=wanted)
    ids = [person_id for (person_id,) in contacts.values_list("person_id").union(roles.values_list("person_id"))]
    return sorted(people.persons_of(ids).values(), key=lambda person: folded(person.shown))


def knows(*, place: PlaceRef, person_id: int | None = None, customer_id: int | None = None) -> bool:
    """Whether the tenant has a row with this person, or with this organisation."""
    if customer_id is not None:
        return Contact.objects.filter(organisation_id=place.organisation_id, customer_id=customer_id).exists()
    who = {"organisation_id": place.organisation_id, "person_id": person_id}
    return Contact.objects.filter(**who).exists() or Role.objects.filter(**who).exists()


def persons_at_addresses(place: PlaceRef, *, emails: Iterable[str]) -> dict[str, int]:
    """The persons known to the tenant at these addresses, whatever their case; those it has no row with are left out."""
    wanted = {email.strip().lower() for email in emails}
    contacts = Contact.objects.filter(organisation_id=place.organisation_id, person__email__in=wanted)
    roles = Role.objects.filter(organisation_id=place.organisation_id, person__email__in=wanted)
    columns = ("person__email", "person_id")
    return {
        email.lower(): person for email, person in contacts.values_list(*columns).union(roles.values_list(*columns))
    }
