"""What the rules of booking need to know about one resource and one asker, read in a constant number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from cantine.booking import rules
from cantine.booking.models import Booking, Claim, Occurrence, SeatClaim
from cantine.core.actor import Actor
from cantine.kernel import Interval
from cantine.memberships import queries as memberships
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import Hours, PlaceRef, ResourceCard


def rules_of(resource: ResourceCard, *, place: PlaceRef, house_rules: int = 0) -> rules.ResourceRules:
    """The resource's limits as the rules read them; a room without seats is one exclusive seat."""
    return rules.ResourceRules(
        timezone=place.timezone,
        grid_minutes=resource.grid_minutes,
        shortest=timedelta(minutes=resource.shortest_minutes),
        longest=timedelta(minutes=resource.longest_minutes) if resource.longest_minutes else None,
        notice=timedelta(minutes=resource.notice_minutes),
        horizon_days=resource.horizon_days,
        buffer_before=timedelta(minutes=resource.buffer_before_minutes),
        buffer_after=timedelta(minutes=resource.buffer_after_minutes),
        seats=resource.seats or 1,
        capacity=resource.capacity,
        layouts=resource.layouts,
        access=resource.access,
        certification=resource.certification,
        house_rules=house_rules if resource.needs_house_rules else 0,
        needs_insurance=resource.needs_insurance,
        offers_trial=resource.offers_trial,
        long_term=resource.long_term,
    )


@dataclass(frozen=True)
class Situation:
    """One resource, one asker, one stretch of time: all that ``check_wish`` takes."""

    resource: ResourceCard
    limits: rules.ResourceRules
    asker: rules.Asker
    open_intervals: list[Interval]
    closed: tuple[place_rules.ClosedDay, ...]
    busy: list[rules.Busy]
    legal: place_rules.LegalCapacity | None

    def check(self, wish: rules.Wish, *, now: datetime, override: bool = False) -> rules.Verdict:
        return rules.check_wish(
            wish=wish,
            rules=self.limits,
            asker=self.asker,
            open_intervals=self.open_intervals,
            busy=self.busy,
            now=now,
            override=override,
            closed=self.closed,
            legal=self.legal,
        )


def situation_of(
    *,
    actor: Actor,
    place: PlaceRef,
    resource: ResourceCard,
    person_id: int | None,
    window: Interval,
    but_occurrences: Iterable[int] = (),
    hours: Hours | None = None,
) -> Situation:
    """Read what decides on wishes of ``person_id`` for ``resource`` within ``window``, leaving out some dates."""
    hours = hours or places.hours_of(place)
    in_force = places.house_rules_in_force(place_id=place.id)
    first_day = place_rules.day_of(window.starts_at, timezone=place.timezone)
    last_day = place_rules.day_of(window.ends_at, timezone=place.timezone)
    skip = tuple(but_occurrences)
    return Situation(
        resource=resource,
        limits=rules_of(resource, place=place, house_rules=in_force.version if in_force else 0),
        asker=_asker(actor=actor, place=place, person_id=person_id),
        open_intervals=hours.open_intervals(resource_id=resource.id, first_day=first_day, last_day=last_day),
        closed=hours.closed_days(resource_id=resource.id, first_day=first_day, last_day=last_day),
        busy=busy_of([resource], window=window, but_occurrences=skip)[resource.id],
        legal=_legal_capacity(place, window, skip),
    )


def busy_of(
    resources: Iterable[ResourceCard], *, window: Interval, but_occurrences: Iterable[int] = ()
) -> dict[int, list[rules.Busy]]:
    """What is taken of each resource within ``window``: its units for a room, its seats for a pool; two statements.

    A room that takes seats with it is busy when fewer than those seats are left of the pool.
    """
    cards = list(resources)
    skip = list(but_occurrences)
    by_unit = _claims(Claim, "unit_id", {unit for card in cards for unit in card.units}, window, skip)
    wanted = {pool.pool_id for card in cards for pool in card.pools} | {card.id for card in cards if card.seats}
    by_pool = _claims(SeatClaim, "pool_id", wanted, window, skip)
    busy: dict[int, list[rules.Busy]] = {}
    for card in cards:
        own = [claim for unit in card.units for claim in by_unit.get(unit, ())]
        if card.seats:
            own += by_pool.get(card.id, [])
        for pool in card.pools:
            own += rules.busy_with_pool(busy=by_pool.get(pool.pool_id, ()), seats=pool.of, takes=pool.seats)
        busy[card.id] = _distinct(own) if not card.seats else own
    return busy


def _distinct(busy: list[rules.Busy]) -> list[rules.Busy]:
    """A joined room meets the same booking once a unit: say it once."""
    return list({(each.interval, each.reference): each for each in busy}.values())


def _claims(
    model: type[Claim] | type[SeatClaim], key: str, ids: set[int], window: Interval, skip: list[int]
) -> dict[int, list[rules.Busy]]:
    if not ids:
        return {}
    rows = model.objects.filter(
        **{f"{key}__in": sorted(ids)}, live=True, starts_at__lt=window.ends_at, ends_at__gt=window.starts_at
    ).exclude(occurrence_id__in=skip)
    columns = [
        key,
        "starts_at",
        "ends_at",
        "occurrence__uuid",
        "occurrence__state",
        "blocking__uuid",
        "occupation__uuid",
    ]
    if model is SeatClaim:
        columns.append("quantity")
    taken: dict[int, list[rules.Busy]] = {}
    for row in rows.order_by("starts_at").values_list(*columns):
        owner, starts_at, ends_at, occurrence, state, blocking, occupation, *quantity = row
        kind = rules.BusyKind.BLOCKING if blocking or occupation else _kind_of(state)
        one = rules.Busy(
            interval=Interval(starts_at, ends_at),
            quantity=quantity[0] if quantity else None,
            kind=kind,
            reference=str(occurrence or blocking or occupation),
        )
        taken.setdefault(owner, []).append(one)
    return taken


def _kind_of(state: str) -> rules.BusyKind:
    return rules.BusyKind.HOLD if state == rules.State.HELD else rules.BusyKind.BOOKING


def _asker(*, actor: Actor, place: PlaceRef, person_id: int | None) -> rules.Asker:
    standing = places.standing_of(actor, place=place)
    if person_id is None:
        return rules.Asker(standing=standing)
    accepted = places.accepted_version(place_id=place.id, person_id=person_id)
    return rules.Asker(
        standing=standing,
        certifications=tuple(
            rules.HeldCertification(code=held.code, valid_until=held.valid_until)
            for held in memberships.certifications_of(organisation_id=place.organisation_id, person_id=person_id)
        ),
        accepted_house_rules=accepted or 0,
        insured_until=places.insured_until(organisation_id=place.organisation_id, person_id=person_id),
        trial_used=Booking.objects.filter(place_id=place.id, person_id=person_id, trial=True).exists(),
    )


def _legal_capacity(place: PlaceRef, window: Interval, skip: tuple[int, ...]) -> place_rules.LegalCapacity | None:
    if place.legal_capacity is None:
        return None
    rows = (
        Occurrence.objects.filter(
            Q(place_id=place.id, starts_at__lt=window.ends_at, ends_at__gt=window.starts_at),
            starts_at__gt=window.starts_at - rules.LONGEST_BOOKING,
            state__in=sorted(rules.TAKING),
        )
        .exclude(pk__in=skip)
        .values_list("starts_at", "ends_at", "quantity", F("booking__guests") + 1)
    )
    uses = tuple((Interval(s, e), max(quantity, people)) for s, e, quantity, people in rows)
    return place_rules.LegalCapacity(people=place.legal_capacity, uses=uses)
