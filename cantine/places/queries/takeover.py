"""What a place knows already, as a file brought from elsewhere is compared with it."""

from dataclasses import dataclass
from datetime import date

from cantine.kernel import folded
from cantine.places.models import Contact, Kind, Place, Role, Space
from cantine.places.queries.refs import PlaceRef


@dataclass(frozen=True)
class KnownPerson:
    """Somebody in the address book, with the roles that they hold or held at the place: (role, since, until)."""

    id: int
    email: str
    name: str
    roles: tuple[tuple[str, date, date | None], ...]


def known_people(*, place: PlaceRef) -> list[KnownPerson]:
    """The address book of the tenancy and whoever has a role at this place, with those roles, in two statements."""
    held: dict[int, list[tuple[str, date, date | None]]] = {}
    known: dict[int, tuple[str, str]] = {}
    roles = Role.objects.filter(place_id=place.id, organisation_id=place.organisation_id).order_by("pk")
    columns = ("person_id", "person__email", "person__name", "role", "since", "until")
    for person_id, email, name, role, since, until in roles.values_list(*columns):
        held.setdefault(person_id, []).append((role, since, until))
        known[person_id] = (email, name)
    rows = Contact.objects.filter(organisation_id=place.organisation_id, person__isnull=False).order_by("pk")
    known |= {pk: (email, name) for pk, email, name in rows.values_list("person_id", "person__email", "person__name")}
    return [KnownPerson(pk, email.lower(), name, tuple(held.get(pk, ()))) for pk, (email, name) in known.items()]


def known_customers(*, place: PlaceRef) -> dict[int, str]:
    """The organisations that the tenancy has in its address book, by id, with their sorting names."""
    rows = Contact.objects.filter(organisation_id=place.organisation_id, customer__isnull=False)
    return dict(rows.values_list("customer_id", "customer__sort_name"))


def kind_codes(*, place: PlaceRef) -> dict[str, tuple[str, str]]:
    """The kinds of bookable things here: code → (French, English)."""
    rows = Kind.objects.filter(organisation_id=place.organisation_id).order_by("position", "pk")
    return {code: (fr, en) for code, fr, en in rows.values_list("code", "name_fr", "name_en")}


def space_ids(*, place: PlaceRef) -> dict[str, int]:
    """The areas of the place by their folded names."""
    return {folded(name): pk for name, pk in Space.objects.filter(place_id=place.id).values_list("name", "pk")}


def is_sole_place(place: PlaceRef) -> bool:
    """Whether the tenancy bears this place only."""
    return not Place.objects.filter(organisation_id=place.organisation_id).exclude(pk=place.id).exists()
