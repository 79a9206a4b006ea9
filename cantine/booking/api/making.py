"""Booking: one date or a series, now or as a request, for oneself or, as the team, for somebody."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.booking import commands, queries, rules
from cantine.booking.api.shapes import AlternativeOut, IntervalOut, interval_of, proposals
from cantine.booking.commands import DateWish, Details
from cantine.core import clock
from cantine.core.answers import Answer
from cantine.core.api import (
    ApiRouter,
    Body,
    Instant,
    Key,
    Moment,
    Name,
    Out,
    Problem,
    ProblemOut,
    RefusalOut,
    Text,
    once,
    plain,
    refusals_out,
    refused,
)
from cantine.core.sql import Awaited
from cantine.kernel import Interval, Refusal, Refused
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest, at_place
from cantine.places.queries import PlaceRef, ResourceCard

router = ApiRouter(tags=[_("Bookings")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
Found = Awaited[ResourceCard | None]
CLASHES = frozenset({"taken", "not_enough_seats"})
# A program may move a date of a series off the grid; the pages only offer what is on it.
OF_A_DATE = rules.OF_A_DATE | {"off_grid"}
Uuid = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
Word = Annotated[Text, Field(min_length=1, max_length=60)]


class MoveIn(Body):
    """Another time, another room, or both, for the date of a series that starts at `date`."""

    date: Moment
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    resource: Word | None = None


class BookingIn(Body):
    """`resource` is a slug or an id. The rest is optional; `for_person`, `for_organisation`, `override` and
    `hold_until` are for the team."""

    resource: Word
    starts_at: Moment
    ends_at: Moment
    quantity: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] = 1
    title: Name = ""
    title_hidden: bool = True
    note: Annotated[Text, Field(max_length=2000)] = ""
    guests: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] = 0
    layout: Annotated[Text, Field(max_length=24)] = ""
    trial: bool = False
    rrule: Annotated[Text, Field(max_length=300, examples=["FREQ=WEEKLY;COUNT=10"])] = ""
    skip: Annotated[list[Moment], Field(max_length=400, description="Starts of dates to leave out.")] = []
    move: Annotated[list[MoveIn], Field(max_length=400, description="Dates to take elsewhere.")] = []
    skip_clashes: Annotated[bool, Field(description="Leave out whatever can’t be booked.")] = False
    for_person: Uuid | None = None
    for_organisation: Uuid | None = None
    override: bool = False
    hold_until: Moment | None = None


class MadeDateOut(Out):
    id: str
    resource: str
    starts_at: Instant
    ends_at: Instant
    state: str


class MadeOut(Out):
    """`overridden` names the limits that the team lifted; `cut` says that an endless recurrence was ended."""

    id: str
    state: str
    occurrences: list[MadeDateOut]
    overridden: list[str]
    cut: bool


class PlannedOut(Out):
    """One date of a series: `state` is fine, clash, skipped or moved."""

    asked: IntervalOut
    state: str
    resource: str
    starts_at: Instant
    ends_at: Instant
    refusals: list[RefusalOut]
    alternatives: list[AlternativeOut]


class TakenOut(ProblemOut):
    """`dates` judges each date of a series; it is absent for a single one."""

    conflicts: list[IntervalOut]
    alternatives: list[AlternativeOut]
    refusals: list[RefusalOut]
    dates: list[PlannedOut] | None = None


@router.operation(
    "POST",
    "/places/{slug:place}/bookings",
    policy=at_place("booking.request"),
    gives=MadeOut,
    status=201,
    also={409: TakenOut},
    summary=_("Book"),
    says=_(
        "One date, or with rrule a series. 201: it is confirmed, or requested where the place answers. "
        "409: the time is taken; conflicts says when and alternatives what is near. A series with dates "
        "that can’t be booked is answered 409 with a verdict for each: send it again with skip, move or "
        "skip_clashes. 422: every refusal at once."
    ),
)
def make_booking(request: PlaceRequest, asked: BookingIn, key: Key = None) -> HttpResponse:
    found = _resource_soon(request.place, asked.resource)  # read with the key
    work = lambda: _Booking(request, asked, found).made()  # noqa: E731
    return once(request, key, asked.model_dump(), work, at="/api/v1/bookings/{id}")


class _Booking:
    """One request to book, from its JSON to its answer."""

    def __init__(self, request: PlaceRequest, asked: BookingIn, found: Found) -> None:
        self.actor, self.place, self.asked, self.now = request.actor, request.place, asked, clock.now()
        self.first = interval_of(asked.starts_at, asked.ends_at)
        self.resource = _shown(found.value, self.place, self.actor)
        self.owner = self._person()
        self.wish = rules.Wish(
            interval=self.first, quantity=asked.quantity, guests=asked.guests, layout=asked.layout, trial=asked.trial
        )

    def made(self) -> Answer:
        dates, cut = self._series() if self.asked.rrule else ([DateWish(interval=self.first)], False)
        try:
            made = self._write(dates)
        except Refused as refusal:
            raise self._problem(tuple(map(_renamed, refusal.refusals))) from refusal
        slugs = {card.id: card.slug for card in (self.resource, *(date.resource for date in dates if date.resource))}
        body = {
            "id": made.uuid,
            "state": made.state,
            "occurrences": [
                {
                    "id": row.uuid,
                    "resource": slugs[row.resource_id],
                    "starts_at": row.starts_at,
                    "ends_at": row.ends_at,
                    "state": row.state,
                }
                for row in made.dates
            ],
            "overridden": [refusal.code for refusal in made.overridden],
            "cut": cut,
        }
        return Answer(201, body)

    def _write(self, dates: list[DateWish]) -> commands.Made:
        asked = self.asked
        common: dict[str, Any] = {
            "actor": self.actor,
            "now": self.now,
            "place": self.place,
            "resource": self.resource,
            "dates": dates,
            "person_id": self.owner,
            "override": asked.override,
            "details": Details(
                quantity=asked.quantity, title=asked.title, title_hidden=asked.title_hidden, note=asked.note,
                guests=asked.guests, layout=asked.layout, rrule=asked.rrule, trial=asked.trial,
                customer_id=organisation_named(asked.for_organisation),
            ),
        }  # fmt: skip
        if asked.hold_until is not None:
            return commands.hold_resource(**common, expires_at=asked.hold_until)
        return commands.request_booking(**common)

    def _series(self) -> tuple[list[DateWish], bool]:
        """The dates to write, once every one of them is fine or chosen; raises the problem of those that are not."""
        place, asked = self.place, self.asked
        last = place.today(self.now) + timedelta(days=self.resource.horizon_days)
        expansion = rules.expand(rrule=asked.rrule, first=self.first, timezone=place.timezone, horizon=last)
        if expansion.refusals:
            raise Refused(*expansion.refusals)
        rooms = {move.resource: resource_at(place, self.actor, move.resource) for move in asked.move if move.resource}
        choices = self._choices(expansion.occurrences, rooms)
        plan = self._plan(expansion.occurrences, choices, list(rooms.values()))
        if plan.series.clashes and asked.skip_clashes:
            left_out: dict[datetime, rules.Choice] = {
                each.asked.starts_at: rules.Skip() for each in plan.series.clashes if _of_a_date(each.refusals)
            }
            plan = self._plan(expansion.occurrences, {**choices, **left_out}, list(rooms.values()))
        if plan.series.clashes:
            raise self._clashes(plan)
        wishes = [
            DateWish(
                interval=date.interval,
                resource=plan.resources[date.resource],
                skipped=date.state is rules.DateState.SKIPPED,
            )
            for date in plan.series.dates
        ]
        return wishes, expansion.cut

    def _plan(
        self, dates: tuple[Interval, ...], choices: dict[datetime, rules.Choice], rooms: list[ResourceCard]
    ) -> queries.Plan:
        return queries.plan_of(
            actor=self.actor, place=self.place, resource=self.resource, person_id=self.owner, wish=self.wish,
            dates=dates, choices=choices, now=self.now, override=self.asked.override, chosen=rooms,
        )  # fmt: skip

    def _choices(self, dates: tuple[Interval, ...], rooms: dict[str, ResourceCard]) -> dict[datetime, rules.Choice]:
        lengths = {date.starts_at: date.length for date in dates}
        choices: dict[datetime, rules.Choice] = {}
        unknown = [moment for moment in (*self.asked.skip, *(m.date for m in self.asked.move)) if moment not in lengths]
        if unknown:
            raise Refused(*(Refusal("choice_unknown", {"starts_at": moment}, "skip") for moment in unknown))
        for moment in self.asked.skip:
            choices[moment] = rules.Skip()
        for move in self.asked.move:
            starts_at = move.starts_at or move.date
            interval = interval_of(starts_at, move.ends_at or starts_at + lengths[move.date])
            resource = rooms[move.resource].slug if move.resource else ""
            choices[move.date] = rules.Move(interval=interval, resource=resource)
        return choices

    def _problem(self, refusals: tuple[Refusal, ...]) -> Problem:
        """409 when time alone stands in the way, else 422; what is free instead is said in both."""
        found = queries.alternatives_to(
            actor=self.actor, place=self.place, resource=self.resource, person_id=self.owner, wish=self.wish,
            now=self.now,
        )  # fmt: skip
        return problem_of_time(refusals, found)

    def _clashes(self, plan: queries.Plan) -> Problem:
        clashes = plan.series.clashes
        against = [refusal for date in clashes for refusal in date.refusals if refusal.code not in OF_A_DATE]
        if against:
            return refused(list(dict.fromkeys(against)))
        refusals = list(dict.fromkeys(refusal for date in clashes for refusal in date.refusals))
        taken = any(refusal.code in CLASHES for refusal in refusals)
        offers = [offer for date in clashes for offer in plan.proposals(date)]
        return Problem(
            409, "taken" if taken else "clashes", conflicts=_conflicts(refusals), alternatives=proposals(offers),
            refusals=refusals_out(refusals), dates=[_planned(date, plan) for date in plan.series.dates],
        )  # fmt: skip

    def _person(self) -> int | None:
        if self.asked.for_person is None:
            return self.actor.person_id
        found = places.known_person(place=self.place, uuid=UUID(self.asked.for_person))
        if found is None:
            raise Refused(Refusal("person_unknown", field="for_person"))
        return found


def organisation_named(word: str | None) -> int | None:
    """The organisation of this id; the command finds out whether it may be named. Raises Refused: customer_unknown."""
    found = persons.find_organisation_id(UUID(word)) if word is not None else None
    if word is not None and found is None:
        raise Refused(Refusal("customer_unknown", field="for_organisation"))
    return found


def problem_of_time(refusals: tuple[Refusal, ...], found: list[queries.Proposal]) -> Problem:
    told: dict[str, Any] = {"conflicts": _conflicts(refusals), "alternatives": proposals(found)}
    if all(refusal.code in CLASHES and not _at_no_time(refusal) for refusal in refusals):
        return Problem(409, "taken", **told, refusals=refusals_out(refusals))
    return refused(refusals, **told)


def _at_no_time(refusal: Refusal) -> bool:
    """More seats than there are: another time would change nothing."""
    told: Any = refusal.context
    return refusal.code == "not_enough_seats" and "seats" in told and bool(told["asked"] > told["seats"])


def resource_at(place: PlaceRef, actor: Any, word: str) -> ResourceCard:
    """The resource of this slug or id, if the actor may see it. Raises Refused: resource_unknown."""
    return _shown(_resource_soon(place, word).value, place, actor)


def _resource_soon(place: PlaceRef, word: str) -> Found:
    try:
        return places.resource_soon(place_id=place.id, uuid=UUID(word))
    except ValueError:
        return places.resource_soon(place_id=place.id, slug=word)


def _shown(card: ResourceCard | None, place: PlaceRef, actor: Any) -> ResourceCard:
    if card is None or not card.shown_to(places.standing_of(actor, place=place)):
        raise Refused(Refusal("resource_unknown", field="resource"))
    return card


def _conflicts(refusals: Any) -> list[Any]:
    found = [busy for refusal in refusals for busy in refusal.context.get("conflicts", ())]
    return [plain(interval) for interval in sorted({busy.interval for busy in found})]


def _renamed(refusal: Refusal) -> Refusal:
    """The field as the body calls it."""
    return replace(refusal, field="hold_until") if refusal.field == "expires_at" else refusal


def _of_a_date(refusals: tuple[Refusal, ...]) -> bool:
    return all(refusal.code in OF_A_DATE for refusal in refusals)


def _planned(date: rules.PlannedDate, plan: queries.Plan) -> dict[str, Any]:
    return {
        "asked": plain(date.asked),
        "state": date.state.value,
        "resource": date.resource,
        **plain(date.interval),
        "refusals": refusals_out(date.refusals) if date.state is rules.DateState.CLASH else [],
        "alternatives": proposals(plan.proposals(date)),
    }
