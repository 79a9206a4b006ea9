"""Organisations as other domains and forms know them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from cantine.core import scoping, sql
from cantine.kernel import folded
from cantine.people.models import Belonging, Organisation
from cantine.people.rules.belongings import LEADER
from cantine.people.rules.identifiers import bare
from cantine.people.rules.organisations import OrganisationDraft

ABOVE = "what a person belongs to is theirs in every tenancy"


@dataclass(frozen=True)
class OrganisationRef:
    """What the rest of the product needs of an organisation at hand."""

    id: int
    uuid: UUID
    name: str
    kind: str
    legal_form: str
    siren: str
    siret: str
    commune: str


_REF = tuple(field.name for field in fields(OrganisationRef))
_WRITTEN = tuple(field.name for field in fields(OrganisationDraft))
_PAPERS = f"SELECT id, uuid, {', '.join(_WRITTEN)} FROM people_organisation WHERE id = ANY(%s)"  # noqa: S608  names of our own


def organisation_of(organisation_id: int) -> OrganisationRef | None:
    return organisations_of([organisation_id]).get(organisation_id)


def organisations_of(organisation_ids: Iterable[int]) -> Mapping[int, OrganisationRef]:
    rows = Organisation.objects.filter(pk__in=set(organisation_ids)).values(*_REF)
    return {row["id"]: OrganisationRef(**row) for row in rows}


def find_organisations(text: str, *, most: int = 10) -> list[OrganisationRef]:
    """Organisations whose name begins like ``text``, or that bear this SIREN, SIRET or RNA.

    The self-employed are persons: only their whole number finds them, never their name.
    """
    number, key = bare(text), folded(text)
    if len(key) < 2:
        return []
    named = Q(sort_name__startswith=key) & ~Q(kind="individual")
    rows = Organisation.objects.filter(named | Q(siren=number) | Q(siret=number) | Q(rna=number))
    return [OrganisationRef(**row) for row in rows.order_by("sort_name", "pk").values(*_REF)[:most]]


def find_organisation_id(organisation: UUID) -> int | None:
    return Organisation.objects.filter(uuid=organisation).values_list("pk", flat=True).first()


def draft_of(organisation: UUID) -> tuple[int, OrganisationDraft, tuple[str, ...]] | None:
    """(id, what is known, its publics): what the form that changes it begins with."""
    row = Organisation.objects.filter(uuid=organisation).first()
    if row is None:
        return None
    known = {field.name: getattr(row, field.name) for field in fields(OrganisationDraft)}
    return row.pk, OrganisationDraft(**known), tuple(row.publics.values_list("code", flat=True))


def papers_of(organisation_ids: Iterable[int]) -> Mapping[int, tuple[UUID, OrganisationDraft]]:
    """By id, all that is known of organisations: their numbers and their address, for a document."""
    return papers_soon(organisation_ids).value


def papers_soon(organisation_ids: Iterable[int]) -> sql.Awaited[Mapping[int, tuple[UUID, OrganisationDraft]]]:
    """The same, asked with whatever is said next."""
    return sql.Awaited(sql.ahead(_PAPERS, [list(set(organisation_ids))]), _papers)


def _papers(rows: Iterable[sql.Row]) -> Mapping[int, tuple[UUID, OrganisationDraft]]:
    return {key: (uuid, OrganisationDraft(**dict(zip(_WRITTEN, rest, strict=True)))) for key, uuid, *rest in rows}


def leader_of(organisation_id: int, *, person_id: int | None, now: datetime) -> int | None:
    """``person_id`` if that person leads the organisation today."""
    if person_id is None or organisation_id not in organisations_led_by(person_id, today=now.date()):
        return None
    return person_id


def organisations_led_by(person_id: int, *, today: date) -> frozenset[int]:
    with scoping.unscoped(ABOVE):
        rows = Belonging.objects.filter(
            Q(until__isnull=True) | Q(until__gte=today), person_id=person_id, relation=LEADER, since__lte=today
        )
        return frozenset(rows.values_list("organisation_id", flat=True))


def belongs_to(organisation_id: int, *, person_id: int, today: date) -> bool:
    """Whether the person belongs to the organisation today, in whatever relation."""
    now = Q(until__isnull=True) | Q(until__gte=today)
    with scoping.unscoped(ABOVE):
        return Belonging.objects.filter(
            now, person_id=person_id, organisation_id=organisation_id, since__lte=today
        ).exists()


def organisations_of_persons(person_ids: Iterable[int], *, day: date) -> set[int]:
    """The organisations to which some of these persons belong on a day."""
    with scoping.unscoped(ABOVE):
        rows = Belonging.objects.filter(
            Q(until__isnull=True) | Q(until__gte=day), person_id__in=set(person_ids), since__lte=day
        )
        return set(rows.values_list("organisation_id", flat=True))


def belonging_pairs(
    person_ids: Iterable[int], organisation_ids: Iterable[int], *, day: date | None = None
) -> set[tuple[int, int]]:
    """Who of these persons has ever belonged to which of these organisations, or belongs to it on a day: for a tenancy that has
    rows with both."""
    with scoping.unscoped(ABOVE):
        rows = Belonging.objects.filter(person_id__in=set(person_ids), organisation_id__in=set(organisation_ids))
        if day is not None:
            rows = rows.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
        return set(rows.values_list("person_id", "organisation_id"))
