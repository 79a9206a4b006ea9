"""Quotes that were sent, as they were frozen, and the lists of all of them; a draft is read in ``quote_drafts``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from cantine.billing import rules
from cantine.billing.models import Acceptance, Quote, QuoteFile, SignedQuoteFile
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.rules import Stage, State, Way
from cantine.core import scoping
from cantine.kernel.once import once
from cantine.places.queries import PlaceRef

_CARD = (
    "id", "uuid", "place_id", "source", "person_id", "customer_id", "payer_name", "state", "reference", "made_at", "sent_at",
    "valid_until", "answered_at", "reason", Coalesce("acceptance__net_cents", "net_cents"),
    Coalesce("acceptance__gross_cents", "gross_cents"), "percent", "deposit__uuid", "deposit__reference",
    "replaces__uuid", "replaced_by__uuid",
)  # fmt: skip

_SIGNED = (
    "name", "at", "address", "agent", "sha256", "way", "said_on", "words", "file_name", "file_sha256", "chosen",
)  # fmt: skip


@dataclass(frozen=True)
class QuoteCard:
    """A quote in a list; once it is accepted, its amounts are with what was ticked."""

    id: int
    uuid: UUID
    place_id: int
    source: str
    person_id: int | None
    customer_id: int | None
    payer_name: str
    state: Stage
    reference: str
    made_at: datetime
    sent_at: datetime | None
    valid_until: date | None
    answered_at: datetime | None
    reason: str
    net_cents: int
    gross_cents: int
    percent: int
    deposit: UUID | None
    deposit_reference: str
    replaces: UUID | None
    replaced_by: UUID | None

    @property
    def who(self) -> Who:
        return (ORGANISATION, self.customer_id) if self.customer_id else (PERSON, self.person_id or 0)


@dataclass(frozen=True)
class Signed:
    """Who said yes, when, from where or on which paper, to which page and to which of its options."""

    name: str
    at: datetime
    address: str
    agent: str
    sha256: str
    way: Way = Way.LINK
    said_on: date | None = None
    words: str = ""
    file_name: str = ""
    file_sha256: str = ""
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True)
class Found:
    """A quote, whole. Its parts are read when asked for."""

    card: QuoteCard
    organisation_id: int
    content: dict[str, Any] | None

    @once
    def frozen(self) -> rules.Quote:
        assert self.content is not None
        return rules.quote_from_json(self.content)

    @once
    def signed(self) -> Signed | None:
        row = Acceptance.objects.filter(quote_id=self.card.id).values(*_SIGNED).first()
        return Signed(**{**row, "way": Way(row["way"]), "chosen": tuple(row["chosen"])}) if row else None

    @property
    def agreed(self) -> rules.Quote:
        """With what was ticked, once it is accepted."""
        if self.card.state is not Stage.ACCEPTED or not self.frozen.options or self.signed is None:
            return self.frozen
        return self.frozen.taking(self.signed.chosen)


def quotes_of(place: PlaceRef, *, sources: Iterable[str] | None = None, most: int = 200) -> list[QuoteCard]:
    """Of the place, the latest first; of what asked for them when it is named. One statement."""
    rows = Quote.objects.filter(organisation_id=place.organisation_id, place_id=place.id)
    if sources is not None:
        rows = rows.filter(source__in=list(sources))
    return [_card(row) for row in rows.order_by("-made_at", "-pk").values_list(*_CARD)[:most]]


def drafts_until(place: PlaceRef, *, today: date) -> dict[UUID, date]:
    """The last day of each offer that is a draft, were it sent today: that of ``Drafted.valid_until``. One statement."""
    standing = Min("charges__day", filter=~Q(charges__state=State.DROPPED))
    rows = Quote.objects.filter(organisation_id=place.organisation_id, place_id=place.id, state=Stage.DRAFT)
    return {
        uuid: rules.valid_until_of(asked=asked, first_day=_first_day(parts, charged), today=today)
        for uuid, asked, parts, charged in rows.annotate(first=standing).values_list(
            "uuid", "valid_until", "parts", "first"
        )
    }


def _first_day(parts: list[dict[str, Any]], charged: date | None) -> date | None:
    """The first day of what is sold in any case."""
    firm = [each.day for each in rules.parts_from_json(parts) if not each.optional]
    return min([*firm, *([charged] if charged else [])], default=None)


def find_quote(*, organisations: Sequence[int], uuid: UUID) -> Found | None:
    rows = Quote.objects.filter(organisation_id__in=list(organisations), uuid=uuid)
    row = rows.values_list("organisation_id", "content", *_CARD).first()
    return Found(_card(row[2:]), row[0], row[1]) if row else None


def quote_of_charge(organisation_id: int, *, source: str) -> QuoteCard | None:
    """The quote that promised an act, by the source of its charge; None where no quote did. One statement."""
    row = Quote.objects.filter(organisation_id=organisation_id, charges__source=source).values_list(*_CARD).first()
    return _card(row) if row else None


def page_of_quote(quote_id: int) -> tuple[bytes, str] | None:
    """The bytes that were sent, and their SHA-256."""
    row = QuoteFile.objects.filter(quote_id=quote_id).values_list("content", "sha256").first()
    return (bytes(row[0]), row[1]) if row else None


def signed_page_of_quote(quote_id: int) -> tuple[bytes, str] | None:
    """The bytes of what was agreed, and their SHA-256; None where it is not accepted, or was before they were kept."""
    row = SignedQuoteFile.objects.filter(quote_id=quote_id).values_list("content", "sha256").first()
    return (bytes(row[0]), row[1]) if row else None


def reference_of_quote(quote_id: int) -> str:
    return Quote.objects.filter(pk=quote_id).values_list("reference", flat=True).first() or ""


def quotes_past(place: PlaceRef, *, today: date) -> list[UUID]:
    """Sent, not answered, and past their last day."""
    rows = Quote.objects.filter(place_id=place.id, state=Stage.SENT, valid_until__lt=today)
    return list(rows.order_by("pk").values_list("uuid", flat=True))


def places_with_quotes_past(*, today: date) -> list[int]:
    """Places where a quote may be past its last day, whatever the clock of each."""
    with scoping.unscoped("a job chooses its tenants"):
        rows = Quote.objects.filter(state=Stage.SENT, valid_until__lte=today)
        return sorted(set(rows.values_list("place_id", flat=True)))


def _card(row: tuple[Any, ...]) -> QuoteCard:
    values = list(row)
    values[7] = Stage(values[7])
    values[18] = values[18] or ""
    return QuoteCard(*values)
