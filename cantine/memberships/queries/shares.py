"""The register of shares: colleges, the value of a share, who holds what on a day, bulletins and withdrawals that wait."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db.models import Count, F, Sum

from cantine.accounting.queries import LegalEntityRef, entities_of
from cantine.billing.queries import ORGANISATION, PERSON, Who
from cantine.core import scoping
from cantine.memberships.models import (
    College,
    Shareholding,
    ShareMovement,
    ShareSubscription,
    ShareTerms,
    ShareWithdrawal,
)
from cantine.memberships.rules import shares as rules


@dataclass(frozen=True)
class CollegeLine(rules.College):
    id: int = 0


@dataclass(frozen=True)
class TermsLine:
    """The value of a share from a day on, in cents, and the delay of a withdrawal."""

    first_day: date
    cents: int
    delay_months: int


@dataclass(frozen=True)
class Holding:
    """Somebody's shares at the end of a day."""

    id: int
    uuid: UUID
    who: Who | None
    college_id: int
    quantity: int
    old_number: str = ""


@dataclass(frozen=True)
class MovementLine:
    """A line of the register."""

    uuid: UUID
    number: int
    kind: rules.MovementKind
    quantity: int
    balance: int
    cents_each: int
    day: date


@dataclass(frozen=True)
class Bulletin:
    """A subscription, and where it is."""

    id: int
    uuid: UUID
    who: Who | None
    college_id: int
    quantity: int
    cents_each: int
    state: rules.SubscriptionState
    signed_by: str
    signed_at: datetime | None
    paid_on: date | None
    method: str

    @property
    def cents(self) -> int:
        return self.quantity * self.cents_each


@dataclass(frozen=True)
class WithdrawalLine:
    """Shares that left, and what is to be paid back."""

    uuid: UUID
    holding: UUID
    who: Who | None
    quantity: int
    cents: int
    due_on: date


_BULLETIN = (
    "id", "uuid", "person_id", "customer_id", "college_id", "quantity", "cents_each", "state", "signed_by", "signed_at",
    "paid_on", "method",
)  # fmt: skip


def cooperative_of(organisation_id: int) -> LegalEntityRef | None:
    """The legal entity that has shareholders; None where there is none, and then shares are shown to nobody."""
    entities = (each for each in entities_of(organisation_id) if each.retired_at is None)
    return next((each for each in entities if rules.is_cooperative(each.legal_form)), None)


def colleges_of(organisation_id: int) -> list[CollegeLine]:
    rows = College.objects.filter(organisation_id=organisation_id).order_by("position", "pk")
    columns = ("code", "name_fr", "name_en", "weight", "minimum", "pk")
    return [CollegeLine(*row) for row in rows.values_list(*columns)]


def share_terms_of(organisation_id: int) -> list[TermsLine]:
    rows = ShareTerms.objects.filter(organisation_id=organisation_id).order_by("first_day")
    return [TermsLine(*row) for row in rows.values_list("first_day", "cents", "delay_months")]


def share_terms_on(organisation_id: int, day: date) -> TermsLine | None:
    begun = [each for each in share_terms_of(organisation_id) if each.first_day <= day]
    return begun[-1] if begun else None


def holdings_on(organisation_id: int, day: date) -> list[Holding]:
    """The register as it was at the end of a day; two statements, whatever their number."""
    moved = ShareMovement.objects.filter(organisation_id=organisation_id, day__lte=day)
    held = rules.held_on(
        (rules.Moved(*row) for row in moved.values_list("holding_id", "day", "quantity", "cents_each")), day
    )
    rows = Shareholding.objects.filter(organisation_id=organisation_id, pk__in=list(held)).order_by("pk")
    columns = ("pk", "uuid", "person_id", "customer_id", "college_id", "old_number")
    return [
        Holding(pk, uuid, who_of(person, customer), college, held[pk], number)
        for pk, uuid, person, customer, college, number in rows.values_list(*columns)
    ]


@dataclass(frozen=True)
class TakenShares:
    """What came from the old register: how many holders, shares, and what was paid for them, in cents."""

    holders: int
    shares: int
    cents: int


def taken_over_shares(organisation_id: int) -> TakenShares:
    rows = ShareMovement.objects.filter(organisation_id=organisation_id, kind=rules.MovementKind.TAKEN.value)
    found = rows.aggregate(
        holders=Count("holding", distinct=True), shares=Sum("quantity"), cents=Sum(F("quantity") * F("cents_each"))
    )  # fmt: skip
    return TakenShares(found["holders"], found["shares"] or 0, found["cents"] or 0)


def taken_share_sources(organisation_id: int) -> frozenset[str]:
    rows = ShareMovement.objects.filter(organisation_id=organisation_id, kind=rules.MovementKind.TAKEN.value)
    return frozenset(rows.values_list("source", flat=True))


