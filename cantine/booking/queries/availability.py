"""What the rules of booking need to know about one resource and one asker, read in a constant number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cantine.booking import rules
from cantine.booking.rules.occupations import taken_by
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.kernel import Interval
from cantine.memberships import queries as memberships
from cantine.memberships.queries.dues import NO_DUES, DuesAsked, dues_asked_soon
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import Hours, PlaceRef, ResourceCard

LONGEST_CLAIM = rules.LONGEST_BOOKING + timedelta(days=30)  # a booking and its buffers
_READ = """
SELECT wanted.id, c.starts_at, c.ends_at, {quantity}, o.state, coalesce(o.uuid, b.uuid, n.uuid)
FROM unnest(%({of}_organisations)s::bigint[], %({of}_ids)s::bigint[]) AS wanted (organisation, id) CROSS JOIN LATERAL ({claims}) c
LEFT JOIN booking_occurrence o ON o.id = c.occurrence_id
LEFT JOIN booking_blocking b ON b.id = c.blocking_id
LEFT JOIN booking_occupation n ON n.id = c.occupation_id
WHERE c.ends_at > %(starts_at)s AND (c.occurrence_id IS NULL OR c.occurrence_id <> ALL (%(skip)s::bigint[]))
"""
_CUT = "starts_at, ends_at, occurrence_id, blocking_id, occupation_id"
# The claims of one unit never overlap: of those that began before the window, only the last can still be there.
_UNITS_TAKEN = _READ.format(
    of="unit",
    quantity="NULL::integer",
    claims=f"""(SELECT {_CUT} FROM booking_claim WHERE organisation_id = wanted.organisation AND unit_id = wanted.id AND live
    AND starts_at < %(starts_at)s ORDER BY starts_at DESC LIMIT 1)
  UNION ALL
  SELECT {_CUT} FROM booking_claim WHERE organisation_id = wanted.organisation AND unit_id = wanted.id AND live
    AND starts_at >= %(starts_at)s AND starts_at < %(ends_at)s""",  # noqa: S608  names of our own
)
# Those of a pool do: bookings are short, and whatever may last (occupations, blockings) has an index of its own.
_SEATS_TAKEN = _READ.format(
    of="pool",
    quantity="c.quantity",
    claims=f"""SELECT {_CUT}, quantity FROM booking_seatclaim WHERE organisation_id = wanted.organisation AND pool_id = wanted.id AND live
    AND occurrence_id IS NOT NULL AND starts_at > %(earliest)s AND starts_at < %(ends_at)s
  UNION ALL
  SELECT {_CUT}, quantity FROM booking_seatclaim WHERE organisation_id = wanted.organisation AND pool_id = wanted.id AND live
    AND occurrence_id IS NULL AND starts_at < %(ends_at)s""",  # noqa: S608  names of our own
)
_TAKEN = f"{_UNITS_TAKEN} UNION ALL {_SEATS_TAKEN} ORDER BY 2"
# Whom dates bring, and whom lets bring day after day.
_EXPECTED = """
SELECT greatest(o.quantity, b.guests + 1), o.starts_at, o.ends_at, NULL::date, NULL::date
FROM booking_occurrence o JOIN booking_booking b ON b.id = o.booking_id
WHERE o.place_id = %(place)s AND o.starts_at > %(earliest)s AND o.starts_at < %(ends_at)s AND o.ends_at > %(starts_at)s
  AND o.state = ANY (%(taking)s::text[]) AND o.id <> ALL (%(skip)s::bigint[])
UNION ALL
SELECT people, NULL, NULL, starts_on, ends_on FROM booking_occupation
WHERE place_id = %(place)s AND people > 0 AND starts_on <= %(last)s AND (ends_on IS NULL OR ends_on >= %(first)s)
  AND id <> %(but)s
"""
# A trial that was refused, that lapsed or was given up in time was no trial: it may be asked again.
_TRIED = """
SELECT 1 FROM booking_booking b JOIN booking_occurrence o ON o.booking_id = b.id
WHERE b.person_id = %(person)s AND b.place_id = %(place)s AND b.trial AND o.id <> ALL (%(skip)s::bigint[])
  AND (o.state IN ('held', 'requested', 'confirmed', 'no_show') OR o.late) LIMIT 1
