"""Sponsorships with what became of their invoice, and gifts with what undid them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.billing import queries as billing
from cantine.billing.queries import Bill
from cantine.funding.models import Gift, Sponsorship
from cantine.funding.rules.support import Deal, Donor, DonorKind, Given, Way
from cantine.places.queries import PlaceRef

MOST = 500
SOURCE = "funding.sponsorship:"


@dataclass(frozen=True)
class SponsorCard:
    """``bill`` is where it is on billing’s side; None as long as nothing was charged."""

    uuid: UUID
    name: str
    customer_id: int | None
    deal: Deal
    dropped_on: date | None
    bill: Bill | None


@dataclass(frozen=True)
class GiftCard:
    """``undone_on`` and ``why`` where it was undone."""

    id: int
    uuid: UUID
    entity_id: int
    given: Given
    undone_on: date | None
    why: str

    @property
    def cents(self) -> int:
        """Nothing once it is undone."""
        return 0 if self.undone_on else self.given.cents


def source_of(sponsorship: UUID) -> str:
    """The name under which billing knows it."""
    return f"{SOURCE}{sponsorship}"


def sponsorships_of(place: PlaceRef, *, year: int, today: date) -> list[SponsorCard]:
    """The latest first; two statements."""
    mine = Sponsorship.objects.filter(organisation_id=place.organisation_id, place_id=place.id, year=year)
    rows = list(mine.order_by("-agreed_on", "-pk")[:MOST])
    bills = _bills(place, rows, today)
    return [_sponsor(row, bills) for row in rows]


def find_sponsorship(place: PlaceRef, *, uuid: UUID, today: date) -> SponsorCard | None:
    rows = list(Sponsorship.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid))
    return _sponsor(rows[0], _bills(place, rows, today)) if rows else None


def lock_sponsorship(place: PlaceRef, *, uuid: UUID) -> Sponsorship | None:
    mine = Sponsorship.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    return mine.select_for_update().first()


def gifts_of(place: PlaceRef, *, year: int) -> list[GiftCard]:
    """Of a civil year, the latest first; one statement."""
    days = (date(year, 1, 1), date(year, 12, 31))
    mine = Gift.objects.filter(organisation_id=place.organisation_id, place_id=place.id, day__range=days)
    return [_gift(row) for row in mine.select_related("undone").order_by("-day", "-pk")[:MOST]]


def find_gift(place: PlaceRef, *, uuid: UUID) -> GiftCard | None:
    mine = Gift.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    row = mine.select_related("undone").first()
    return _gift(row) if row else None


def lock_gift(place: PlaceRef, *, uuid: UUID) -> Gift | None:
    """Locked until the transaction ends: nobody undoes it meanwhile."""
    mine = Gift.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    return mine.select_for_update(no_key=True).first()


def given_in_kind(place: PlaceRef, *, year: int) -> list[GiftCard]:
    """Those of a year that no money was, and that stand."""
    return [each for each in gifts_of(place, year=year) if each.given.way is Way.KIND and each.cents]


def gift_card(row: Gift) -> GiftCard:
    return _gift(row)


def _bills(place: PlaceRef, rows: list[Sponsorship], today: date) -> dict[str, Bill]:
    sources = [source_of(row.uuid) for row in rows]
    return billing.bills_of(organisation_id=place.organisation_id, sources=sources, today=today)


def _sponsor(row: Sponsorship, bills: Mapping[str, Bill]) -> SponsorCard:
    deal = Deal(
        counterpart=row.counterpart, net_cents=row.net_cents, year=row.year, agreed_on=row.agreed_on, event=row.event
    )
    return SponsorCard(row.uuid, row.name, row.customer_id, deal, row.dropped_on, bills.get(source_of(row.uuid)))


def _gift(row: Gift) -> GiftCard:
    donor = Donor(
        kind=DonorKind(row.kind), name=row.name, email=row.email, street=row.street, postcode=row.postcode, town=row.town,
        country=row.country, legal_form=row.legal_form, siren=row.siren,
    )  # fmt: skip
    given = Given(donor=donor, cents=row.cents, day=row.day, way=Way(row.way), what=row.what, valued_by=row.valued_by)
    undone = getattr(row, "undone", None)
    return GiftCard(
        row.pk, row.uuid, row.entity_id, given, undone.day if undone else None, undone.why if undone else ""
    )
