"""Who decides what, meetings and decisions; notices to show today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Q

from cantine.kernel import Interval
from cantine.places.models import Decision, Meeting, Notice, Remit
from cantine.places.queries.refs import PlaceRef
from cantine.places.rules.house_life import Body, DecisionState

Spot = Literal["public", "planning", "wall"]


@dataclass(frozen=True)
class RemitLine:
    uuid: UUID
    subject: str
    body: Body
    words: str


def remits_of(place: PlaceRef) -> list[RemitLine]:
    """Who decides what, in the house's own order."""
    rows = Remit.objects.filter(place_id=place.id).order_by("position", "id")
    return [
        RemitLine(uuid, s, Body(body), w) for uuid, s, body, w in rows.values_list("uuid", "subject", "body", "words")
    ]


@dataclass(frozen=True)
class MeetingCard:
    uuid: UUID
    title: str
    starts_at: datetime
    minutes: int
    where: str
    agenda: str
    notes: str
    attendees: int | None
    present: str

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def interval(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)


_MEETING = ("uuid", "title", "starts_at", "minutes", "where", "agenda", "notes", "attendees", "present")


def meetings_of(place: PlaceRef, *, limit: int = 50) -> list[MeetingCard]:
    """The latest first, those to come included."""
    rows = Meeting.objects.filter(place_id=place.id).order_by("-starts_at", "-id")[:limit]
    return [MeetingCard(*row) for row in rows.values_list(*_MEETING)]


def meeting_by_uuid(place: PlaceRef, uuid: UUID) -> MeetingCard | None:
    row = Meeting.objects.filter(place_id=place.id, uuid=uuid).values_list(*_MEETING).first()
    return MeetingCard(*row) if row else None


@dataclass(frozen=True)
class DecisionCard:
    uuid: UUID
    number: int
    words: str
    decided_on: date
    body: Body
    state: DecisionState
    replaced_by: int | None
    meeting: UUID | None
    meeting_title: str


def decisions_of(place: PlaceRef, *, meeting: UUID | None = None) -> list[DecisionCard]:
    """The log, the latest first; ``replaced_by`` is the number of the decision that took its place."""
    which = Q(place_id=place.id) & (Q(meeting__uuid=meeting) if meeting else Q())
    rows = Decision.objects.filter(which).order_by("-number").values_list(
        "uuid", "number", "words", "decided_on", "body", "state", "replaced_by__number", "meeting__uuid", "meeting__title"
    )  # fmt: skip
    return [
        DecisionCard(uuid, number, words, on, Body(body), DecisionState(state), by, held, title or "")
        for uuid, number, words, on, body, state, by, held, title in rows
    ]


@dataclass(frozen=True)
class NoticeCard:
    uuid: UUID
    words_fr: str
    words_en: str
    first_day: date
    last_day: date
    on_public: bool
    on_planning: bool
    on_wall: bool

    def words(self, language: str) -> str:
        """In the reader's language, or in French when it was not written in English."""
        return self.words_en if self.in_english(language) else self.words_fr

    def in_english(self, language: str) -> bool:
        return language.startswith("en") and bool(self.words_en)


_NOTICE = ("uuid", "words_fr", "words_en", "first_day", "last_day", "on_public", "on_planning", "on_wall")


def notices_on(place: PlaceRef, *, spot: Spot, today: date) -> list[NoticeCard]:
    """What to show at this spot today, the newest first; one statement."""
    rows = Notice.objects.filter(
        place_id=place.id, withdrawn_at=None, first_day__lte=today, last_day__gte=today, **{f"on_{spot}": True}
    )
    return [NoticeCard(*row) for row in rows.order_by("-posted_at", "-id").values_list(*_NOTICE)]


def notices_of(place: PlaceRef, *, today: date) -> list[NoticeCard]:
    """Those shown today or later."""
    rows = Notice.objects.filter(place_id=place.id, withdrawn_at=None, last_day__gte=today)
    return [NoticeCard(*row) for row in rows.order_by("first_day", "id").values_list(*_NOTICE)]
