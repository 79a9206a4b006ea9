"""An attempt to pay online as a line of a list."""

from typing import Any

from django.urls import reverse

from cantine.billing.commands import online
from cantine.billing.commands.online_wording import STATE_KINDS, STATE_NAMES, hand_words
from cantine.billing.queries.online import OnlineLine
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def online_row(request: PlaceRequest, each: OnlineLine) -> dict[str, Any]:
    return {
        "uuid": each.uuid, "href": _href(request, each),
        "reference": each.reference, "name": each.payer_name, "at": each.started_at,
        "provider": online.provider_of(each.provider).name, "state": STATE_NAMES[each.state], "badge": STATE_KINDS[each.state],
        "amount": formats.money(each.paid_cents or each.cents),
        "refundable": not each.taken_back and each.credited_cents > each.refunded_cents + each.going_back_cents,
        "fee": formats.money(each.fee_cents) if each.fee_cents else "",
        "back": formats.money(each.refunded_cents) if each.refunded_cents else "",
        "kept": formats.money(each.kept_cents) if each.kept_cents else "", "hand": hand_words(each),
        "going": formats.money(each.going_back_cents) if each.going_back_cents else "",
        "debit": each.debit, "debited_on": each.charged_on,
    }  # fmt: skip


def _href(request: PlaceRequest, each: OnlineLine) -> str:
    if each.invoice is None:
        return online.path_of_source(request.place, each.source)
    return reverse("billing:invoice", args=[request.place.slug, each.invoice])
