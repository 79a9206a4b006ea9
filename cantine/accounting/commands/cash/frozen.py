"""What a taking and a closing freeze as text, and reading it again: JSON on one line, whose bytes never change."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from cantine.accounting.rules.cash import Sold, VatGroup, by_rate
from cantine.accounting.rules.chain import TakingRecord


def lines_text(what: Iterable[Sold]) -> str:
    return _text([[each.name, each.cents] for each in what])


def vat_text(groups: Iterable[VatGroup]) -> str:
    return _text([[each.rate, each.net_cents, each.vat_cents] for each in groups])


def vat_groups(text: str) -> list[VatGroup]:
    return [VatGroup(rate, net, vat) for rate, net, vat in json.loads(text)]


def sums_text(sums: dict[str, int]) -> str:
    return _text(dict(sorted(sums.items())))


def sums_by_method(text: str) -> dict[str, int]:
    return {method: int(cents) for method, cents in json.loads(text).items()}


def totals_of(takings: Sequence[TakingRecord]) -> tuple[dict[str, int], list[VatGroup]]:
    """(by method, by rate of VAT) of takings."""
    sums: Counter[str] = Counter()
    for each in takings:
        sums[each.method] += each.amount_cents
    return dict(sums), by_rate(group for each in takings for group in vat_groups(each.vat))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
