"""The plans of a place with their terms, in one statement; what each would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cantine.core import sql
from cantine.memberships import rules
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit

_PLANS = """
SELECT p.id, p.code, p.name_fr, p.name_en, p.period, p.notice_days, p.commitment_months, p.people_max, p.shared, p.online,
  p.retired_at IS NOT NULL,
  ARRAY(SELECT json_build_array(t.first_day::text, t.cents,
      ARRAY(SELECT json_build_array(i.use, i.unit, i.quantity::text, i.every, i.rolls_over, i.overage_cents)
            FROM memberships_planincluded i WHERE i.terms_id = t.id ORDER BY i.id),
      ARRAY(SELECT json_build_array(c.code, x.cents, c.name_fr, c.name_en, c.offered)
            FROM memberships_planprice x JOIN pricing_category c ON c.id = x.category_id
            WHERE x.terms_id = t.id ORDER BY c.position, c.id))
    FROM memberships_planterms t WHERE t.plan_id = p.id ORDER BY t.first_day)
FROM memberships_plan p WHERE p.place_id = ANY(%s) AND (p.retired_at IS NULL OR %s) ORDER BY p.position, p.id
"""


@dataclass(frozen=True)
class PlanLine(rules.Plan):
    """``versions`` are its terms, the first ones first; ``retired``: nobody takes it any more."""

    id: int = 0
    retired: bool = False
    versions: tuple[rules.Terms, ...] = ()

    def terms_on(self, day: date) -> rules.Terms | None:
        """Those of who takes it on a day; None before the first ones."""
        return rules.terms_on(self.versions, day)


def plans_of(place: PlaceRef, *, retired: bool = False) -> list[PlanLine]:
    """Those that may be taken, in the place's order; with those that no longer may if asked."""
    return list(plans_by_id([place.id], retired=retired).values())


def find_plan(place: PlaceRef, *, code: str) -> PlanLine | None:
    return next((plan for plan in plans_of(place) if plan.code == code), None)


def plans_by_id(place_ids: Sequence[int], *, retired: bool = True) -> dict[int, PlanLine]:
    """Of several places, in the order of each."""
    return {row[0]: _plan(row) for row in sql.rows(_PLANS, [list(place_ids), retired])}


def _plan(row: sql.Row) -> PlanLine:
    pk, code, name_fr, name_en, period, notice, commitment, people_max, shared, online, retired, terms = row
    return PlanLine(
        code, name_fr, name_en, rules.Period(period), notice, commitment, people_max, shared, online, id=pk,
        retired=retired, versions=tuple(map(_terms, terms)),
    )  # fmt: skip


def _terms(row: Sequence[Any]) -> rules.Terms:
    first_day, cents, included, prices = row
    return rules.Terms(
        date.fromisoformat(first_day), cents, tuple(map(_included, included)),
        tuple(rules.CategoryPrice(*each) for each in prices),
    )  # fmt: skip


def _included(row: Sequence[Any]) -> rules.Included:
    use, unit, quantity, every, rolls_over, overage_cents = row
    return rules.Included(
        rules.Use(use), Unit(unit), Decimal(quantity), rules.Every(every), rolls_over, overage_cents
    )  # fmt: skip