"""


def usual_length(card: ResourceCard) -> timedelta:
    """An hour, or what comes nearest to it here: how long a booking is until somebody says otherwise."""
    return timedelta(minutes=max(card.shortest_minutes, min(60, card.longest_minutes or 60)))


def rules_of(
    resource: ResourceCard, *, place: PlaceRef, house_rules: int = 0, dues: DuesAsked = NO_DUES
) -> rules.ResourceRules:
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
        needs_dues=dues.asks(resource.id),
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
    house_rules: int = 0
    dues: DuesAsked = NO_DUES

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
    alone: bool = False,
) -> Situation:
    """Read what decides on wishes of ``person_id`` for ``resource`` within ``window``, leaving out some dates. ``alone``:
    no other resource will be offered to the asker, so what this one does not ask of people is not looked for."""
    asked = places.hours_soon(place) if hours is None else None
    signed = places.papers_soon(place, person_id=person_id)
    paid = dues_asked_soon(place, person_id=person_id)
    skip = tuple(but_occurrences)
    expected = _expected_soon(place, window, skip)
    busy = busy_of([resource], window=window, but_occurrences=skip)[resource.id]  # the others come along with it
    dues = paid.value
    hours, papers = hours or (asked or places.hours_soon(place)).value, signed.value
    first_day = place_rules.day_of(window.starts_at, timezone=place.timezone)
    last_day = place_rules.day_of(window.ends_at, timezone=place.timezone)
    return Situation(
        resource=resource,
        limits=rules_of(resource, place=place, house_rules=papers.house_rules, dues=dues),
        asker=_asker(actor, place, person_id, papers, dues, only=resource if alone else None, skip=skip),
        open_intervals=hours.open_intervals(resource_id=resource.id, first_day=first_day, last_day=last_day),
        closed=hours.closed_days(resource_id=resource.id, first_day=first_day, last_day=last_day),
        busy=busy,
        legal=expected.value if expected else None,
        house_rules=papers.house_rules,
        dues=dues,
    )


def busy_of(
    resources: Iterable[ResourceCard], *, window: Interval, but_occurrences: Iterable[int] = ()
) -> dict[int, list[rules.Busy]]:
    """What is taken of each resource within ``window``: its units for a room, its seats for a pool; one statement.

    A room that takes seats with it is busy when fewer than those seats are left of the pool.
    """
    cards = list(resources)
    units = {(card.organisation_id, unit) for card in cards for unit in card.units}
    pools = {(card.organisation_id, pool.pool_id) for card in cards for pool in card.pools}
    pools |= {(card.organisation_id, card.id) for card in cards if card.seats}
    by_unit, by_pool = _taken(units, pools, window, list(but_occurrences))
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


def _taken(
    units: set[tuple[int, int]], pools: set[tuple[int, int]], window: Interval, skip: list[int]
) -> tuple[dict[int, list[rules.Busy]], dict[int, list[rules.Busy]]]:
    """What is taken, by unit and by pool; of a unit nothing is counted."""
    if not units and not pools:
        return {}, {}
    values = {
        "unit_organisations": [organisation for organisation, _ in units],
        "unit_ids": [unit for _, unit in units],
        "pool_organisations": [organisation for organisation, _ in pools],
        "pool_ids": [pool for _, pool in pools],
        "starts_at": window.starts_at,
        "ends_at": window.ends_at,
        "earliest": window.starts_at - LONGEST_CLAIM,
        "skip": skip,
    }
    by_unit: dict[int, list[rules.Busy]] = {}
    by_pool: dict[int, list[rules.Busy]] = {}
    for owner, starts_at, ends_at, quantity, state, reference in sql.rows(_TAKEN, values):
        kind = rules.BusyKind.BLOCKING if state is None else _kind_of(state)
        one = rules.Busy(interval=Interval(starts_at, ends_at), quantity=quantity, kind=kind, reference=str(reference))
        (by_unit if quantity is None else by_pool).setdefault(owner, []).append(one)
    return by_unit, by_pool


def _kind_of(state: str) -> rules.BusyKind:
    return rules.BusyKind.HOLD if state == rules.State.HELD else rules.BusyKind.BOOKING


def trial_used(*, place: PlaceRef, person_id: int, but_occurrences: Iterable[int] = ()) -> bool:
    """Whether the person has had, or is to have, their trial day here."""
    return sql.row(_TRIED, {"person": person_id, "place": place.id, "skip": list(but_occurrences)}) is not None


def _asker(
    actor: Actor,
    place: PlaceRef,
    person_id: int | None,
    papers: places.Papers,
    dues: DuesAsked,
    *,
    only: ResourceCard | None,
    skip: tuple[int, ...],
) -> rules.Asker:
    standing = places.standing_of(actor, place=place)
    if person_id is None:
        return rules.Asker(standing=standing)
    certified, tries = (only is None or only.certification), (only is None or only.offers_trial)
    return rules.Asker(
        standing=standing,
        certifications=_certifications(place, person_id) if certified else (),
        accepted_house_rules=papers.accepted,
        insured_until=papers.insured_until,
        dues_until=dues.until,
        trial_used=bool(tries) and trial_used(place=place, person_id=person_id, but_occurrences=skip),
    )


def _certifications(place: PlaceRef, person_id: int) -> tuple[rules.HeldCertification, ...]:
    held = memberships.certifications_of(organisation_id=place.organisation_id, person_id=person_id)
    return tuple(rules.HeldCertification(code=each.code, valid_until=each.valid_until) for each in held)


def legal_capacity_of(
    place: PlaceRef, window: Interval, skip: tuple[int, ...] = (), *, but_occupation: int | None = None
) -> place_rules.LegalCapacity | None:
    """What the law allows and who is expected within ``window``: bookings and lets; None where there is no limit."""
    asked = _expected_soon(place, window, skip, but_occupation)
    return asked.value if asked else None


def _expected_soon(
    place: PlaceRef, window: Interval, skip: tuple[int, ...], but_occupation: int | None = None
) -> sql.Awaited[place_rules.LegalCapacity] | None:
    """The same, with whatever is read next."""
    if place.legal_capacity is None:
        return None
    values = {
        "place": place.id,
        "earliest": window.starts_at - rules.LONGEST_BOOKING,
        "starts_at": window.starts_at,
        "ends_at": window.ends_at,
        "taking": [state.value for state in sorted(rules.TAKING)],
        "skip": list(skip),
        "first": place_rules.day_of(window.starts_at, timezone=place.timezone),
        "last": place_rules.day_of(window.ends_at, timezone=place.timezone),
        "but": but_occupation or 0,
    }
    most = place.legal_capacity
    return sql.Awaited(
        sql.ahead(_EXPECTED, values),
        lambda rows: place_rules.LegalCapacity(people=most, uses=tuple(_use(place, row) for row in rows)),
    )


def _use(place: PlaceRef, row: sql.Row) -> place_rules.Use:
    people, starts_at, ends_at, starts_on, ends_on = row
    if starts_on is None:
        return Interval(starts_at, ends_at), people
    return taken_by(starts_on=starts_on, ends_on=ends_on, timezone=place.timezone), people
