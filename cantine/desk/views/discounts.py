"""The discounts of a draft as its page shows them, and the form that grants another one."""

from typing import Any

from cantine.billing import queries as documents
from cantine.billing.rules import WHOLE_QUOTE
from cantine.core.authorization import Target, can
from cantine.desk.forms import DiscountForm
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.price_wording import granted_words
from cantine.ui import formats


def discounts_of(request: PlaceRequest, drafted: documents.Drafted, form: DiscountForm | None) -> dict[str, Any]:
    """Each as its key, its words and the line that it is taken off; no form for who may not draft."""
    names = {key: name for key, name, _cents in drafted.listed}
    granted = [
        (key, granted_words(each, whole=key == WHOLE_QUOTE), names.get(key, ""))
        for key, each in sorted(drafted.discounts.items())
    ]
    may = can(request.actor, "request.quote", Target(request.place.organisation_id, request.place.id))
    return {"granted": granted, "discount": (form or discount_form(drafted)) if may else None}


def discount_form(drafted: documents.Drafted, data: Any = None) -> DiscountForm:
    """Of rooms of one name, the amount says which."""
    lines = [(key, f"{name}, {formats.money(cents)}") for key, name, cents in drafted.listed if cents]
    return DiscountForm(data, lines=lines)
