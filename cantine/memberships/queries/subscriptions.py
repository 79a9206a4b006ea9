"""Who has which plan, from when until when, and what was charged for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from cantine.accounting import queries as books
from cantine.core import scoping, sql
from cantine.kernel import Refusal
from cantine.memberships import rules
from cantine.memberships.models import Subscription
from cantine.memberships.queries.plans import PlanLine, plans_by_id
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Vat, VatKind

_SELECT = """
SELECT s.id, s.uuid, s.organisation_id, s.place_id, s.plan_id, s.person_id, s.customer_id, s.since, s.until,
  s.consented_cents, s.consented_at, s.notice_at,
  ARRAY(SELECT json_build_array(p.first_day::text, p.last_day::text) FROM memberships_subscriptionpause p
        WHERE p.subscription_id = s.id ORDER BY p.first_day),
  coalesce(o.name, nullif(u.name, ''), u.email, ''),
  coalesce((SELECT c.code FROM pricing_customer k JOIN pricing_category c ON c.id = k.category_id WHERE k.place_id = s.place_id
    AND (k.customer_id = s.customer_id OR (k.person_id = s.person_id AND s.customer_id IS NULL))), ''),
  least(s.consented_cents, (SELECT min(x.whole_cents) FROM memberships_subscriptionperiod x
    WHERE x.subscription_id = s.id AND x.category <> '' AND x.first_day > s.consented_at::date)),
  (SELECT json_build_array(v.vat_kind, v.vat_rate::text) FROM pricing_terms v WHERE v.place_id = s.place_id),
  s.consented_how, coalesce((SELECT coalesce(nullif(n.name, ''), n.email) FROM people_person n WHERE n.id = s.consent_noted_by_id), ''),
  s.committed_until, s.waived
FROM memberships_subscription s LEFT JOIN people_person u ON u.id = s.person_id
LEFT JOIN people_organisation o ON o.id = s.customer_id AND s.person_id IS NULL WHERE
"""
# One that never ran ends on the eve of its first day.
_RUNS = " AND (s.until IS NULL OR s.until >= s.since)"
_OF_PLACE = (
    f" s.organisation_id = %s AND s.place_id = %s AND s.since <= %s AND (s.until IS NULL OR s.until >= %s){_RUNS}"
)
_BY_UUID = " s.organisation_id = %s AND s.place_id = %s AND s.uuid = %s"
_ORDER = " ORDER BY s.since, s.id"


# A year is charged in the month in which it begins; a pause of all its days leaves nothing to charge in a month.
_UNCHARGED = """
SELECT m::date, array_agg(s.id) FROM memberships_subscription s JOIN memberships_plan p ON p.id = s.plan_id,
  generate_series(date_trunc('month', s.since::timestamp), least(s.until, %(until)s::date)::timestamp, interval '1 month') m
WHERE s.organisation_id = %(organisation)s AND s.place_id = %(place)s AND (s.person_id IS NOT NULL OR s.customer_id IS NOT NULL)
  AND (p.period = 'month' OR extract(month FROM m) = extract(month FROM s.since))
  AND NOT EXISTS (SELECT 1 FROM memberships_subscriptionperiod x WHERE x.subscription_id = s.id
    AND x.first_day >= m::date AND x.first_day < (m + interval '1 month')::date)
  AND NOT EXISTS (SELECT 1 FROM memberships_subscriptionpause z WHERE z.subscription_id = s.id
    AND z.first_day <= greatest(m::date, s.since)
    AND (z.last_day IS NULL OR z.last_day >= least(s.until, (m + interval '1 month')::date - 1)))
  AND EXISTS (SELECT 1 FROM memberships_planterms t WHERE t.plan_id = p.id AND t.first_day <= greatest(m::date, s.since))
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class SubscriptionLine:
    """A subscription with its plan, as rules and pages need it; ``who`` names its person, or the organisation of its team.
    ``category`` is that of its payer today; ``most_cents`` is what it costs at most without a new yes: what was said yes to, or the
    price of a category that was charged since, for what was reduced never rises by itself. ``vat`` is that of its place.
    ``consented_how`` and ``noted_by`` say how a yes was said that somebody of the team noted, and who. ``committed_until`` is what the
    commitment of a plan left before asks for still; ``waived`` why the team let them leave this one early."""

    id: int
    uuid: UUID
    organisation_id: int
    place_id: int
    plan: PlanLine
    person_id: int | None
    customer_id: int | None
    since: date
    until: date | None
    consented_cents: int
    consented_at: datetime
    notice_at: datetime | None
    pauses: tuple[rules.Span, ...]
    who: str
    category: str
    most_cents: int
    vat: Vat
    consented_how: str
    noted_by: str
    committed_until: date | None
    waived: str

    @property
    def running(self) -> rules.Running:
        return rules.Running(self.since, self.until, self.pauses)

    @property
    def right(self) -> str:
        """What its allowances say that they come from."""
        return f"subscription:{self.uuid}"

    def terms(self, day: date) -> rules.Terms | None:
        """Those that it has on a day, within the price that was said yes to."""
        return rules.held_terms(
            self.plan.versions, consented_cents=self.most_cents, day=day, category=self.category
        )  # fmt: skip

    def fee(self, day: date) -> rules.Fee | None:
        """What its payer, in the category of today, pays for the period that begins on a day; None before the first terms."""
        return rules.held_fee(
            self.plan.versions, consented_cents=self.most_cents, day=day, category=self.category
        )  # fmt: skip

    def last_day_by_notice(self, today: date) -> date:
        """Its last day where notice is given today, within every commitment."""
        own = rules.last_day_by_notice(self.plan, self.running, given_on=today)
        return max(own, self.committed_until or own)

    def bound_until(self, today: date) -> date | None:
        """The last day that its notice and its commitment ask for, of who leaves it today."""
        return rules.bound_until(self.plan, self.running, today=today, carried=self.committed_until)

    def asked(self, today: date) -> rules.Asked | None:
        """The price that waits for a yes, and the first day of the period for which it would hold."""
        terms = rules.asked_terms(self.plan.versions, consented_cents=self.most_cents, category=self.category)
        if terms is None:
            return None
        first = rules.next_period(self.plan.period, self.running, today=today)
        return rules.Asked(max(terms.first_day, first), terms.fee(self.category))


