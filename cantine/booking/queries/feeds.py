"""Feeds: which there are, whose secret opens what, and the dates that they carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from cantine.booking import rules
from cantine.booking.models import Blocking, Feed, Occurrence
from cantine.booking.queries.dates import DateCard, cards
from cantine.booking.rules import ical
from cantine.core import scoping
from cantine.core.secrets import digest
from cantine.kernel import Interval
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

PAST, AHEAD = timedelta(days=30), timedelta(days=400)
_STATUS = {rules.State.CONFIRMED: ical.Status.CONFIRMED}


@dataclass(frozen=True)
class FeedLine:
    """One address, without its secret."""

    id: int
    uuid: UUID
    kind: str
    detail: str
    name: str
    hint: str
    made_by_id: int
    organisation_id: int | None
    place_id: int | None
    resource_id: int | None
    resource_name: str
    made_at: datetime
    last_read_at: datetime | None
    digest: str


def own_feeds(*, person_id: int) -> list[FeedLine]:
    """The live addresses that a person made for themself."""
    with scoping.own(person_id):
        rows = Feed.objects.filter(made_by_id=person_id, kind="person", revoked_at=None)
        return [_line(row) for row in rows.order_by("-made_at")]


def place_feeds(*, place_id: int) -> list[FeedLine]:
    """The live addresses of a place and of its rooms."""
    rows = Feed.objects.filter(place_id=place_id, revoked_at=None).select_related("resource")
    return [_line(row) for row in rows.order_by("-made_at")]


def feed_of_secret(secret: str) -> FeedLine | None:
    """The live feed that a secret opens. What is looked up is a digest: its comparison tells nothing of the secret."""
    with scoping.unscoped("a secret address names its tenant"):
        row = Feed.objects.filter(digest=digest(secret), revoked_at=None).select_related("resource").first()
    return _line(row) if row else None


def entries_of(feed: FeedLine, *, now: datetime, busy: str, place_of: dict[int, PlaceRef]) -> list[ical.Entry]:
    """What the calendar shows. ``busy`` is the one word of a free/busy feed: it names neither title, room nor person.
    The scope of the feed is open.
    """
    window = Interval(now - PAST, now + AHEAD)
    dates = _dates(feed, window)
    if feed.detail == "busy":
        blocked = [] if feed.kind == "person" else _blockings(feed, window)
        taken = [(str(date.uuid), date.interval, date.place_id, date.changed_at) for date in dates]
        taken += [(str(row.uuid), Interval(row.starts_at, row.ends_at), row.place_id, row.made_at) for row in blocked]
        return [_busy(feed, *each, word=busy, place_of=place_of) for each in taken]
    names = _names(feed, dates)
    full = [_full(date, names.get(date.person_id or 0, ""), place_of[date.place_id]) for date in dates]
    blocked = [] if feed.kind == "person" else _blockings(feed, window)
    return full + [_blocked(row, place_of[row.place_id]) for row in blocked]


def _dates(feed: FeedLine, window: Interval) -> list[DateCard]:
    rows = Occurrence.objects.filter(
        starts_at__lt=window.ends_at, ends_at__gt=window.starts_at, state__in=sorted(rules.TAKING)
    )
    whose = Q(person_id=feed.made_by_id) if feed.kind == "person" else Q(place_id=feed.place_id or 0)
    rows = rows.filter(whose)
    if feed.kind == "resource":
        rows = rows.filter(resource_id__in=_meeting(feed))
    return cards(rows.order_by("starts_at", "id"))


def _blockings(feed: FeedLine, window: Interval) -> list[Blocking]:
    rows = Blocking.objects.filter(
        place_id=feed.place_id or 0, lifted_at=None, starts_at__lt=window.ends_at, ends_at__gt=window.starts_at
    )
    if feed.kind == "resource":
        rows = rows.filter(resource_id__in=_meeting(feed))
    return list(rows.select_related("resource").order_by("starts_at", "id"))


def _meeting(feed: FeedLine) -> set[int]:
    """The room, and those that share a wall with it: a joined room keeps its parts busy."""
    assert feed.place_id is not None
    every = places.resource_cards(place_id=feed.place_id)
    mine = {unit for card in every if card.id == feed.resource_id for unit in card.units}
    return {feed.resource_id or 0} | {card.id for card in every if mine & set(card.units)}


def _names(feed: FeedLine, dates: Iterable[DateCard]) -> dict[int, str]:
    """Whose each date is, for the team; one's own feed does not say one's own name."""
    if feed.kind == "person":
        return {}
    ids = {date.person_id for date in dates if date.person_id is not None}
    return {pk: person.shown for pk, person in persons.persons_of(ids).items()}


def _busy(
    feed: FeedLine,
    key: str,
    interval: Interval,
    place_id: int,
    at: datetime,
    *,
    word: str,
    place_of: dict[int, PlaceRef],
) -> ical.Entry:
    return ical.Entry(
        uid=sha256(f"{feed.digest}{key}".encode()).hexdigest()[:32],
        starts_at=interval.starts_at,
        ends_at=interval.ends_at,
        timezone=place_of[place_id].timezone,
        summary=word,
        changed_at=at,
    )


def _full(date: DateCard, name: str, place: PlaceRef) -> ical.Entry:
    title = date.title or date.resource_name
    return ical.Entry(
        uid=str(date.uuid),
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        timezone=place.timezone,
        summary=f"{title} ({name})" if name else title,
        location=f"{date.resource_name}, {place.name}",
        url=f"{settings.PUBLIC_URL}/{place.slug}/dates/{date.uuid}/",
        sequence=date.sequence,
        status=_STATUS.get(date.state, ical.Status.TENTATIVE),
        changed_at=date.changed_at,
    )


def _blocked(row: Blocking, place: PlaceRef) -> ical.Entry:
    return ical.Entry(
        uid=str(row.uuid),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=place.timezone,
        summary=row.reason,
        location=f"{row.resource.name}, {place.name}",
        changed_at=row.made_at,
    )


def _line(row: Feed) -> FeedLine:
    return FeedLine(
        id=row.pk, uuid=row.uuid, kind=row.kind, detail=row.detail, name=row.name, hint=row.hint,
        made_by_id=row.made_by_id, organisation_id=row.organisation_id, place_id=row.place_id,
        resource_id=row.resource_id, resource_name=row.resource.name if row.resource else "",
        made_at=row.made_at, last_read_at=row.last_read_at, digest=row.digest,
    )  # fmt: skip
