"""What a line of the bank is where no invoice explains it, in words: what is proposed, and what it became."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from cantine.accounting.queries import labels_of
from cantine.accounting.queries.cheques import Slip
from cantine.billing.queries.bank import Line
from cantine.billing.queries.bank_ends import Ends, Offer, ends_of, offers_for
from cantine.billing.rules.bank import Became, PaidIn
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.amounts import amount_as_typed

BECAME_NAMES: Mapping[str, str | Promise] = {
    Became.ENTRY: pgettext_lazy("bank line", "in the books already"), Became.CARDS: pgettext_lazy("bank line", "card takings"),
    Became.CHEQUES: pgettext_lazy("bank line", "cheques"), Became.CASH: pgettext_lazy("bank line", "cash"),
    Became.COST: pgettext_lazy("bank line", "cost"), Became.GIFT: pgettext_lazy("bank line", "gift"),
    Became.REFUND: pgettext_lazy("bank line", "refund"),
}  # fmt: skip


Expected = tuple[str, str, str]


def offers_of(request: PlaceRequest, lines: Sequence[Line]) -> tuple[dict[UUID, list[Offer]], list[Expected]]:
    """By line, the most telling first: what was entered from another page, what is on its way, what domains above expect; then the slips
    of cheques that the bank has not paid in yet: what, how much, where."""
    ends, above = ends_of(request.place, lines), offers_for(request.place, lines)
    found = {each.uuid: [*_own(request, each, ends), *above.get(each.uuid, ())] for each in lines}
    return found, [_expected(request, each) for each in ends.expected]


def ends_shown(lines: Sequence[Line]) -> dict[UUID, dict[str, Any]]:
    """What each line became, in words, and its entry."""
    labels = labels_of([each.entry for each in lines if each.entry])
    return {
        each.uuid: {"kind": BECAME_NAMES[each.became], "label": labels.get(each.entry, ""), "entry": each.entry}
        for each in lines
        if each.entry
    }


def _own(request: PlaceRequest, line: Line, ends: Ends) -> Iterator[Offer]:
    action = reverse("billing:end_bank", args=[request.place.slug, line.uuid])
    for slip in ends.slips.get(line.uuid, ()):
        label = _("Slip %(number)s of cheques, of %(day)s") % {"number": slip.number, "day": formats.full_day(slip.day)}
        yield Offer(
            label,
            pgettext("bank proposal", "exact amount"),
            _("The bank paid it in"),
            action,
            (("slip", str(slip.uuid)),),
        )
    if move := ends.entries.get(line.uuid):
        why = _("in the books on %(day)s, the same amount") % {"day": formats.full_day(move.day)}
        yield Offer(move.label, why, _("It is this one"), action, (("entry", str(move.entry)),))
    for each in () if ends.slips.get(line.uuid) else ends.paid_in.get(line.uuid, ()):
        yield Offer(*_words(each), action, (("what", each.what.value), ("gross", amount_as_typed(each.gross_cents))))


def _words(each: PaidIn) -> tuple[str, str, str]:
    days = {"first": formats.full_day(each.first), "last": formats.full_day(each.last)}
    when = (
        pgettext("days", "of %(first)s") % days
        if each.first == each.last
        else pgettext("days", "from %(first)s to %(last)s") % days
    )
    label = {
        Became.CARDS: _("Card takings %(when)s: %(amount)s"), Became.CHEQUES: _("Cheques %(when)s: %(amount)s"),
        Became.CASH: _("Cash %(when)s: %(amount)s"),
    }[each.what] % {"when": when, "amount": formats.money(each.gross_cents)}  # fmt: skip
    kept = _("the bank kept %(fee)s") % {"fee": formats.money(each.fee_cents)} if each.fee_cents else ""
    return label, kept or pgettext("bank proposal", "exact amount"), _("The bank paid it in")


def _expected(request: PlaceRequest, slip: Slip) -> Expected:
    return _slip(slip), formats.money(slip.cents), reverse("accounting:slip", args=[request.place.slug, slip.uuid])


def _slip(slip: Slip) -> str:
    return _("Slip %(number)s of cheques, of %(day)s") % {"number": slip.number, "day": formats.full_day(slip.day)}
