"""Letters as people read them: what waits for whom, who is told, how each one left."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from cantine.booking.models import Domiciliation, DomiciliationContact, MailItem
from cantine.booking.rules import post as rules
from cantine.booking.rules.post import MailKind
from cantine.core import scoping
from cantine.people.queries import PersonRef
from cantine.places.queries import PlaceRef

WAITING = Q(handed_at=None, forwarded_at=None, returned_at=None)
_WAITS = Q(mail__handed_at=None, mail__forwarded_at=None, mail__returned_at=None, mail__isnull=False)


@dataclass(frozen=True)
class WaitingMail:
    """What waits for one organisation of a person's, at one place."""

    place_id: int
    domiciliation: UUID
    customer: str
    counts: dict[MailKind, int]
    oldest: datetime

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def mail_waiting_of(*, person_id: int) -> list[WaitingMail]:
    """The letters that a person may come and take, by organisation, the oldest first. Opens the doors that it needs:
    one statement for who has none, two for the others."""
    organisations, addresses = _addresses_of(person_id)
    if not addresses:
        return []
    with scoping.scope(organisations):
        rows = MailItem.objects.filter(WAITING, domiciliation_id__in=addresses)
        columns = ("place_id", "domiciliation__uuid", "domiciliation__customer__name")
        counts = rows.values_list(*columns, "kind").annotate(number=Count("pk"), oldest=Min("received_at"))
        found: dict[UUID, WaitingMail] = {}
        for place_id, uuid, customer, kind, number, oldest in counts.order_by("oldest"):
            card = found.setdefault(uuid, WaitingMail(place_id, uuid, customer, {}, oldest))
            card.counts[MailKind(kind)] = number
    return list(found.values())


@dataclass(frozen=True)
class MailCard:
    """One letter, and how it left; the names are for the team and for the organisation's people."""

    uuid: UUID
    place_id: int
    customer: str
    kind: MailKind
    sender: str
    received_at: datetime
    announced_at: datetime | None
    fate: rules.Fate
    left_at: datetime | None
    bearer: str
    by: str
    forwarded_to: str

    @property
    def waits(self) -> bool:
        return self.fate is rules.Fate.WAITING


_COLUMNS = (
    "uuid", "place_id", "domiciliation__customer__name", "kind", "sender", "received_at", "announced_at", "handed_at",
    "forwarded_at", "returned_at", "handed_to__name", "handed_to__email", "handed_to_name", "handed_by__name",
    "sent_by__name", "forwarded_to",
)  # fmt: skip


def mail_of_person(*, person_id: int, most: int = 50) -> list[MailCard]:
    """The letters of a person's organisations, those that wait first, then the latest that left."""
    organisations, addresses = _addresses_of(person_id)
    if not addresses:
        return []
    with scoping.scope(organisations):
        return _cards(MailItem.objects.filter(domiciliation_id__in=addresses), most=most)


def mail_of(domiciliation: UUID, *, most: int = 100) -> list[MailCard]:
    """The letters of one address, those that wait first, then the latest that left."""
    return _cards(MailItem.objects.filter(domiciliation__uuid=domiciliation), most=most)


@dataclass(frozen=True)
class DomiciliationCard:
    """An organisation whose address is the place, and what waits for it."""

    id: int
    uuid: UUID
    customer_id: int
    customer: str
    since: date
    until: date | None
    contacts: int
    letters: int
    parcels: int
    registered: int
    fresh: int
    oldest: datetime | None
    fresh_first: datetime | None
    fresh_last: datetime | None

    @property
    def waiting(self) -> int:
        return self.letters + self.parcels + self.registered

    def is_open(self, today: date) -> bool:
        return self.until is None or self.until >= today


def domiciliations_of(place: PlaceRef, *, today: date, text: str = "") -> list[DomiciliationCard]:
    """Those of the place that run, and those that ended with letters left, by name. One statement."""
    rows = Domiciliation.objects.filter(place_id=place.id)
    if text.strip():
        rows = rows.filter(customer__name__icontains=text.strip())
    cards = _domiciliations(rows)
    return [card for card in cards if card.is_open(today) or card.waiting]


def past_domiciliations(place: PlaceRef, *, today: date) -> list[DomiciliationCard]:
    return _domiciliations(Domiciliation.objects.filter(place_id=place.id, until__lt=today))


def domiciled_between(place: PlaceRef, *, first_day: date, last_day: date) -> list[tuple[int, date, date | None]]:
    """(organisation, since, until) of those whose address was the place on some day, by first day: what a quarter tells."""
    rows = Domiciliation.objects.filter(place_id=place.id, since__lte=last_day).exclude(until__lt=first_day)
    return list(rows.order_by("since", "pk").values_list("customer_id", "since", "until"))


