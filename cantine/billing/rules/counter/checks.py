"""What stands in the way of a sale, of a tab, of taking a sale back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from cantine.billing.rules.counter.values import (
    ACTIVITIES,
    GIFT,
    MOST_CENTS,
    MOST_LINES,
    MOST_PIECES,
    Act,
    Button,
    Line,
    Means,
    Reason,
    Tap,
)
from cantine.kernel import Refusal
from cantine.pricing.rules import VatKind, check_vat


def check_taps(taps: Sequence[Tap], buttons: Mapping[UUID, Button]) -> Iterator[Refusal]:
    """Something, of what is sold here. Refusals: sale_empty, sale_too_long, button_unknown, button_without_price,
    pieces_out_of_range, typed_price_wrong."""
    if not taps:
        yield Refusal("sale_empty")
    if len(taps) > MOST_LINES:
        yield Refusal("sale_too_long", {"most": MOST_LINES})
    for tap in taps:
        button = buttons.get(tap.button)
        if button is None or not button.shown:
            yield Refusal("button_unknown")
        elif not 0 < tap.quantity <= MOST_PIECES:
            yield Refusal("pieces_out_of_range", {"most": MOST_PIECES})
        elif button.product and button.price is None:
            yield Refusal("button_without_price", {"name_fr": button.name_fr, "name_en": button.name_en})
        elif button.is_open and not 0 < (tap.cents or 0) <= MOST_CENTS:
            yield Refusal("typed_price_wrong", {"name_fr": button.name_fr, "name_en": button.name_en})


def check_paid(
    lines: Sequence[Line],
    means: Means,
    *,
    known: bool,
    person: bool,
    given_cents: int | None,
    shown_cents: int | None,
    reason: Reason | None,
) -> Iterator[Refusal]:
    """Refusals: sale_out_of_range, prices_moved, given_too_little, offered_without_reason, tab_of_nobody, tab_of_a_gift,
    nothing_to_pay, pass_for_nobody."""
    total = sum(each.cents for each in lines)
    if total > MOST_CENTS:
        yield Refusal("sale_out_of_range", {"most": MOST_CENTS // 100})
    if shown_cents is not None and total != shown_cents and means is not Means.OFFERED:
        yield Refusal("prices_moved", {"cents": total})
    if means is Means.OFFERED and reason is None:
        yield Refusal("offered_without_reason")
    if means is not Means.OFFERED and total == 0:
        yield Refusal("nothing_to_pay")
    if means is Means.CASH and given_cents is not None and given_cents < total:
        yield Refusal("given_too_little", {"given": given_cents, "cents": total})
    if means is Means.TAB:
        if not known:
            yield Refusal("tab_of_nobody")
        if any(each.activity == GIFT for each in lines):
            yield Refusal("tab_of_a_gift")
    if not person and any(each.gives for each in lines):
        yield Refusal("pass_for_nobody")


def check_tab(*, before_cents: int, cents: int, most_cents: int) -> Iterator[Refusal]:
    """Refusals: tab_full."""
    if before_cents + cents > most_cents:
        yield Refusal("tab_full", {"before": before_cents, "most": most_cents})


def check_reverse(
    act: Act, day: date, *, closed_until: date | None, undone: bool, invoiced: bool, may_later: bool
) -> Iterator[Refusal]:
    """Refusals: sale_reversed_already, reverse_of_a_reverse, sale_invoiced, reverse_too_late."""
    if act is Act.REVERSE:
        yield Refusal("reverse_of_a_reverse")
    if undone:
        yield Refusal("sale_reversed_already")
    if invoiced:
        yield Refusal("sale_invoiced")
    if closed_until is not None and day <= closed_until and not may_later:
        yield Refusal("reverse_too_late", {"day": day})


def check_button(button: Button) -> Iterator[Refusal]:
    """Refusals: button_name_missing, button_price_wrong, button_activity_wrong, gift_is_out_of_vat, and those of VAT."""
    if not button.name_fr.strip():
        yield Refusal("button_name_missing", {}, "name_fr")
    if button.price is not None and not 0 < button.price.cents <= MOST_CENTS:
        yield Refusal("button_price_wrong", {}, "price")
    if button.activity not in ACTIVITIES:
        yield Refusal("button_activity_wrong", {}, "activity")
    if button.activity == GIFT and button.vat.kind is not VatKind.OUT_OF_SCOPE:
        yield Refusal("gift_is_out_of_vat", {}, "vat")
    yield from check_vat(button.vat)
