"""Who a message would reach, and what was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import F, QuerySet

from cantine.booking import rules
from cantine.booking.models import Message, NewsStop, Occurrence
from cantine.core import mail, scoping
from cantine.memberships import queries as memberships
from cantine.people import queries as people
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef

PURPOSE = "receive_news_of_places"
MEMBERS = ("member", "resident")


@dataclass(frozen=True)
class MessageCard:
    """A message as it was sent; ``letters`` counts those of each state."""

    uuid: UUID
    sent_at: datetime
    sent_by: str
    sort: rules.Sort
    audience: rules.Audience
    subject: str
    words: str
    reached: int
    left_out: int
    letters: dict[str, int]

    @property
    def sent(self) -> int:
        return self.letters.get("sent", 0)

    @property
    def failed(self) -> int:
        return self.letters.get("failed", 0)

    @property
    def waiting(self) -> int:
        return max(self.reached - self.sent - self.failed, 0) if self.letters else 0


@dataclass(frozen=True)
class Readership:
    """The audience sorted, and who they are, for the eyes of whoever writes."""

    sorted: rules.Sorted
    persons: dict[int, PersonRef]


@dataclass(frozen=True)
class Choices:
    """What can be chosen: how many persons by role (``members`` are members and residents together), the
    certifications that somebody holds here, and today's bookers."""

    members: int
    roles: dict[str, int]
    certifications: dict[str, int]
    bookers: int


def choices_of(place: PlaceRef, *, today: date) -> Choices:
    """Three statements."""
    by_role = places.persons_by_role(place, today=today)
    members = {person for role in MEMBERS for person in by_role.get(role, ())}
    held: dict[str, set[int]] = {}
    for line in _certifications(place, today):
        held.setdefault(line.code, set()).add(line.person_id)
    return Choices(
        members=len(members),
        roles={role: len(by_role[role]) for role in by_role},
        certifications={code: len(persons) for code, persons in held.items()},
        bookers=len(_bookers(place, today)),
    )


def readership_of(place: PlaceRef, *, audience: rules.Audience, sort: rules.Sort, today: date) -> Readership:
    """The audience as it stands, each person once; four statements at most."""
    persons = people.persons_of(_audience_ids(place, audience, today))
    readers = readers_of(place, persons=persons.values(), sort=sort)
    return Readership(rules.sorted_readers(readers, sort=sort), dict(persons))


def readers_of(place: PlaceRef, *, persons: Iterable[PersonRef], sort: rules.Sort) -> list[rules.Reader]:
    """What decides whether each is written to."""
    persons = list(persons)
    ids = [person.id for person in persons]
    news = sort is rules.Sort.NEWS
    agreeing = people.agree_to(PURPOSE, ids) if news else frozenset()
    stopped = (
        set(NewsStop.objects.filter(place_id=place.id, person_id__in=ids).values_list("person_id", flat=True))
        if news
        else set()
    )
    return [
        rules.Reader(
            person_id=person.id,
            has_address=bool(person.email),
            agrees=person.id in agreeing,
            stopped=person.id in stopped,
        )
        for person in persons
    ]


def sent_since(place: PlaceRef, *, now: datetime) -> int:
    """How many messages left in the last day."""
    return Message.objects.filter(place_id=place.id, sent_at__gt=now - timedelta(days=1)).count()


def messages_of(place: PlaceRef, *, most: int = 30) -> list[MessageCard]:
    """The latest first; two statements."""
    return _cards(Message.objects.filter(place_id=place.id).order_by("-sent_at", "-pk")[:most])


def find_message(place: PlaceRef, *, message: UUID) -> MessageCard | None:
    return next(iter(_cards(Message.objects.filter(place_id=place.id, uuid=message))), None)


def stop_link(*, place_id: int, person_id: int) -> str:
    """The secret end of the address that stops the news of a place for one person."""
    return _signer().sign(f"{place_id}-{person_id}")


def find_stop(token: str) -> tuple[int, int] | None:
    """(place, person) of a link of ours."""
    try:
        place_id, person_id = _signer().unsign(token).split("-")
        return int(place_id), int(person_id)
    except (signing.BadSignature, ValueError):
        return None


def stopped_by(person_id: int) -> dict[int, datetime]:
    """The places whose news this person stopped, by id, with the moment; the latest first."""
    with scoping.own(person_id):
        rows = NewsStop.objects.filter(person_id=person_id).order_by("-stopped_at", "-pk")
        return dict(rows.values_list("place_id", "stopped_at"))


def is_stopped(*, place_id: int, person_id: int) -> bool:
    return NewsStop.objects.filter(place_id=place_id, person_id=person_id).exists()


def _signer() -> signing.Signer:
    return signing.Signer(salt="cantine.booking.news", sep="~")


def _audience_ids(place: PlaceRef, audience: rules.Audience, today: date) -> set[int]:
    if audience.group is rules.Group.DAY:
        return _bookers(place, audience.day or today)
    if audience.group is rules.Group.CERTIFIED:
        return {line.person_id for line in _certifications(place, today) if line.code == audience.code}
    if audience.group is rules.Group.PICKED:
        return set(places.persons_at_addresses(place, emails=audience.emails).values())
    by_role = places.persons_by_role(place, today=today)
    roles = MEMBERS if audience.group is rules.Group.MEMBERS else (audience.code,)
    return {person for role in roles for person in by_role.get(role, ())}


def _bookers(place: PlaceRef, day: date) -> set[int]:
    """Whose dates take something that day, on the clock of the place."""
    whole = place_rules.whole_day(day, timezone=place.timezone)
    rows = Occurrence.objects.filter(
        place_id=place.id, state__in=rules.TAKING, starts_at__lt=whole.ends_at, ends_at__gt=whole.starts_at,
        starts_at__gt=whole.starts_at - rules.LONGEST_BOOKING, person__isnull=False,
    )  # fmt: skip
    return {person for person in rows.values_list("person_id", flat=True).distinct() if person is not None}


def _certifications(place: PlaceRef, today: date) -> list[memberships.CertificationLine]:
    lines = memberships.certification_lines(organisation_id=place.organisation_id)
    return [
        line for line in lines if line.valid_from <= today and (line.valid_until is None or line.valid_until >= today)
    ]


def _cards(rows: "QuerySet[Message]") -> list[MessageCard]:
    found = list(rows.annotate(writer=F("sent_by__name"), writer_email=F("sent_by__email")))
    counted = mail.tallies(row.uuid for row in found)
    return [
        MessageCard(
            uuid=row.uuid,
            sent_at=row.sent_at,
            sent_by=row.writer or row.writer_email or "",
            sort=rules.Sort(row.sort),
            audience=rules.audience_of(row.audience),
            subject=row.subject,
            words=row.words,
            reached=row.reached,
            left_out=row.left_out,
            letters=counted.get(row.uuid, {}),
        )
        for row in found
    ]
