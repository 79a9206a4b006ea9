"""Secret calendar addresses: made by somebody for themself, or by the team for a room or the place; shown once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cantine.booking import facts
from cantine.booking.models import Feed
from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.secrets import digest, new_secret
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef, ResourceCard

Detail = Literal["busy", "full"]
MOST_LIVE = 20
ABOVE = "a person's own address stands above tenants"


@dataclass(frozen=True)
class MadeFeed:
    """The secret is here and nowhere else."""

    uuid: UUID
    secret: str


def make_own_feed(*, actor: Actor, now: datetime, detail: Detail, name: str = "") -> MadeFeed:
    """An address for the actor's own dates in every place. Refusals: too_many_feeds. Records FeedMade."""
    authorize(actor, "booking.make_own_feed", Target(None, person_id=actor.person_id))
    with scoping.unscoped(ABOVE):
        return _make(actor, now, kind="person", detail=detail, name=name)


def make_place_feed(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    detail: Detail,
    resource: ResourceCard | None = None,
    name: str = "",
) -> MadeFeed:
    """An address for the dates of the place, or of one of its rooms. Refusals: too_many_feeds. Records FeedMade."""
    authorize(actor, "booking.make_place_feed", Target(place.organisation_id, place.id))
    kind = "place" if resource is None else "resource"
    return _make(actor, now, kind=kind, detail=detail, name=name, place=place, resource=resource)


def revoke_own_feed(*, actor: Actor, now: datetime, feed: UUID) -> None:
    """Close an address of one's own; the next read finds nothing. Refusals: feed_unknown. Records FeedRevoked."""
    authorize(actor, "booking.make_own_feed", Target(None, person_id=actor.person_id))
    with scoping.unscoped(ABOVE):
        _revoke(actor, now, Feed.objects.filter(uuid=feed, kind="person", made_by_id=actor.person_id))


def revoke_place_feed(*, actor: Actor, now: datetime, place: PlaceRef, feed: UUID) -> None:
    """Close an address of the place, whoever made it. Refusals: feed_unknown. Records FeedRevoked."""
    authorize(actor, "booking.make_place_feed", Target(place.organisation_id, place.id))
    _revoke(actor, now, Feed.objects.filter(uuid=feed, place_id=place.id))


def note_feed_read(*, actor: Actor, now: datetime, feed_id: int) -> None:
    """Keep when a calendar last read an address, so that an old one is seen to be of no use. Records nothing."""
    authorize(actor, "booking.note_feed_read", Target(None))
    Feed.objects.filter(pk=feed_id).update(last_read_at=now)


def _make(
    actor: Actor,
    now: datetime,
    *,
    kind: str,
    detail: Detail,
    name: str,
    place: PlaceRef | None = None,
    resource: ResourceCard | None = None,
) -> MadeFeed:
    assert actor.person_id is not None
    secret = new_secret("agenda_")
    with transaction.atomic():
        live = Feed.objects.filter(made_by_id=actor.person_id, revoked_at=None, kind=kind)
        if live.count() >= MOST_LIVE:
            raise Refused(Refusal("too_many_feeds", {"most": MOST_LIVE}))
        row = Feed.objects.create(
            organisation_id=place.organisation_id if place else None,
            place_id=place.id if place else None,
            resource_id=resource.id if resource else None,
            made_by_id=actor.person_id,
            kind=kind,
            detail=detail,
            name=name.strip()[:80],
            digest=digest(secret),
            hint=secret[7:11],
            made_at=now,
        )
        _tell(facts.FeedMade, row, actor, now)
    return MadeFeed(row.uuid, secret)


def _revoke(actor: Actor, now: datetime, rows: QuerySet[Feed]) -> None:
    with transaction.atomic():
        row = rows.select_for_update().filter(revoked_at=None).first()
        if row is None:
            raise Refused(Refusal("feed_unknown"))
        Feed.objects.filter(pk=row.pk).update(revoked_at=now)
        _tell(facts.FeedRevoked, row, actor, now)


def _tell(fact: type[facts.FeedMade] | type[facts.FeedRevoked], row: Feed, actor: Actor, now: datetime) -> None:
    told = fact(organisation_id=row.organisation_id, place_id=row.place_id, feed_id=row.pk, kind=row.kind)
    record(told, actor=actor, now=now)
