"""The months, or years, that were charged for a subscription, and the document that took each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from cantine.core import sql
from cantine.memberships import rules
from cantine.memberships.models import SubscriptionPeriod


@dataclass(frozen=True)
class PeriodLine:
    """A month, or a year, that was charged; ``fee`` is what the whole of it costs, None where it was charged before that was kept.
    ``taken`` is whether a document took it, under ``reference`` once that one is issued."""

    first_day: date
    last_day: date
    days: int
    of_days: int
    cents: int
    charged_at: datetime
    fee: rules.Fee | None
    taken: bool = False
    reference: str = ""


_OF_PERIOD = (
    "first_day", "last_day", "days", "of_days", "cents", "charged_at", "whole_cents", "usual_cents", "category", "category_fr",
    "category_en", "offered",
)  # fmt: skip


def periods_of(subscription_id: int, *, most: int | None = 36) -> list[PeriodLine]:
    """The latest first, each with the document that took it; one statement."""
    return [
        replace(_period(row), taken=taken, reference=reference)
        for *row, taken, reference in sql.rows(_PERIODS, [subscription_id, most])
    ]


# ``charging.source_of`` names what a period is charged by.
_PERIODS = f"""
SELECT {", ".join(f"x.{name}" for name in _OF_PERIOD)}, c.invoice_id IS NOT NULL, coalesce(i.reference, '')
FROM memberships_subscriptionperiod x JOIN memberships_subscription s ON s.id = x.subscription_id
LEFT JOIN billing_charge c ON c.organisation_id = x.organisation_id
  AND c.source = 'memberships.subscription:' || s.uuid || ':' || x.first_day
LEFT JOIN billing_invoice i ON i.id = c.invoice_id
WHERE x.subscription_id = %s ORDER BY x.first_day DESC LIMIT %s
"""  # noqa: S608  words of our own


def periods_in(subscription_ids: Iterable[int], *, month: rules.Span) -> dict[int, PeriodLine]:
    """By subscription, what was charged that begins in a month."""
    rows = SubscriptionPeriod.objects.filter(
        subscription_id__in=list(subscription_ids), first_day__range=(month.first_day, month.last_day)
    )
    return {key: _period(rest) for key, *rest in rows.values_list("subscription_id", *_OF_PERIOD)}


def _period(row: Sequence[Any]) -> PeriodLine:
    first_day, last_day, days, of_days, cents, charged_at, *priced = row
    fee = rules.Fee(*priced) if priced[0] is not None else None
    return PeriodLine(first_day, last_day, days, of_days, cents, charged_at, fee)
