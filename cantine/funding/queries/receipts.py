"""Tax receipts: what an entity says of them, those of a year, and the sums that the yearly declaration asks for."""

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from cantine.funding.models import ReceiptTerms, TaxReceipt
from cantine.funding.rules.receipts import Form, Quality, Terms
from cantine.places.queries import PlaceRef

TERMS = tuple(each.name for each in fields(Terms))
COLUMNS = (
    "uuid", "reference", "form", "name", "email", "cents", "issued_on", "cancelled_on", "why", "sha256", "gift__uuid",
)  # fmt: skip
MOST = 2_000


@dataclass(frozen=True)
class ReceiptLine:
    """A receipt in a list; ``cancelled_on`` where it is no longer one."""

    uuid: UUID
    reference: str
    form: Form
    name: str
    email: str
    cents: int
    issued_on: date
    cancelled_on: date | None
    why: str
    sha256: str
    gift: UUID


@dataclass(frozen=True)
class Declared:
    """What article 222 bis asks for: how many receipts stand for the gifts of a year, and of how much in all."""

    count: int
    cents: int


def terms_of(entity_id: int) -> Terms:
    """Off where nothing was ever said; one statement."""
    row = ReceiptTerms.objects.filter(entity_id=entity_id).values(*TERMS).first()
    return Terms(**{**row, "quality": Quality(row["quality"])}) if row else Terms()


def receipts_of(place: PlaceRef, *, year: int) -> list[ReceiptLine]:
    """In the order of their numbers, those cancelled among them; one statement."""
    mine = TaxReceipt.objects.filter(organisation_id=place.organisation_id, place_id=place.id, year=year)
    return [_line(row) for row in mine.order_by("entity", "number").values_list(*COLUMNS)[:MOST]]


def declared(lines: list[ReceiptLine]) -> Declared:
    standing = [each.cents for each in lines if each.cancelled_on is None]
    return Declared(len(standing), sum(standing))


def receipts_of_gift(gift_id: int) -> list[ReceiptLine]:
    """The latest first."""
    return [_line(row) for row in TaxReceipt.objects.filter(gift_id=gift_id).order_by("-pk").values_list(*COLUMNS)]


def find_receipt(place: PlaceRef, *, uuid: UUID) -> ReceiptLine | None:
    mine = TaxReceipt.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    row = mine.values_list(*COLUMNS).first()
    return _line(row) if row else None


def receipt_file(organisation_id: int, *, uuid: UUID) -> tuple[str, bytes, str] | None:
    """Its number, the bytes that were kept, their SHA-256."""
    row = TaxReceipt.objects.filter(organisation_id=organisation_id, uuid=uuid)
    found = row.values_list("reference", "pdf", "sha256").first()
    return (found[0], bytes(found[1]), found[2]) if found else None


def lock_receipt(place: PlaceRef, *, uuid: UUID) -> TaxReceipt | None:
    mine = TaxReceipt.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    return mine.select_for_update().first()


def stands(gift_id: int) -> bool:
    """Whether a receipt of this gift was given and not cancelled."""
    return TaxReceipt.objects.filter(gift_id=gift_id, cancelled_on=None).exists()


def _line(row: tuple[object, ...]) -> ReceiptLine:
    values = dict(zip((each.name for each in fields(ReceiptLine)), row, strict=True))
    return ReceiptLine(**{**values, "form": Form(str(values["form"]))})  # type: ignore[arg-type]  # as selected