def subscriptions_of(
    place: PlaceRef, *, during: rules.Span, lock: bool = False, plans: dict[int, PlanLine] | None = None
) -> list[SubscriptionLine]:
    """Those that run on one of these days, the oldest first; under a lock until the transaction ends if asked. ``plans`` are those
    of the place, where the caller has read them."""
    said = [place.organisation_id, place.id, during.last_day or date.max, during.first_day]
    rows = sql.rows(_SELECT + _OF_PLACE + _ORDER + (" FOR NO KEY UPDATE OF s" if lock else ""), said)
    return [_line(row, plans) for row in rows] if plans is not None else _lines(rows, [place.id])


def subscriptions_of_person(person_id: int, *, now: datetime) -> list[SubscriptionLine]:
    """In every place that the open door shows: those that are not over on its day."""
    held = """ s.person_id = %s AND (s.until IS NULL
      OR s.until >= (%s::timestamptz AT TIME ZONE (SELECT h.timezone FROM places_place h WHERE h.id = s.place_id))::date)"""
    rows = sql.rows(_SELECT + held + _RUNS + _ORDER, [person_id, now])
    return _lines(rows, sorted({row[3] for row in rows})) if rows else []


def subscriptions_held(
    place: PlaceRef, *, person_id: int, day: date, plans: dict[int, PlanLine]
) -> list[SubscriptionLine]:  # fmt: skip
    """Those of a person at a place that are not over on a day; the caller has read its plans. One statement."""
    said = [place.organisation_id, place.id, person_id, day]
    held = " s.organisation_id = %s AND s.place_id = %s AND s.person_id = %s AND (s.until IS NULL OR s.until >= %s)"
    return [_line(row, plans) for row in sql.rows(_SELECT + held + _RUNS + _ORDER, said)]


def subscriptions_used(
    place: PlaceRef, *, person_id: int, customer_id: int | None, day: date
) -> list[SubscriptionLine]:  # fmt: skip
    """Those that a person uses from a day on, their own and those of their teams; in the name of an organisation, those that it
    pays for."""
    said = [place.organisation_id, place.id, day, customer_id, customer_id, person_id, place.id, person_id, day]
    used = """ s.organisation_id = %s AND s.place_id = %s AND (s.until IS NULL OR s.until >= %s)
      AND (%s::bigint IS NULL OR s.customer_id = %s) AND (s.person_id = %s OR 'subscription:' || s.uuid IN (
        SELECT u.right FROM memberships_rightuser u
        WHERE u.place_id = %s AND u.person_id = %s AND (u.until IS NULL OR u.until >= %s)))"""
    rows = sql.rows(_SELECT + used + _RUNS + _ORDER, said)
    return _lines(rows, [place.id]) if rows else []


def never_ran(line: SubscriptionLine) -> bool:
    """Whether it was taken back before it ran a day."""
    return line.until is not None and line.until < line.since


def follows_contract(line: SubscriptionLine) -> bool:
    """Whether an agreement gave it: an organisation’s own, without a team."""
    return line.person_id is None and line.plan.people_max == 1