def domiciliation_by_uuid(place: PlaceRef, uuid: UUID) -> DomiciliationCard | None:
    return next(iter(_domiciliations(Domiciliation.objects.filter(place_id=place.id, uuid=uuid))), None)


def contacts_of_domiciliation(domiciliation_id: int) -> list[PersonRef]:
    """Who is told of its letters, by name."""
    columns = ("person_id", "person__uuid", "person__email", "person__name", "person__phone", "person__language")
    rows = DomiciliationContact.objects.filter(domiciliation_id=domiciliation_id, person__erased_at=None)
    return [PersonRef(*row) for row in rows.order_by("person__sort_name", "pk").values_list(*columns)]


def domiciliations_to_announce(*, place_id: int, now: datetime, limit: int) -> list[int]:
    """The addresses of the place whose unannounced letters have come to their hour, and somebody to tell."""
    rows = _unannounced().filter(place_id=place_id).values("domiciliation_id")
    groups = rows.annotate(first=Min("received_at"), last=Max("received_at")).order_by("first")
    due = [
        group["domiciliation_id"]
        for group in groups
        if rules.announces_at([group["first"], group["last"]]) <= now
    ]  # fmt: skip
    return due[:limit]


def places_to_announce(*, now: datetime) -> list[int]:
    """The places with letters that may be announced: a job of their own decides."""
    with scoping.unscoped("a round asks which places have letters to announce"):
        rows = _unannounced().filter(received_at__lte=now - rules.QUIET)
        return sorted(set(rows.values_list("place_id", flat=True)))


def _unannounced() -> QuerySet[MailItem]:
    told = DomiciliationContact.objects.filter(domiciliation_id=OuterRef("domiciliation_id"))
    return MailItem.objects.filter(WAITING, Exists(told), announced_at=None)


def _addresses_of(person_id: int) -> tuple[set[int], list[int]]:
    """(tenancies, domiciliations) whose letters a person is told of."""
    with scoping.own(person_id):
        rows = list(DomiciliationContact.objects.values_list("organisation_id", "domiciliation_id"))
    return {organisation for organisation, _ in rows}, [domiciliation for _, domiciliation in rows]


def _domiciliations(rows: QuerySet[Domiciliation]) -> list[DomiciliationCard]:
    waits = {
        "letters": Count("mail", filter=_WAITS & Q(mail__kind=MailKind.LETTER.value), distinct=True),
        "parcels": Count("mail", filter=_WAITS & Q(mail__kind=MailKind.PARCEL.value), distinct=True),
        "registered": Count("mail", filter=_WAITS & Q(mail__kind=MailKind.REGISTERED.value), distinct=True),
        "fresh": Count("mail", filter=_WAITS & Q(mail__announced_at=None), distinct=True),
        "oldest": Min("mail__received_at", filter=_WAITS),
        "fresh_first": Min("mail__received_at", filter=_WAITS & Q(mail__announced_at=None)),
        "fresh_last": Max("mail__received_at", filter=_WAITS & Q(mail__announced_at=None)),
    }
    columns = ("pk", "uuid", "customer_id", "customer__name", "since", "until", "told", *waits)
    found = rows.annotate(told=Count("contacts", distinct=True), **waits).order_by("customer__sort_name", "since", "pk")
    return [DomiciliationCard(*row) for row in found.values_list(*columns)]


def _cards(rows: QuerySet[MailItem], *, most: int) -> list[MailCard]:
    left = Coalesce("handed_at", "forwarded_at", "returned_at").desc(nulls_first=True)
    return [_card(row) for row in rows.order_by(left, "-received_at", "-pk").values(*_COLUMNS)[:most]]


def _card(row: dict[str, Any]) -> MailCard:
    fate = rules.fate_of(
        handed_at=row["handed_at"], forwarded_at=row["forwarded_at"], returned_at=row["returned_at"]
    )  # fmt: skip
    return MailCard(
        uuid=row["uuid"], place_id=row["place_id"], customer=row["domiciliation__customer__name"],
        kind=MailKind(row["kind"]), sender=row["sender"], received_at=row["received_at"],
        announced_at=row["announced_at"], fate=fate,
        left_at=row["handed_at"] or row["forwarded_at"] or row["returned_at"],
        bearer=row["handed_to__name"] or row["handed_to__email"] or row["handed_to_name"] or "",
        by=row["handed_by__name"] or row["sent_by__name"] or "", forwarded_to=row["forwarded_to"],
    )  # fmt: skip
