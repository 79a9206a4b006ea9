"""Contracts of domiciliation as people read them: where each stands, what is missing from its file, what its mail says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from cantine.booking.models import Domiciliation, DomiciliationApproval, DomiciliationContact, DomiciliationDocument
from cantine.booking.rules import domiciliation as rules
from cantine.core import scoping
from cantine.places.queries import PlaceRef

_WAITS = Q(mail__handed_at=None, mail__forwarded_at=None, mail__returned_at=None, mail__isnull=False)


@dataclass(frozen=True)
class ApprovalLine:
    """The approval of the prefecture, and the registry of the place."""

    number: str
    prefecture: str
    granted_on: date
    registry: str
    registry_address: str

    @property
    def until(self) -> date:
        return rules.approved_until(self.granted_on)


@dataclass(frozen=True)
class ContractLine:
    """What was signed; ``monthly_cents`` is without VAT."""

    reference: str
    subscription: UUID
    since: date
    months: int
    notice_months: int
    monthly_cents: int
    deposit_cents: int
    representative: str
    books_kept: str
    notice_on: date | None = None

    @classmethod
    def of(cls, clauses: rules.Clauses, *, subscription: UUID, monthly_cents: int) -> "ContractLine":
        return cls(
            "", subscription, clauses.since, clauses.months, clauses.notice_months, monthly_cents, clauses.deposit_cents,
            clauses.representative, clauses.books_kept,
        )  # fmt: skip

    def term(self, day: date) -> rules.Term:
        return rules.term_of(self.since, months=self.months, day=day)

    def last_day_by_notice(self, given_on: date) -> date:
        return rules.last_day_by_notice(
            self.since, months=self.months, notice_months=self.notice_months, given_on=given_on
        )

    def latest_notice(self, day: date) -> date:
        return rules.latest_notice(self.since, months=self.months, notice_months=self.notice_months, day=day)


@dataclass(frozen=True)
class DocumentLine(rules.Seen):
    kept_in: str = ""
    seen_by: str = ""


@dataclass(frozen=True)
class ContractCard:
    """An address, its contract where it has one, and its mail: ``collected`` is when some of it last left the counter."""

    id: int
    uuid: UUID
    organisation_id: int
    place_id: int
    customer_id: int
    customer: str
    since: date
    until: date | None
    silence_told_on: date | None
    waiting: int
    oldest: datetime | None
    collected: datetime | None
    zone: ZoneInfo
    contract: ContractLine | None = None
    documents: tuple[DocumentLine, ...] = ()

    def with_contract(self, contract: ContractLine) -> "ContractCard":
        return replace(self, contract=contract)

    def silent_since(self, today: date) -> date | None:
        """The day since which nothing was collected, where that is three months or more."""
        if self.oldest is None:
            return None
        oldest = self.oldest.astimezone(self.zone).date()
        collected = self.collected.astimezone(self.zone).date() if self.collected else None
        since = max(oldest, collected or oldest)
        return since if rules.silent_from(oldest=oldest, collected_on=collected) <= today else None

    def lacking(self, today: date) -> list[rules.DocumentKind]:
        return rules.lacking(self.documents, today=today)


_COLUMNS = (
    "pk",
    "uuid",
    "organisation_id",
    "place_id",
    "customer_id",
    "customer__name",
    "since",
    "until",
    "silence_told_on",
)
_FIELDS = (
    "id", "uuid", "organisation_id", "place_id", "customer_id", "customer", "since", "until", "silence_told_on", "waiting",
    "oldest", "collected",
)  # fmt: skip
_CONTRACT = (
    "contract__reference", "contract__subscription", "contract__since", "contract__months", "contract__notice_months",
    "contract__monthly_cents", "contract__deposit_cents", "contract__representative", "contract__books_kept",
    "contract__notice_on",
)  # fmt: skip


def approval_of(place: PlaceRef) -> ApprovalLine | None:
    rows = DomiciliationApproval.objects.filter(place_id=place.id)
    row = rows.values_list("number", "prefecture", "granted_on", "registry", "registry_address").first()
    return ApprovalLine(*row) if row else None


def contracts_of(place: PlaceRef, *, today: date) -> list[ContractCard]:
    """The addresses that run, by name, with their contract and their file; two statements."""
    rows = Domiciliation.objects.filter(Q(until=None) | Q(until__gte=today), place_id=place.id)
    return _cards(rows, place.zone)


def contract_of(place: PlaceRef, domiciliation: UUID) -> ContractCard | None:
    """Two statements."""
    return next(iter(_cards(Domiciliation.objects.filter(place_id=place.id, uuid=domiciliation), place.zone)), None)


def domiciliations_of_person(*, person_id: int) -> list[ContractCard]:
    """Those whose mail somebody is told of, in every place. Opens the doors that it needs; days of mail are of Paris."""
    with scoping.own(person_id):
        rows = list(DomiciliationContact.objects.values_list("organisation_id", "domiciliation_id"))
    if not rows:
        return []
    with scoping.scope({organisation for organisation, _ in rows}):
        mine = Domiciliation.objects.filter(pk__in=[domiciliation for _, domiciliation in rows])
        return _cards(mine, ZoneInfo("Europe/Paris"))


def places_domiciling() -> list[int]:
    """Where mail waits that somebody may have forgotten, or was told to be."""
    with scoping.unscoped("a round asks which places have addresses"):
        rows = Domiciliation.objects.filter(_WAITS | Q(silence_told_on__isnull=False))
        return sorted(set(rows.values_list("place_id", flat=True)))


def _cards(rows: QuerySet[Domiciliation], zone: ZoneInfo) -> list[ContractCard]:
    found = rows.annotate(
        waiting=Count("mail", filter=_WAITS), oldest=Min("mail__received_at", filter=_WAITS),
        collected=Max(Coalesce("mail__handed_at", "mail__forwarded_at")),
    ).order_by("customer__sort_name", "since", "pk")  # fmt: skip
    read = list(found.values_list(*_COLUMNS, "waiting", "oldest", "collected", *_CONTRACT))
    documents = _documents(row[0] for row in read)
    return [_card(row, zone, tuple(documents.get(row[0], ()))) for row in read]


def _card(row: tuple[Any, ...], zone: ZoneInfo, documents: tuple[DocumentLine, ...]) -> ContractCard:
    own, contract = dict(zip(_FIELDS, row, strict=False)), row[len(_FIELDS) :]
    signed = ContractLine(*contract) if contract[0] is not None else None
    return ContractCard(**own, zone=zone, contract=signed, documents=documents)


def _documents(ids: Iterable[int]) -> dict[int, list[DocumentLine]]:
    found: dict[int, list[DocumentLine]] = defaultdict(list)
    rows = DomiciliationDocument.objects.filter(domiciliation_id__in=list(ids)).order_by("seen_on", "pk")
    columns = ("domiciliation_id", "kind", "seen_on", "expires_on", "kept_in", "seen_by__name")
    for domiciliation, kind, seen_on, expires_on, kept_in, seen_by in rows.values_list(*columns):
        found[domiciliation].append(
            DocumentLine(rules.DocumentKind(kind), seen_on, expires_on, kept_in, seen_by or "")
        )  # fmt: skip
    return found