def why_not_since(place: PlaceRef, *, since: date, today: date) -> Refusal | None:
    """Why a plan may not begin on a day that is past: the closed books of the place hold it, and no invoice would ever be of it."""
    entity = books.entity_of(place) if since < today else None
    closing = books.closing_of(entity) if entity else None
    if closing is None or closing.closed_until is None or since > closing.closed_until:
        return None
    first = closing.closed_until + rules.A_DAY
    return Refusal("plan_begins_closed", {"day": closing.closed_until, "first": first}, "since")


def is_held_after(line: SubscriptionLine) -> bool:
    """Whether its person has the same plan again, later: to keep this one would give it twice."""
    if line.person_id is None:
        return False
    others = Subscription.objects.filter(plan_id=line.plan.id, person_id=line.person_id).exclude(pk=line.id)
    return others.filter(Q(until=None) | Q(until__gte=line.since)).exists()


def find_subscription(place: PlaceRef, *, subscription: UUID, lock: bool = False) -> SubscriptionLine | None:
    rows = sql.rows(
        _SELECT
        + " s.organisation_id = %s AND s.place_id = %s AND s.uuid = %s"
        + (" FOR NO KEY UPDATE OF s" if lock else ""),
        [place.organisation_id, place.id, subscription],
    )
    return next(iter(_lines(rows, [place.id])), None) if rows else None


WithPlans = tuple[SubscriptionLine, list[PlanLine]]


def subscription_with_plans(place: PlaceRef, *, subscription: UUID) -> WithPlans | None:
    """A subscription, and the plans that are sold where it is."""
    return _with_plans(sql.rows(_SELECT + _BY_UUID, [place.organisation_id, place.id, subscription]))


def own_subscription_with_plans(subscription: UUID, *, person_id: int) -> WithPlans | None:
    """The same of one’s own, wherever it is: an address names its tenancy."""
    with scoping.unscoped("what I have is mine in every place"):
        return _with_plans(sql.rows(_SELECT + " s.uuid = %s AND s.person_id = %s", [subscription, person_id]))


def _with_plans(rows: list[sql.Row]) -> WithPlans | None:
    if not rows:
        return None
    plans = plans_by_id([rows[0][3]])
    return _line(rows[0], plans), [plan for plan in plans.values() if not plan.retired]


def change_of(
    line: SubscriptionLine, plan: PlanLine, *, today: date, at_once: bool, charged: rules.Fee | None = None,
    waived: bool = False,
) -> rules.Change | None:  # fmt: skip
    """What going to another plan would do, in cents without VAT, at the prices of the payer; None where one of them has no price.
    ``charged`` is what the period of today costs, where it was charged; ``waived`` where the team lets them go before their
    commitment and their notice run out."""
    old, new = charged or line.fee(max(today, line.since)), plan.terms_on(today)
    if old is None or new is None:
        return None
    return rules.change_of(
        old_cents=old.cents, new_cents=new.fee(line.category).cents, old_period=line.plan.period,
        new_period=plan.period, running=line.running, today=today, at_once=at_once,
        bound_until=None if waived else line.bound_until(today),
    )  # fmt: skip


def months_uncharged(place: PlaceRef, *, until: date) -> dict[date, frozenset[int]]:
    """By month, up to that of a day, the subscriptions of which it should have been charged and was not."""
    said = {"organisation": place.organisation_id, "place": place.id, "until": until}
    return {month: frozenset(keys) for month, keys in sql.rows(_UNCHARGED, said)}


def places_to_charge() -> list[int]:
    """Where somebody has a plan; the caller opened ``unscoped``."""
    return sorted(set(Subscription.objects.values_list("place_id", flat=True)))


def _lines(rows: Iterable[sql.Row], place_ids: list[int]) -> list[SubscriptionLine]:
    plans = plans_by_id(place_ids)
    return [_line(row, plans) for row in rows]


def _line(row: sql.Row, plans: dict[int, PlanLine]) -> SubscriptionLine:
    pk, uuid, organisation_id, place_id, plan_id, *rest = row
    *columns, pauses, who, category, most, vat, how, noted_by, committed, waived = rest
    found: list[Any] = [
        pk, uuid, organisation_id, place_id, plans[plan_id], *columns, tuple(map(_pause, pauses)), who, category, most,
        _vat(vat), how, noted_by, committed, waived,
    ]  # fmt: skip
    return SubscriptionLine(*found)


def _vat(row: list[str] | None) -> Vat:
    """That of the place; the usual rate until somebody says otherwise."""
    return Vat(VatKind(row[0]), Decimal(row[1])) if row else Vat(rate=Decimal(20))


def _pause(row: list[str | None]) -> rules.Span:
    first, last = row
    assert first is not None
    return rules.Span(date.fromisoformat(first), date.fromisoformat(last) if last else None)