def shareholders_of(organisation_id: int) -> frozenset[Who]:
    """Who has, or had, a holding."""
    rows = Shareholding.objects.filter(organisation_id=organisation_id).values_list("person_id", "customer_id")
    return frozenset(who for row in rows if (who := who_of(*row)) is not None)


def find_holding(*, uuid: UUID, organisation_id: int) -> Holding | None:
    return _holding(Shareholding.objects.filter(organisation_id=organisation_id, uuid=uuid))


def holding_of(organisation_id: int, *, who: Who) -> Holding | None:
    return _holding(Shareholding.objects.filter(organisation_id=organisation_id, **whose(who)))


def holdings_of_person(person_id: int) -> list[tuple[int, Holding]]:
    """(tenant, holding) of somebody, in every co-operative."""
    rows = Shareholding.objects.filter(person_id=person_id, balance__gt=0).order_by("pk")
    return [
        (organisation, Holding(pk, uuid, (PERSON, person_id), college, balance))
        for organisation, pk, uuid, college, balance in rows.values_list(
            "organisation_id", "pk", "uuid", "college_id", "balance"
        )
    ]


def place_of_shares(organisation_id: int) -> int | None:
    """Where the first bulletin of a co-operative was signed: in whose name its papers are given."""
    rows = ShareSubscription.objects.filter(organisation_id=organisation_id).order_by("pk")
    return rows.values_list("place_id", flat=True).first()


def movements_of(holding_id: int) -> list[MovementLine]:
    """The latest first."""
    rows = ShareMovement.objects.filter(holding_id=holding_id).order_by("-number")
    columns = ("uuid", "number", "kind", "quantity", "balance", "cents_each", "day")
    return [
        MovementLine(uuid, number, rules.MovementKind(kind), quantity, balance, cents, day)
        for uuid, number, kind, quantity, balance, cents, day in rows.values_list(*columns)
    ]


def bulletins_waiting(organisation_id: int) -> list[Bulletin]:
    """To sign, signed or paid, not yet before the board."""
    waiting = (*rules.UNPAID, rules.SubscriptionState.PAID)
    rows = ShareSubscription.objects.filter(organisation_id=organisation_id, state__in=waiting).order_by("pk")
    return [_bulletin(*row) for row in rows.values_list(*_BULLETIN)]


def find_bulletin(organisation_id: int, *, uuid: UUID) -> Bulletin | None:
    row = ShareSubscription.objects.filter(organisation_id=organisation_id, uuid=uuid).values_list(*_BULLETIN).first()
    return _bulletin(*row) if row else None


def link_of_bulletin(uuid: UUID) -> str:
    """The secret end of the address where a bulletin is read and signed."""
    return _signer().sign(uuid.hex)


def linked_bulletin(token: str) -> tuple[UUID, int, int] | None:
    """The bulletin of a link of ours, its tenancy and its place; nothing of its rows."""
    try:
        uuid = UUID(hex=_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    with scoping.unscoped("a signed link names its tenant"):
        row = ShareSubscription.objects.filter(uuid=uuid).values_list("organisation_id", "place_id").first()
    return (uuid, *row) if row else None


def _signer() -> signing.Signer:
    return signing.Signer(salt="cantine.memberships.bulletin", sep="~")


def withdrawals_waiting(organisation_id: int) -> list[WithdrawalLine]:
    """To be paid back, the first due first."""
    rows = ShareWithdrawal.objects.filter(organisation_id=organisation_id, paid_on=None).order_by("due_on", "pk")
    columns = (
        "uuid", "movement__holding__uuid", "movement__holding__person_id", "movement__holding__customer_id",
        "movement__quantity", "cents", "due_on",
    )  # fmt: skip
    return [
        WithdrawalLine(uuid, holding, who_of(person, customer), -quantity, cents, due)
        for uuid, holding, person, customer, quantity, cents, due in rows.values_list(*columns)
    ]


def who_of(person_id: int | None, customer_id: int | None) -> Who | None:
    if customer_id is not None:
        return (ORGANISATION, customer_id)
    return (PERSON, person_id) if person_id is not None else None


def whose(who: Who) -> dict[str, int]:
    return {"person_id": who[1]} if who[0] == PERSON else {"customer_id": who[1]}


def _holding(rows: object) -> Holding | None:
    row = rows.values_list("pk", "uuid", "person_id", "customer_id", "college_id", "balance").first()  # type: ignore[attr-defined]  # rows of Shareholding
    return Holding(row[0], row[1], who_of(row[2], row[3]), row[4], row[5]) if row else None


def _bulletin(*row: object) -> Bulletin:
    pk, uuid, person, customer, college, quantity, cents, state, signed_by, signed_at, paid_on, method = row
    return Bulletin(
        pk, uuid, who_of(person, customer), college, quantity, cents, rules.SubscriptionState(state), signed_by, signed_at,  # type: ignore[arg-type]  # a row of known columns
        paid_on, method,  # type: ignore[arg-type]
    )  # fmt: skip
