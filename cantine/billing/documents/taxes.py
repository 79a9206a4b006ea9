"""How each line is taxed, as EN 16931 says it: a category, a rate, and why there is no VAT.

One document holds one group a category and rate (BR-E-01), whatever the reasons behind, and what is outside VAT can't
stand beside anything else (BR-O-11): in a mixed document it is written as exempt, its reason in words. A business of
another member state that is sold a service untaxed in France owes the VAT itself.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from cantine.billing.rules import Document
from cantine.billing.rules.reporting.duties import is_european
from cantine.pricing.rules import Vat, VatGroup, VatKind

OUTSIDE, EXEMPT, REVERSED, ZERO = "O", "E", "AE", "Z"


@dataclass(frozen=True)
class Treatment:
    """``category`` and ``rate`` of BT-151 and BT-152, ``code`` and ``reason`` of BT-121 and BT-120."""

    category: str
    rate: Decimal | None
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Group:
    """A row of the VAT breakdown (BG-23)."""

    treatment: Treatment
    net_cents: int
    vat_cents: int


def treatment_of(vat: Vat, document: Document) -> Treatment:
    """How a line taxed so is written in this document."""
    if vat.kind is VatKind.TAXED:
        return Treatment(vat.code if vat.rate else ZERO, vat.rate)
    reason = reason_of(vat.kind, document)
    if vat.kind is not VatKind.OUT_OF_SCOPE:
        return Treatment(EXEMPT, Decimal(0), vat.exemption, reason)
    if owes_the_vat(document):
        return Treatment(REVERSED, Decimal(0), "VATEX-EU-AE", reason)
    if any(line.vat.kind is not VatKind.OUT_OF_SCOPE for line in document.lines):
        return Treatment(EXEMPT, Decimal(0), reason=reason)
    return Treatment(OUTSIDE, None, vat.exemption, reason)


def reason_of(kind: VatKind, document: Document) -> str:
    """The sentence that the law asks for where there is no VAT; empty where there is."""
    if kind is VatKind.OUT_OF_SCOPE and owes_the_vat(document):
        return _("Reverse charge: VAT is owed by the customer (art. 283-2 of the French tax code, CGI)")
    return {
        VatKind.FRANCHISE: _("VAT not applicable, art. 293 B of the French tax code (CGI)"),
        VatKind.EXEMPT: _("Exempt from VAT, art. 261-7-1° of the French tax code (CGI)"),
        VatKind.OUT_OF_SCOPE: _("Outside the scope of VAT"),
    }.get(kind, "")


def groups_of(document: Document) -> tuple[Group, ...]:
    """The VAT breakdown: a category and a rate once, their reasons together."""
    found: dict[tuple[str, Decimal], list[tuple[Treatment, VatGroup]]] = {}
    for each in document.groups:
        treatment = treatment_of(each.vat, document)
        found.setdefault((treatment.category, treatment.rate or Decimal(0)), []).append((treatment, each))
    return tuple(_merged(pairs) for _key, pairs in sorted(found.items()))


def owes_the_vat(document: Document) -> bool:
    """Whether the buyer is a business of another member state, known by its VAT number, and the seller has one too."""
    return bool(is_european(document.buyer) and document.seller.vat_number)


def _merged(pairs: list[tuple[Treatment, VatGroup]]) -> Group:
    """One row of several: a code only where all have the same, every reason once."""
    treatments, groups = [each for each, _group in pairs], [group for _treatment, group in pairs]
    codes = {each.code for each in treatments}
    reasons = dict.fromkeys(each.reason for each in treatments if each.reason)
    treatment = replace(treatments[0], code=codes.pop() if len(codes) == 1 else "", reason=" ; ".join(reasons))
    return Group(treatment, sum(each.net_cents for each in groups), sum(each.vat_cents for each in groups))
