"""Lettering: lines of one account that settle each other, an invoice and its payments, bear one code."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cantine.accounting import facts, rules
from cantine.accounting.models import Lettering
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record

_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('lettering:' || %s::text || ':' || %s, 0))"
_LINES = """
SELECT l.id, l.account_id, l.debit_cents - l.credit_cents, l.organisation_id, u.uuid
FROM accounting_entryline l JOIN accounting_entry e ON e.id = l.entry_id JOIN accounting_legalentity u ON u.id = l.entity_id
LEFT JOIN accounting_lettering t ON t.line_id = l.id
WHERE l.entity_id = %s AND l.third = %s AND l.third <> '' AND e.source = ANY(%s) AND t.id IS NULL
"""
_CODES = """
SELECT count(DISTINCT t.code) FROM accounting_lettering t JOIN accounting_entryline l ON l.id = t.line_id
WHERE l.entity_id = %s AND l.third = %s
"""


def letter_entries(*, actor: Actor, now: datetime, entity_id: int, third: str, sources: Sequence[str]) -> str:
    """Letter the lines of a customer in these acts, account by account, where they add up to nothing; the code, or ``""``
    where nothing is settled yet. What is lettered already stays so. Records LinesLettered. Refusals: none."""
    authorize(actor, "books.post", Target(None))
    sql.soon(_ALONE, [entity_id, third])
    by_account = defaultdict(list)
    for key, account, cents, organisation_id, uuid in sql.rows(_LINES, [entity_id, third, list(sources)]):
        by_account[account].append((key, cents, organisation_id, uuid))
    settled = [line for lines in by_account.values() if not sum(line[1] for line in lines) for line in lines]
    if not settled:
        return ""
    count = sql.row(_CODES, [entity_id, third])
    code = rules.lettering_code(int(count[0]) if count else 0)
    _key, _cents, organisation_id, uuid = settled[0]
    with transaction.atomic(savepoint=False):
        sql.insert(
            Lettering(organisation_id=organisation_id, entity_id=entity_id, line_id=line[0], code=code, lettered_at=now)
            for line in settled
        )
        fact = facts.LinesLettered(organisation_id=organisation_id, entity=uuid, code=code)
        record(fact, actor=actor, now=now)
    return code
