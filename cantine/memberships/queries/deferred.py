"""What was paid for passes and plans by the year, and serves after a day."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from cantine.accounting.rules import Deferral, days_after, part_after
from cantine.billing import queries as billing
from cantine.billing.queries import BilledAct
from cantine.core import sql
from cantine.pricing.commands.wording import quantity_words
from cantine.pricing.rules import Unit

OURS = "memberships."
PASS, PLAN = f"{OURS}pass:", f"{OURS}subscription:"
_RIGHTS = """
SELECT a.source, a.unit, a.granted, coalesce((SELECT sum(e.quantity) FROM memberships_allowanceentry e
  WHERE e.allowance_id = a.id AND e.day <= %(day)s), 0), NULL, NULL
FROM memberships_allowance a
WHERE a.organisation_id = %(organisation)s AND a.source = ANY(%(passes)s) AND (a.expires_on IS NULL OR a.expires_on > %(day)s)
UNION ALL SELECT 'subscription:' || s.uuid || ':' || p.first_day, NULL, NULL, NULL, p.first_day, p.last_day
FROM memberships_subscriptionperiod p JOIN memberships_subscription s ON s.id = p.subscription_id
WHERE s.organisation_id = %(organisation)s AND s.uuid = ANY(%(plans)s) AND p.last_day > %(day)s
"""


def rights_after(organisation_id: int, entity_id: int, day: date) -> list[Deferral]:
    """Two statements, however many there are."""
    billed = billing.billed_acts(organisation_id=organisation_id, entity_id=entity_id, day=day, prefixes=[PASS, PLAN])
    acts = {each.source.removeprefix(OURS): each for each in billed}
    if not acts:
        return []
    plans = [UUID(each.split(":")[1]) for each in acts if not each.startswith("pass:")]
    asked = {"day": day, "organisation": organisation_id, "passes": list(acts), "plans": plans}
    return [_told(acts[source], day, *row) for source, *row in sql.rows(_RIGHTS, asked) if source in acts]


def _told(
    act: BilledAct, day: date, unit: str | None, granted: Decimal, left: Decimal, first: date, last: date
) -> Deferral:  # fmt: skip
    """Of a pass, what is left of its units; of a plan, what is left of its days."""
    if unit is not None:
        words = {"left": quantity_words(left, Unit(unit)), "whole": quantity_words(granted, Unit(unit))}
        cents = part_after(act.net_cents, left=left, of=granted)
        return Deferral(label=act.label, why=_("%(left)s left of %(whole)s") % words, income=act.income, cents=cents)
    after, whole = days_after(first, last, day=day)
    cents = part_after(act.net_cents, left=Decimal(after), of=Decimal(whole))
    why = _("%(left)s days left of %(whole)s") % {"left": after, "whole": whole}
    return Deferral(label=act.label, why=why, income=act.income, cents=cents)
