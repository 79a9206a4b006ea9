"""Requests that come in, and what the team does with them: who leads, what comes next, notes, time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.desk import facts, rules
from cantine.desk.commands.letters import acknowledge
from cantine.desk.commands.standing import lock_request, stand
from cantine.desk.models import AnswerTemplate, Note, Request, TimeSpent
from cantine.desk.queries import leads_of
from cantine.desk.queries.requests import when_to_json
from cantine.desk.rules import CameBy, Lane, State, When, Wish
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def ask_place(
    *, actor: Actor, now: datetime, place: PlaceRef, wish: Wish, whens: Sequence[When] = (), language: str = "fr"
) -> UUID:
    """Anybody asks by the public form; whoever left an address is told by letter that it came.

    Refusals: those of ``check_wish``. Records RequestReceived.
    """
    authorize(actor, "request.ask", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _receive(place, wish, CameBy.FORM, whens, now, subject="", language=language)
        row.person_id = actor.person_id
        row.save(update_fields=["person"])
        acknowledge(row, place, now)
        _tell_received(row, actor, now)
    return row.uuid


def enter_request(
    *, actor: Actor, now: datetime, place: PlaceRef, wish: Wish, came_by: CameBy, subject: str = "",
    whens: Sequence[When] = (), lane: Lane = Lane.COMMERCIAL, lead_id: int | None = None, language: str = "fr",
    replay: bool = False,
) -> UUID:  # fmt: skip
    """The team notes what came by mail, by phone or at the counter; whoever notes it leads it unless said.

    Refusals: those of ``check_wish``, lead_unknown. Records RequestReceived.
    """
    authorize(actor, "request.write", Target(place.organisation_id, place.id))
    lead_id = lead_id if lead_id is not None else actor.person_id
    _check_lead(place, lead_id if lead_id != actor.person_id else None, now)
    with transaction.atomic():
        row = _receive(place, wish, came_by, whens, now, subject=subject, language=language)
        row.lane, row.lead_id = lane, lead_id
        row.save(update_fields=["lane", "lead"])
        _tell_received(row, actor, now, replay=replay)
    return row.uuid


def change_request(
    *, actor: Actor, now: datetime, place: PlaceRef, request: UUID, lane: Lane, lead_id: int | None, next_action: str,
    next_on: date | None,
) -> None:  # fmt: skip
    """Who leads, which flow it follows, what comes next and by when. Refusals: request_unknown, lead_unknown.

    Records RequestChanged.
    """
    authorize(actor, "request.write", Target(place.organisation_id, place.id))
    _check_lead(place, lead_id, now)
    with transaction.atomic():
        row = lock_request(place, request)
        row.lane, row.lead_id = lane, lead_id
        row.next_action, row.next_on = next_action.strip()[:200], next_on
        row.save(update_fields=["lane", "lead", "next_action", "next_on"])
        _tell(facts.RequestChanged, row, actor, now)


def move_request(
    *, actor: Actor, now: datetime, place: PlaceRef, request: UUID, to: State, replay: bool = False
) -> None:
    """Say by hand where it stands. Refusals: request_unknown, only_a_quote_quotes, state_already. Records RequestMoved."""
    authorize(actor, "request.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_request(place, request)
        if wrong := rules.check_moved(state=State(row.state), to=to):
            raise Refused(*wrong)
        stand(row, to, actor, now, replay=replay)


def note_on_request(*, actor: Actor, now: datetime, place: PlaceRef, request: UUID, text: str) -> None:
    """Words that the team keeps. Refusals: request_unknown, note_empty. Records RequestChanged."""
    authorize(actor, "request.write", Target(place.organisation_id, place.id))
    if not text.strip():
        raise Refused(Refusal("note_empty", {}, "text"))
    with transaction.atomic():
        row = lock_request(place, request)
        Note.objects.create(
            organisation_id=row.organisation_id, request_id=row.pk, author_id=actor.person_id, at=now, text=text.strip()[:2000]
        )  # fmt: skip
        _tell(facts.RequestChanged, row, actor, now)


def note_time(
    *, actor: Actor, now: datetime, place: PlaceRef, request: UUID, minutes: int, person_id: int | None = None,
    day: date | None = None, replay: bool = False,
) -> None:  # fmt: skip
    """Minutes given to a request today, by the actor unless said. Refusals: request_unknown, minutes_out_of_range.

    Records TimeNoted.
    """
    authorize(actor, "request.note_time", Target(place.organisation_id, place.id))
    if wrong := rules.check_minutes(minutes):
        raise Refused(*wrong)
    with transaction.atomic():
        row = lock_request(place, request)
        TimeSpent.objects.create(
            organisation_id=row.organisation_id, request_id=row.pk, person_id=person_id or actor.person_id,
            day=day or place.today(now), minutes=minutes,
        )  # fmt: skip
        fact = facts.TimeNoted(
            organisation_id=row.organisation_id, place_id=row.place_id, request=row.uuid, minutes=minutes
        )
        record(fact, actor=actor, now=now, replay=replay)


def write_answer(*, actor: Actor, now: datetime, place: PlaceRef, title: str, text: str) -> None:
    """An answer that serves again; one of the same title is rewritten, and an empty one goes. Refusals: title_missing.

    Records nothing.
    """
    authorize(actor, "request.write", Target(place.organisation_id, place.id))
    if not title.strip():
        raise Refused(Refusal("title_missing", {}, "title"))
    which: dict[str, Any] = {
        "organisation_id": place.organisation_id,
        "place_id": place.id,
        "title": title.strip()[:80],
    }
    if text.strip():
        AnswerTemplate.objects.update_or_create(**which, defaults={"text": text.strip()[:4000]})
    else:
        AnswerTemplate.objects.filter(**which).delete()


def _receive(
    place: PlaceRef, wish: Wish, came_by: CameBy, whens: Sequence[When], now: datetime, *, subject: str, language: str
) -> Request:
    if wrong := rules.check_wish(wish):
        raise Refused(*wrong)
    return Request.objects.create(
        uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, came_by=came_by, came_at=now,
        name=wish.name.strip()[:160], email=wish.email.strip().lower()[:254], phone=wish.phone.strip()[:32],
        company=wish.organisation.strip()[:160], subject=" ".join(subject.split())[:200], what=wish.what.strip(),
        whens=[when_to_json(each) for each in whens], days=wish.days.strip()[:200], people=wish.people, state_since=now,
        language=language if language in {"fr", "en"} else "fr",
    )  # fmt: skip


def _check_lead(place: PlaceRef, lead_id: int | None, now: datetime) -> None:
    if lead_id is not None and lead_id not in {each.id for each in leads_of(place, today=place.today(now))}:
        raise Refused(Refusal("lead_unknown", {}, "lead"))


def _tell_received(row: Request, actor: Actor, now: datetime, *, replay: bool = False) -> None:
    fact = facts.RequestReceived(
        organisation_id=row.organisation_id, place_id=row.place_id, request=row.uuid, came_by=row.came_by
    )
    record(fact, actor=actor, now=now, replay=replay)


def _tell(kind: type[facts.RequestFact], row: Request, actor: Actor, now: datetime) -> None:
    record(kind(organisation_id=row.organisation_id, place_id=row.place_id, request=row.uuid), actor=actor, now=now)
