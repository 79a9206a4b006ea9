"""Requests as the team reads them: the board, one of them, what was written and how long it took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from cantine.desk import rules
from cantine.desk.models import AnswerTemplate, Note, Request, TimeSpent
from cantine.desk.rules import CameBy, Lane, State, Urgency, When
from cantine.people import queries as people
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

_COLUMNS = (
    "id", "uuid", "came_by", "came_at", "person_id", "customer_id", "name", "email", "phone", "company", "subject", "what",
    "whens", "days", "people", "lane", "state", "state_since", "lead_id", "next_action", "next_on", "language", "lead__name",
    "minutes",
)  # fmt: skip
MOST, LONGEST_TITLE = 400, 70


@dataclass(frozen=True)
class RequestCard:
    """A request as it stands. ``minutes`` is the time spent on it in all."""

    id: int
    uuid: UUID
    came_by: CameBy
    came_at: datetime
    person_id: int | None
    customer_id: int | None
    name: str
    email: str
    phone: str
    company: str
    subject: str
    what: str
    whens: tuple[When, ...]
    days: str
    people: int | None
    lane: Lane
    state: State
    state_since: datetime
    lead_id: int | None
    next_action: str
    next_on: date | None
    language: str
    lead_name: str
    minutes: int

    @property
    def who(self) -> str:
        return self.company or self.name or self.email or self.phone

    @property
    def title(self) -> str:
        """What it is about in a line: its subject, or its first words."""
        first = " ".join(self.what.split())
        return self.subject or (
            f"{first[:LONGEST_TITLE].rpartition(' ')[0].rstrip(' .,;:')}…" if len(first) > LONGEST_TITLE else first
        )

    def urgency(self, place: PlaceRef, *, today: date) -> Urgency:
        came_on = self.came_at.astimezone(place.zone).date()
        return rules.urgency_of(state=self.state, came_on=came_on, next_on=self.next_on, today=today)


@dataclass(frozen=True)
class NoteLine:
    author: str
    at: datetime
    text: str


@dataclass(frozen=True)
class TimeLine:
    person: str
    day: date
    minutes: int


@dataclass(frozen=True)
class Whole:
    """A request with its notes, the time that it took, and the answers of the place that may serve it."""

    card: RequestCard
    notes: tuple[NoteLine, ...]
    times: tuple[TimeLine, ...]
    answers: tuple["AnswerLine", ...]


@dataclass(frozen=True)
class AnswerLine:
    uuid: UUID
    title: str
    text: str


def requests_of(
    place: PlaceRef, *, states: Iterable[State] = tuple(State), lead_id: int | None = None, most: int = MOST
) -> list[RequestCard]:
    """Of the place, the latest first; one statement."""
    rows = _rows(place).filter(state__in=list(states))
    if lead_id is not None:
        rows = rows.filter(lead_id=lead_id)
    return [_card(row) for row in rows.order_by("-came_at", "-pk").values_list(*_COLUMNS)[:most]]


def find_request(place: PlaceRef, *, uuid: UUID) -> RequestCard | None:
    row = _rows(place).filter(uuid=uuid).values_list(*_COLUMNS).first()
    return _card(row) if row else None


def find_whole(place: PlaceRef, *, uuid: UUID) -> Whole | None:
    """With all that was written about it, the latest first; one statement."""
    notes = Note.objects.filter(request_id=OuterRef("pk")).order_by("-at", "-pk")
    times = TimeSpent.objects.filter(request_id=OuterRef("pk")).order_by("-day", "-pk")
    known = AnswerTemplate.objects.filter(place_id=place.id).order_by("title")
    rows = _rows(place).filter(uuid=uuid).annotate(
        known=ArraySubquery(known.values(json=JSONObject(uuid="uuid", title="title", text="text"))),
        written=ArraySubquery(notes.values(json=JSONObject(author="author__name", at="at", text="text"))),
        given=ArraySubquery(times.values(json=JSONObject(person="person__name", day="day", minutes="minutes"))),
    )  # fmt: skip
    row = rows.values_list(*_COLUMNS, "written", "given", "known").first()
    if row is None:
        return None
    *columns, written, given, known_ones = row
    return Whole(
        _card(tuple(columns)),
        tuple(NoteLine(each["author"] or "", datetime.fromisoformat(each["at"]), each["text"]) for each in written),
        tuple(TimeLine(each["person"] or "", date.fromisoformat(each["day"]), each["minutes"]) for each in given),
        tuple(AnswerLine(UUID(each["uuid"]), each["title"], each["text"]) for each in known_ones),
    )


def answers_of(place: PlaceRef) -> list[AnswerLine]:
    """The answers that serve again, by title."""
    rows = AnswerTemplate.objects.filter(organisation_id=place.organisation_id, place_id=place.id).order_by("title")
    return [AnswerLine(*row) for row in rows.values_list("uuid", "title", "text")]


def leads_of(place: PlaceRef, *, today: date) -> list[PersonRef]:
    """Who of the team may lead a request, by name. Two statements."""
    ids = places.answering_team(place_id=place.id, organisation_id=place.organisation_id, today=today)
    return sorted(people.persons_of(ids).values(), key=lambda each: each.shown.casefold())


def _rows(place: PlaceRef) -> "QuerySet[Request, Any]":
    spent = TimeSpent.objects.filter(request_id=OuterRef("pk")).order_by().values("request_id")
    rows = Request.objects.filter(organisation_id=place.organisation_id, place_id=place.id)
    return rows.annotate(minutes=Subquery(spent.annotate(sum=Sum("minutes")).values("sum")))


def _card(row: tuple[Any, ...]) -> RequestCard:
    said = dict(zip(_COLUMNS, row, strict=True))
    said["lead_name"] = said.pop("lead__name") or ""
    said |= {
        "came_by": CameBy(said["came_by"]), "lane": Lane(said["lane"]), "state": State(said["state"]),
        "whens": tuple(map(when_from_json, said["whens"])), "minutes": said["minutes"] or 0,
    }  # fmt: skip
    return RequestCard(**said)


def when_from_json(data: dict[str, Any]) -> When:
    starts, ends = (time.fromisoformat(data[name]) if data[name] else None for name in ("starts", "ends"))
    return When(date.fromisoformat(data["day"]), starts, ends, data["sure"])


def when_to_json(when: When) -> dict[str, Any]:
    hours = {name: at.isoformat("minutes") if at else "" for name, at in (("starts", when.starts), ("ends", when.ends))}
    return {"day": when.day.isoformat(), **hours, "sure": when.sure}
