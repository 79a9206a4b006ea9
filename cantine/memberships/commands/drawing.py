"""The ledger of allowances: granting, drawing, giving back, letting expire. An act is named by its source, opaque here, and saying
it twice changes nothing: what it uses is made to be what it needs, no more and no less."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.memberships import facts, queries
from cantine.memberships.models import Allowance, AllowanceEntry
from cantine.memberships.queries import Held, Standing
from cantine.memberships.rules import Drawing, EntryKind, Need, Purse, Use, drawn_from
from cantine.places.queries import PlaceRef

NONE_YET = Standing(Decimal(0), 0, 0)


@dataclass(frozen=True, kw_only=True)
class Act:
    """What uses something: ``source`` names it once and for all, ``name`` is what a statement calls it. For an
    organisation (``customer_id``) it uses only what that one pays for, and the days that it bought in advance."""

    source: str
    person_id: int
    use: Use
    day: date
    name: str = ""
    customer_id: int | None = None


@dataclass(frozen=True)
class Drawn:
    """What an act uses by now. ``lacking`` is what no allowance pays for, in the unit of its need; ``overage`` the allowance
    that says what more costs, if one does."""

    taken: tuple[tuple[Held, Decimal], ...]
    lacking: Decimal
    overage: Held | None = None


def draw(*, actor: Actor, now: datetime, place: PlaceRef, act: Act, need: Need, replay: bool = False) -> Drawn:
    """Make what an act uses be what it needs, from what its person has on that day: what expires first first. More is drawn, or
    some is given back; nothing is refused, for what lacks is told to the caller. Records AllowanceDrawn if anything moved.
    """
    authorize(actor, "allowance.draw", Target(place.organisation_id, place.id, act.person_id))
    with transaction.atomic():
        held = queries.purses_of(
            place, person_id=act.person_id, use=act.use, day=act.day, source=act.source, customer_id=act.customer_id,
            lock=True,
        )  # fmt: skip
        if not held:
            return Drawn((), need.quantity)
        standing = queries.standing_of(place, source=act.source)
        caps = queries.caps_of(place, person_id=act.person_id, day=act.day, source=act.source)
        found = drawn_from(need, _as_if_given_back(held, standing), caps=caps)
        if _write(place, act, found, standing, now):
            _tell(facts.AllowanceDrawn, place, act.source, act.person_id, actor, now, replay=replay)
    return _told(held, found)


def give_back(
    *, actor: Actor, now: datetime, place: PlaceRef, sources: Sequence[str], replay: bool = False
) -> None:  # fmt: skip
    """Acts were given up: what each used is there again; nothing happens the second time, nor to an act that used nothing.

    Records AllowanceGivenBack for each that used something.
    """
    authorize(actor, "allowance.draw", Target(place.organisation_id, place.id))
    for source in queries.drawing_sources(place, sources=sources):
        with transaction.atomic():
            keys = AllowanceEntry.objects.filter(organisation_id=place.organisation_id, source=source, kind="draw")
            rows = Allowance.objects.filter(pk__in=keys.values("allowance_id")).order_by("pk")
            if not list(rows.select_for_update(no_key=True).values_list("pk")):
                continue
            last = keys.order_by("-pk").values("person_id", "day", "name")[0]
            act = Act(source=source, use=Use.SEAT, **last)
            if _write(place, act, Drawing(), queries.standing_of(place, source=source), now):
                _tell(facts.AllowanceGivenBack, place, source, act.person_id, actor, now, replay=replay)


def expire(*, actor: Actor, now: datetime, place: PlaceRef, limit: int = 500) -> int:
    """What was left past its last day is gone; how many allowances that was. Records AllowancesExpired."""
    authorize(actor, "allowance.expire", Target(place.organisation_id, place.id))
    with transaction.atomic():
        over = Allowance.objects.select_for_update(no_key=True).filter(
            organisation_id=place.organisation_id, place_id=place.id, balance__gt=0, expires_on__lt=place.today(now)
        )
        rows = list(over.order_by("pk")[:limit])
        turns = dict(
            AllowanceEntry.objects.filter(allowance__in=rows, source="expiry")
            .values_list("allowance_id")
            .annotate(last=Max("turn"))
        )
        enter([_expiry(row, turns.get(row.pk, 0) + 1, now) for row in rows])
        if rows:
            told = facts.AllowancesExpired(
                organisation_id=place.organisation_id, place_id=place.id, count=len(rows)
            )  # fmt: skip
            record(told, actor=actor, now=now)
    return len(rows)


def grant(allowances: Sequence[Allowance]) -> list[Allowance]:
    """Write allowances that were not given yet, each with the first line of its ledger; those that were are left out. In the
    transaction of a command that authorized."""
    sources = [each.source for each in allowances]
    place_ids = {each.place_id for each in allowances}
    given = Allowance.objects.filter(place_id__in=place_ids, source__in=sources)
    known = set(given.values_list("source", flat=True))
    made = sql.insert([each for each in allowances if each.source not in known])
    enter([_grant(each) for each in made])
    return made


def enter(entries: Sequence[AllowanceEntry]) -> None:
    """Add lines: the database numbers them and counts their balances."""
    if entries:
        sql.insert(entries)


def _as_if_given_back(held: Sequence[Held], standing: dict[int, Standing]) -> list[Purse]:
    """What each purse would hold without this act: that is what its need is met from."""
    return [
        replace(each.purse, left=each.purse.left + standing.get(each.purse.key, NONE_YET).quantity)
        for each in held
        if each.serves
    ]


def _write(place: PlaceRef, act: Act, found: Drawing, standing: dict[int, Standing], now: datetime) -> bool:
    """The lines that lead from what the act uses to what it should; what is given back comes first."""
    wanted = {take.key: take.quantity for take in found.takes}
    lines = []
    for key in sorted(wanted.keys() | standing.keys()):
        known = standing.get(key, NONE_YET)
        more = wanted.get(key, Decimal(0)) - known.quantity
        if more:
            kind = EntryKind.DRAW if more > 0 else EntryKind.GIVE_BACK
            turn = (known.draws if more > 0 else known.returns) + 1
            lines.append(
                AllowanceEntry(
                    organisation_id=place.organisation_id, allowance_id=key, kind=kind.value, quantity=-more,
                    source=act.source, turn=turn, person_id=act.person_id, name=act.name[:160], day=act.day, at=now,
                )
            )  # fmt: skip
    enter(lines)
    return bool(lines)


def _told(held: Sequence[Held], found: Drawing) -> Drawn:
    by_key = {each.purse.key: each for each in held}
    overage = next((each for each in held if each.serves and each.overage_cents is not None), None)
    return Drawn(tuple((by_key[take.key], take.quantity) for take in found.takes), found.lacking, overage)


def _tell(
    fact: type[facts.AllowanceDrawn] | type[facts.AllowanceGivenBack], place: PlaceRef, source: str,
    person_id: int | None, actor: Actor, now: datetime, *, replay: bool,
) -> None:  # fmt: skip
    told = fact(organisation_id=place.organisation_id, place_id=place.id, source=source, person_id=person_id)
    record(told, actor=actor, now=now, replay=replay)


def _grant(row: Allowance) -> AllowanceEntry:
    return AllowanceEntry(
        organisation_id=row.organisation_id, allowance_id=row.pk, kind=EntryKind.GRANT.value, quantity=row.granted,
        source=row.source, person_id=row.person_id, day=row.begins_on, at=row.made_at,
    )  # fmt: skip


def _expiry(row: Allowance, turn: int, now: datetime) -> AllowanceEntry:
    assert row.expires_on is not None
    return AllowanceEntry(
        organisation_id=row.organisation_id, allowance_id=row.pk, kind=EntryKind.EXPIRY.value, quantity=-row.balance,
        source="expiry", turn=turn, person_id=row.person_id, day=row.expires_on, at=now,
    )  # fmt: skip
