"""The register of keys as people read it: who has what, since when, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from cantine.booking.models import Key, Loan
from cantine.booking.rules import keys as rules
from cantine.booking.rules.keys import Hands, KeyKind, RoomKey
from cantine.core import scoping, sql
from cantine.places.queries import PlaceRef


@dataclass(frozen=True)
class KeyCard:
    """One key and whose hands it is in, for the team."""

    uuid: UUID
    kind: KeyKind
    label: str
    number: str
    resource: str
    lost_at: datetime | None
    retired_at: datetime | None
    holder_id: int | None
    holder: str
    lent_at: datetime | None
    due: date | None

    def hands(self, today: date) -> Hands:
        return rules.hands_of(
            lent=self.lent_at is not None, due=self.due, lost=self.lost_at is not None,
            retired=self.retired_at is not None, today=today,
        )  # fmt: skip


def keys_of(place: PlaceRef) -> list[KeyCard]:
    """The register of the place, retired keys left out, by name. One statement."""
    return _cards(Key.objects.filter(place_id=place.id, retired_at=None))


def key_by_uuid(place: PlaceRef, uuid: UUID) -> KeyCard | None:
    return next(iter(_cards(Key.objects.filter(place_id=place.id, uuid=uuid))), None)


@dataclass(frozen=True)
class LoanCard:
    """One loan, open or past."""

    uuid: UUID
    place_id: int
    kind: KeyKind
    label: str
    number: str
    holder: str
    lent_at: datetime
    due: date | None
    returned_at: datetime | None
    lost_at: datetime | None

    def hands(self, today: date) -> Hands:
        return rules.hands_of(
            lent=self.returned_at is None, due=self.due, lost=self.returned_at is None and self.lost_at is not None,
            retired=False, today=today,
        )  # fmt: skip


def loans_of_key(key: UUID, *, most: int = 50) -> list[LoanCard]:
    """Who had a key, the latest first."""
    return _loans(Loan.objects.filter(key__uuid=key), most=most)


def loans_of_person(*, person_id: int, most: int = 50) -> list[LoanCard]:
    """What a person has in hand and had, in every place, the latest first. Opens the doors that it needs."""
    with scoping.own(person_id):
        mine = list(Loan.objects.filter(person_id=person_id).values_list("organisation_id", "pk"))
    if not mine:
        return []
    with scoping.scope({organisation for organisation, _ in mine}):
        return _loans(Loan.objects.filter(pk__in=[pk for _, pk in mine]), most=most)


_OPENS = """
SELECT k.resource_id, k.kind, k.label, l.person_id FROM booking_key k
LEFT JOIN booking_loan l ON l.key_id = k.id AND l.returned_at IS NULL
WHERE k.resource_id = ANY(%s) AND k.retired_at IS NULL AND k.lost_at IS NULL ORDER BY k.label, k.id
"""


def ways_in_of(resource_ids: Iterable[int], *, person_id: int | None) -> list[RoomKey]:
    """The keys that open these rooms, one a room: for the words of how to get in."""
    return rules.ways_in(
        RoomKey(resource_id=room, kind=KeyKind(kind), label=label, held=holder is not None and holder == person_id)
        for room, kind, label, holder in sql.rows(_OPENS, [sorted(set(resource_ids))])
    )


def places_with_overdue(*, today: date) -> list[int]:
    """Where a key is past its day and nobody was written to: a job of its own asks each place's own clock."""
    with scoping.unscoped("a round asks which places have keys to ask for"):
        rows = Loan.objects.filter(returned_at=None, reminded_at=None, due__lte=today, key__lost_at=None)
        return sorted(set(rows.values_list("key__place_id", flat=True)))


_COLUMNS = (
    "uuid", "kind", "label", "number", "resource__name", "lost_at", "retired_at", "open__person_id",
    "open__person__name", "open__person__email", "open__lent_at", "open__due",
)  # fmt: skip


def _cards(rows: QuerySet[Key]) -> list[KeyCard]:
    found: Any = rows.alias(open=FilteredRelation("loans", condition=Q(loans__returned_at=None)))
    return [
        KeyCard(
            uuid, KeyKind(kind), label, number, resource or "", lost, retired, person_id, name or email or "", lent, due
        )
        for uuid, kind, label, number, resource, lost, retired, person_id, name, email, lent, due in found.order_by(
            "label", "number", "pk"
        ).values_list(*_COLUMNS)
    ]


def _loans(rows: QuerySet[Loan], *, most: int) -> list[LoanCard]:
    columns = (
        "uuid", "key__place_id", "key__kind", "key__label", "key__number", "person__name", "person__email", "lent_at",
        "due", "returned_at", "key__lost_at",
    )  # fmt: skip
    return [
        LoanCard(uuid, place_id, KeyKind(kind), label, number, name or email or "", lent, due, back, lost)
        for uuid, place_id, kind, label, number, name, email, lent, due, back, lost in rows.order_by(
            "-lent_at", "-pk"
        ).values_list(*columns)[:most]
    ]
