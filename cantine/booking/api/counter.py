"""The counter of a house: letters of the organisations that live at its address, keys and badges in people's hands."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.booking import commands, queries
from cantine.booking.api.making import Uuid
from cantine.booking.queries import DomiciliationCard, KeyCard, MailCard
from cantine.booking.rules.post import MailKind
from cantine.core import clock
from cantine.core.answers import Answer
from cantine.core.api import ApiRouter, Body, Day, Instant, Key, Name, Out, Page, answer, once
from cantine.core.routes import signed_in
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest, at_place

router = ApiRouter(tags=[_("Mail and keys")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
MOST = 100


class WaitingOut(Out):
    letter: int
    parcel: int
    registered: int


class DomiciliationOut(Out):
    """An organisation whose address is the place; days are inclusive, `until` is null while it has no end."""

    id: str
    organisation: str
    since: str
    until: str | None
    contacts: int
    waiting: WaitingOut


class MailOut(Out):
    """`state` is waiting, handed, forwarded or returned; `left_at`, `to` and `by` say when it left, to whom, by whom."""

    id: str
    organisation: str
    kind: str
    sender: str
    received_at: Instant
    announced_at: Instant | None
    state: str
    left_at: Instant | None
    to: str
    by: str


class MailIn(Body):
    """Letters of one kind that came together."""

    kind: Literal["letter", "parcel", "registered"] = "letter"
    count: Annotated[int, Field(ge=1, le=200)] = 1
    sender: Annotated[Name, Field(max_length=80)] = ""


class MailMadeOut(Out):
    items: list[str]


class HandoverIn(Body):
    """Which letters, and to whom: `person` is an id of the address book, `name` what somebody says at the counter."""

    items: Annotated[list[Uuid], Field(min_length=1, max_length=200)]
    person: Uuid | None = None
    name: Annotated[Name, Field(max_length=80)] = ""


class HandedOut(Out):
    handed: int


class KeyOut(Out):
    """`state` is home, lent, overdue, lost or retired; `due` the day it should be back."""

    id: str
    kind: str
    label: str
    number: str
    resource: str | None
    state: str
    holder: str | None
    lent_at: Instant | None
    due: str | None


class LoanIn(Body):
    person: Uuid
    due: Day | None = None


@router.operation(
    "GET",
    "/places/{slug:place}/domiciliations",
    policy=at_place("mail.see"),
    gives=Page[DomiciliationOut],
    summary=_("List the organisations that have their address here"),
    says=_("For the team: those that run, and those that ended with letters left; how many letters of each kind wait."),
)
def list_domiciliations(request: PlaceRequest) -> HttpResponse:
    found = queries.domiciliations_of(request.place, today=request.place.today(clock.now()))
    return answer({"items": [_domiciliation(card) for card in found], "next": None})


@router.operation(
    "GET",
    "/places/{slug:place}/domiciliations/{uuid:domiciliation}/mail",
    policy=at_place("mail.see"),
    gives=Page[MailOut],
    summary=_("List the letters of an organisation"),
    says=_("For the team: those that wait first, then the latest that left; a hundred at most."),
)
def list_mail(request: PlaceRequest, domiciliation: UUID) -> HttpResponse:
    _known(request, domiciliation)
    return answer({"items": [_mail(card) for card in queries.mail_of(domiciliation, most=MOST)], "next": None})


@router.operation(
    "POST",
    "/places/{slug:place}/domiciliations/{uuid:domiciliation}/mail",
    policy=at_place("mail.receive"),
    gives=MailMadeOut,
    status=201,
    summary=_("Note letters that came"),
    says=_("Their organisation is told a little later, once for all that came together."),
)
def receive_mail(request: PlaceRequest, domiciliation: UUID, asked: MailIn, key: Key = None) -> HttpResponse:
    _known(request, domiciliation)

    def work() -> Answer:
        made = commands.receive_mail(
            actor=request.actor, now=clock.now(), place=request.place, domiciliation=domiciliation,
            kind=MailKind(asked.kind), count=asked.count, sender=asked.sender,
        )  # fmt: skip
        return Answer(201, {"items": made})

    return once(request, key, asked.model_dump(), work)


@router.operation(
    "POST",
    "/places/{slug:place}/domiciliations/{uuid:domiciliation}/handovers",
    policy=at_place("mail.hand_over"),
    gives=HandedOut,
    summary=_("Hand letters over"),
    says=_("To a person of the address book, or to whoever says their name: the trace keeps which, when, and by whom."),
)
def hand_over_mail(request: PlaceRequest, domiciliation: UUID, asked: HandoverIn) -> HttpResponse:
    _known(request, domiciliation)
    person_id = _person(request, asked.person, "person") if asked.person else None
    handed = commands.hand_over_mail(
        actor=request.actor, now=clock.now(), place=request.place, domiciliation=domiciliation,
        items=[UUID(each) for each in asked.items], person_id=person_id, name=asked.name,
    )  # fmt: skip
    return answer({"handed": handed})


@router.operation(
    "GET",
    "/me/mail",
    policy=signed_in,
    gives=Page[MailOut],
    summary=_("List your letters"),
    says=_("Of your organisations, in every place where you are told of them; those that wait first."),
)
def list_my_mail(request: Any) -> HttpResponse:
    found = queries.mail_of_person(person_id=request.actor.person_id)
    return answer({"items": [_mail(card) for card in found], "next": None})


@router.operation(
    "GET",
    "/places/{slug:place}/keys",
    policy=at_place("key.see"),
    gives=Page[KeyOut],
    summary=_("List keys and badges"),
    says=_("For the team: the register, by name, and whose hands each is in; retired ones are left out."),
)
def list_keys(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    return answer({"items": [_key(card, today) for card in queries.keys_of(request.place)], "next": None})


@router.operation(
    "POST",
    "/places/{slug:place}/keys/{uuid:door_key}/loan",
    policy=at_place("key.lend"),
    gives=KeyOut,
    status=201,
    summary=_("Lend a key"),
    says=_("To a person of the address book, until a day if there is one."),
)
def lend_key(request: PlaceRequest, door_key: UUID, asked: LoanIn, key: Key = None) -> HttpResponse:
    _known_key(request, door_key)

    def work() -> Answer:
        person_id = _person(request, asked.person, "person")
        commands.lend_key(
            actor=request.actor, now=clock.now(), place=request.place, key=door_key, person_id=person_id, due=asked.due
        )
        return Answer(201, _key_at(request, door_key))

    return once(request, key, asked.model_dump(), work)


@router.operation(
    "DELETE",
    "/places/{slug:place}/keys/{uuid:door_key}/loan",
    policy=at_place("key.lend"),
    gives=KeyOut,
    summary=_("Take a key back"),
    says=_("It is home again, whether it was lent or lost."),
)
def take_key_back(request: PlaceRequest, door_key: UUID) -> HttpResponse:
    _known_key(request, door_key)
    commands.take_back_key(actor=request.actor, now=clock.now(), place=request.place, key=door_key)
    return answer(_key_at(request, door_key))


def _known(request: PlaceRequest, domiciliation: UUID) -> None:
    if queries.domiciliation_by_uuid(request.place, domiciliation) is None:
        raise Http404


def _known_key(request: PlaceRequest, key: UUID) -> KeyCard:
    card = queries.key_by_uuid(request.place, key)
    if card is None:
        raise Http404
    return card


def _person(request: PlaceRequest, uuid: str, field: str) -> int:
    found = places.known_person(place=request.place, uuid=UUID(uuid))
    if found is None:
        raise Refused(Refusal("person_unknown", field=field))
    return found


def _domiciliation(card: DomiciliationCard) -> dict[str, Any]:
    waiting = {"letter": card.letters, "parcel": card.parcels, "registered": card.registered}
    return {
        "id": card.uuid, "organisation": card.customer, "since": card.since, "until": card.until,
        "contacts": card.contacts, "waiting": waiting,
    }  # fmt: skip


def _mail(card: MailCard) -> dict[str, Any]:
    return {
        "id": card.uuid, "organisation": card.customer, "kind": card.kind, "sender": card.sender,
        "received_at": card.received_at, "announced_at": card.announced_at, "state": card.fate,
        "left_at": card.left_at, "to": card.bearer or card.forwarded_to, "by": card.by,
    }  # fmt: skip


def _key_at(request: PlaceRequest, key: UUID) -> dict[str, Any]:
    return _key(_known_key(request, key), request.place.today(clock.now()))


def _key(card: KeyCard, today: date) -> dict[str, Any]:
    return {
        "id": card.uuid, "kind": card.kind, "label": card.label, "number": card.number,
        "resource": card.resource or None, "state": card.hands(today), "holder": card.holder or None,
        "lent_at": card.lent_at, "due": card.due,
    }  # fmt: skip
