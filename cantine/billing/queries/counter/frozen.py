"""What a sale and its closings freeze as text, and reading it again: JSON on one line, whose bytes never change."""

import json
from collections.abc import Iterable
from decimal import Decimal

from cantine.accounting.rules import VatGroup as Group
from cantine.billing.rules.counter import Line, Means, Product
from cantine.pricing.rules import Vat, VatGroup, VatKind


def lines_text(lines: Iterable[Line]) -> str:
    return _text(
        [
            [each.button, each.name_fr, each.name_en, each.quantity, each.unit_cents, each.worth_cents, each.cents,
             each.net_cents, each.vat.kind.value, plain(each.vat.rate), each.activity, each.gives,
             *([each.drawn] if each.drawn else [])]
            for each in lines
        ]
    )  # fmt: skip


def lines_from(text: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            button=button, name_fr=fr, name_en=en, quantity=quantity, unit_cents=unit, worth_cents=worth, cents=cents,
            net_cents=net, vat=Vat(VatKind(kind), Decimal(rate)), activity=activity, gives=gives,
            drawn="".join(drawn),
        )
        for button, fr, en, quantity, unit, worth, cents, net, kind, rate, activity, gives, *drawn in json.loads(text)
    )  # fmt: skip


def vat_text(groups: Iterable[VatGroup]) -> str:
    return _text([[each.vat.kind.value, plain(each.vat.rate), each.net_cents, each.vat_cents] for each in groups])


def vat_from(text: str) -> tuple[VatGroup, ...]:
    return tuple(
        VatGroup(Vat(VatKind(kind), Decimal(rate)), net, vat) for kind, rate, net, vat in json.loads(text)
    )  # fmt: skip


def means_text(sums: Iterable[tuple[Means, int, int]]) -> str:
    return _text([[means.value, sold, settled] for means, sold, settled in sums])


def means_from(text: str) -> tuple[tuple[Means, int, int], ...]:
    return tuple((Means(means), sold, settled) for means, sold, settled in json.loads(text))


def products_text(products: Iterable[Product]) -> str:
    return _text(
        [[each.button, each.name_fr, each.name_en, each.pieces, each.cents, each.offered] for each in products]
    )


def products_from(text: str) -> tuple[Product, ...]:
    return tuple(Product(*row) for row in json.loads(text))


def drawer_groups(groups: Iterable[VatGroup]) -> list[Group]:
    """As the drawer keeps them: by rate."""
    return [Group(plain(each.vat.rate), each.net_cents, each.vat_cents) for each in groups]


def plain(rate: Decimal) -> str:
    """``20``, ``5.5``, ``0``."""
    return format(rate.normalize(), "f")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
