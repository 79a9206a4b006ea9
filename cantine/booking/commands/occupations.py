"""Occupations of months or years: begun, prolonged, ended, moved; who waits for one; états des lieux."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cantine.booking import facts
from cantine.booking.commands.claims import give_back, lock_resources, take_occupation
from cantine.booking.models import Occupation, OccupationWish, StatePhoto, StateReport
from cantine.booking.queries.availability import busy_of, legal_capacity_of
from cantine.booking.rules import conflicts_with, occupations, seats_left
from cantine.core import images, live
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard

if TYPE_CHECKING:
    from PIL import Image


def begin_occupation(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    resource: ResourceCard,
    starts_on: date,
    ends_on: date | None = None,
    person_id: int | None = None,
    customer_id: int | None = None,
    quantity: int = 1,
    people: int = 1,
    agreement: str = "",
    wish: UUID | None = None,
    replay: bool = False,
) -> UUID:
    """Give a space for months or years; a ``wish`` that it answers is closed. ``people`` is how many it brings at once,
    none for a locker: they count towards the legal capacity. Records OccupationBegun, WishClosed.

    Refusals: not_long_term, occupant_missing, occupation_reversed, occupation_out_of_range, taken, not_enough_seats,
    over_legal_capacity, wish_unknown.
    """
    authorize(actor, "occupation.manage", Target(place.organisation_id, place.id))
    refusals = list(occupations.check_days(starts_on=starts_on, ends_on=ends_on))
    if person_id is None and customer_id is None:
        refusals.append(Refusal("occupant_missing", field="occupant"))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        row = Occupation(
            organisation_id=place.organisation_id, place_id=place.id, resource_id=resource.id, person_id=person_id,
            customer_id=customer_id, quantity=quantity, people=people, starts_on=starts_on, ends_on=ends_on,
            agreement=agreement.strip(), made_by_id=actor.person_id, made_at=now,
        )  # fmt: skip
        lock_resources([resource], house=place)
        _check_capacity(row, place)
        _take(row, resource, place)
        _tell(facts.OccupationBegun, row, actor, now, place, replay=replay)
        if wish is not None:
            _close(_lock_wish(place, wish), actor, now, occupation=row)
    return row.uuid


def end_occupation(*, actor: Actor, now: datetime, place: PlaceRef, occupation: UUID, on: date) -> None:
    """Set the last day: the space is free from the next. Refusals: occupation_unknown, occupation_over,
    occupation_reversed, taken. Records OccupationEndSet.
    """
    authorize(actor, "occupation.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        _set_end(place, occupation, on, actor, now)


def extend_occupation(*, actor: Actor, now: datetime, place: PlaceRef, occupation: UUID, until: date | None) -> None:
    """Put the last day off, or take it away; what was booked meanwhile is never booked over.

    Refusals: occupation_unknown, occupation_over, occupation_reversed, taken. Records OccupationEndSet.
    """
    authorize(actor, "occupation.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        _set_end(place, occupation, until, actor, now)


def move_occupation(
    *, actor: Actor, now: datetime, place: PlaceRef, occupation: UUID, resource: ResourceCard, on: date
) -> UUID:
    """Go on in another space of the place from ``on``; the former one is free from that day. Returns the new occupation.

    Refusals: occupation_unknown, occupation_over, move_outside, not_long_term, taken. Records OccupationEndSet and
    OccupationBegun.
    """
    authorize(actor, "occupation.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        former = _lock_occupation(place, occupation, now)
        refusals = occupations.check_move(on, starts_on=former.starts_on, ends_on=former.ends_on)
        if refusals:
            raise Refused(*refusals)
        last, agreed_end = on - timedelta(days=1), former.ends_on
        lock_resources([resource, _card_of(former)], house=place)
        _set_end(place, occupation, last, actor, now)
        row = Occupation(
            organisation_id=place.organisation_id, place_id=place.id, resource_id=resource.id,
            person_id=former.person_id, customer_id=former.customer_id, quantity=former.quantity, people=former.people,
            starts_on=on, ends_on=agreed_end, agreement=former.agreement, moved_from_id=former.pk, made_by_id=actor.person_id,
            made_at=now,
        )  # fmt: skip
        _take(row, resource, place)
        _tell(facts.OccupationBegun, row, actor, now, place, moved_from_id=former.pk)
    return row.uuid


def count_occupants(*, actor: Actor, now: datetime, place: PlaceRef, occupation: UUID, people: int) -> None:
    """Say how many people an occupation brings at once, from today. Refusals: occupation_unknown, occupation_over,
    over_legal_capacity. Records OccupantsCounted.
    """
    authorize(actor, "occupation.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _lock_occupation(place, occupation, now)
        lock_resources([], house=place)
        more, row.people = people > row.people, people
        if more:
            _check_capacity(row, place)
        row.save(update_fields=["people"])
        _tell(facts.OccupantsCounted, row, actor, now, place, people=people)


def report_state(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    occupation: UUID,
    moment: occupations.Moment,
    lines: Sequence[occupations.StateLine],
    signed_for_place: str,
    signed_for_occupant: str,
    note: str = "",
    photos: Sequence[IO[bytes]] = (),
) -> UUID:
    """Write down, once, the state of the space at entry or at exit, with the pictures of it: re-encoded, without what
    the camera wrote. Records StateReported.

    Refusals: occupation_unknown, report_empty, report_unsigned, report_exists, too_many_photos, photo_too_heavy,
    photo_too_large, photo_unreadable.
    """
    authorize(actor, "occupation.manage", Target(place.organisation_id, place.id))
    refusals = occupations.check_report(lines, names=[signed_for_place, signed_for_occupant], photos=len(photos))
    if refusals:
        raise Refused(*refusals)
    pictures = [images.opened(file, field="photos") for file in photos]
    with transaction.atomic():
        row = Occupation.objects.select_for_update().filter(uuid=occupation, place_id=place.id).first()
        if row is None:
            raise Refused(Refusal("occupation_unknown"))
        if StateReport.objects.filter(occupation=row, moment=moment.value).exists():
            raise Refused(Refusal("report_exists"))
        report = StateReport.objects.create(
            organisation_id=place.organisation_id, occupation=row, moment=moment.value,
            lines=[asdict(line) for line in lines], note=note.strip(), signed_for_place=signed_for_place.strip(),
            signed_for_occupant=signed_for_occupant.strip(), signed_at=now,
        )  # fmt: skip
        for position, picture in enumerate(pictures, start=1):
            _keep_photo(place, report, position, picture)
        _tell(facts.StateReported, row, actor, now, place, moment=moment.value)
    return report.uuid


def wish_occupation(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    from_day: date,
    kind_id: int | None = None,
    resource_id: int | None = None,
    person_id: int | None = None,
    customer_id: int | None = None,
    note: str = "",
) -> UUID:
    """Join the waiting list, at its end. Refusals: occupant_missing, wish_for_nothing. Records OccupationWished."""
    authorize(actor, "occupation.wish", Target(place.organisation_id, place.id, person_id))
    refusals = []
    if person_id is None and customer_id is None:
        refusals.append(Refusal("occupant_missing", field="occupant"))
    if (kind_id is None) == (resource_id is None):
        refusals.append(Refusal("wish_for_nothing", field="what"))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        last = OccupationWish.objects.filter(place_id=place.id).aggregate(last=Max("position"))["last"] or 0
        row = OccupationWish.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, customer_id=customer_id,
            kind_id=kind_id, resource_id=resource_id, from_day=from_day, note=note.strip(), position=last + 1,
            asked_at=now,
        )  # fmt: skip
        if person_id is not None:
            place_commands.note_contact(actor=actor, now=now, place=place, person_id=person_id)
        wished = facts.OccupationWished(organisation_id=place.organisation_id, place_id=place.id, wish_id=row.pk)
        record(wished, actor=actor, now=now)
    return row.uuid


def close_wish(*, actor: Actor, now: datetime, place: PlaceRef, wish: UUID) -> None:
    """Leave the waiting list. Refusals: wish_unknown. Records WishClosed."""
    row = OccupationWish.objects.filter(uuid=wish, place_id=place.id).first()
    authorize(actor, "occupation.wish", Target(place.organisation_id, place.id, row.person_id if row else None))
    with transaction.atomic():
        _close(_lock_wish(place, wish), actor, now)


def _keep_photo(place: PlaceRef, report: StateReport, position: int, image: "Image.Image") -> None:
    row = StatePhoto.objects.create(
        organisation_id=place.organisation_id, report=report, position=position, width=image.width,
        height=image.height,
    )  # fmt: skip
    images.keep(places.photo_folder(place.uuid), row.uuid, image)


def _set_end(place: PlaceRef, occupation: UUID, ends_on: date | None, actor: Actor, now: datetime) -> None:
    row = _lock_occupation(place, occupation, now)
    refusals = occupations.check_days(starts_on=row.starts_on, ends_on=ends_on)
    if refusals:
        raise Refused(*refusals)
    card = _card_of(row)
    lock_resources([card], house=place)
    give_back(occupation_ids=[row.pk])
    longer = row.ends_on is not None and (ends_on is None or ends_on > row.ends_on)
    row.ends_on = ends_on
    _check_free(row, card, place)
    if longer:
        _check_capacity(row, place)
    row.save(update_fields=["ends_on"])
    take_occupation(row, card, timezone=place.timezone)
    _tell(facts.OccupationEndSet, row, actor, now, place, ends_on=ends_on)


def _take(row: Occupation, card: ResourceCard, place: PlaceRef) -> None:
    if not card.long_term:
        raise Refused(Refusal("not_long_term", {"resource": card.name}, "resource"))
    lock_resources([card], house=place)
    _check_free(row, card, place)
    row.save(force_insert=True)
    take_occupation(row, card, timezone=place.timezone)


def _check_free(row: Occupation, card: ResourceCard, place: PlaceRef) -> None:
    period = occupations.taken_by(starts_on=row.starts_on, ends_on=row.ends_on, timezone=place.timezone)
    busy = busy_of([card], window=period)[card.id]
    if not card.seats:
        if busy:
            raise Refused(Refusal("taken", {"conflicts": conflicts_with(period, busy)}, "starts_on"))
        return
    left = seats_left(interval=period, busy=busy, seats=card.seats)
    if row.quantity > left:
        raise Refused(Refusal("not_enough_seats", {"left": left, "asked": row.quantity}, "quantity"))


def _check_capacity(row: Occupation, place: PlaceRef) -> None:
    """The law, over all its days: what is booked meanwhile and the other lets stand beside it."""
    period = occupations.taken_by(starts_on=row.starts_on, ends_on=row.ends_on, timezone=place.timezone)
    legal = legal_capacity_of(place, period, but_occupation=row.pk)
    if legal is not None and row.people:
        refusals = place_rules.check_capacity(interval=period, people=row.people, legal=legal)
        if refusals:
            raise Refused(*(replace(each, field="people") for each in refusals))


def _card_of(row: Occupation) -> ResourceCard:
    card = places.resource_by_id(row.resource_id)
    assert card is not None
    return card


def _lock_occupation(place: PlaceRef, occupation: UUID, now: datetime) -> Occupation:
    row = Occupation.objects.select_for_update(no_key=True).filter(uuid=occupation, place_id=place.id).first()
    if row is None:
        raise Refused(Refusal("occupation_unknown"))
    if row.ends_on is not None and row.ends_on < place.today(now):
        raise Refused(Refusal("occupation_over", {"ends_on": row.ends_on}))
    return row


def _lock_wish(place: PlaceRef, wish: UUID) -> OccupationWish:
    rows = OccupationWish.objects.select_for_update(no_key=True).filter(place_id=place.id, uuid=wish, closed_at=None)
    row = rows.first()
    if row is None:
        raise Refused(Refusal("wish_unknown"))
    return row


def _close(row: OccupationWish, actor: Actor, now: datetime, *, occupation: Occupation | None = None) -> None:
    OccupationWish.objects.filter(pk=row.pk).update(closed_at=now, occupation=occupation)
    closed = facts.WishClosed(
        organisation_id=row.organisation_id, place_id=row.place_id, wish_id=row.pk,
        occupation_id=occupation.pk if occupation else None,
    )  # fmt: skip
    record(closed, actor=actor, now=now)


def _tell(
    fact: type[facts.OccupationFact], row: Occupation, actor: Actor, now: datetime, place: PlaceRef, *,
    replay: bool = False, **said: object,
) -> None:  # fmt: skip
    told = fact(
        organisation_id=place.organisation_id, place_id=place.id, occupation_id=row.pk, resource_id=row.resource_id,
        person_id=row.person_id, **said,
    )  # fmt: skip
    record(told, actor=actor, now=now, replay=replay)
    live.tell(place.topic)
