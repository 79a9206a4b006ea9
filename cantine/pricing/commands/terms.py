"""How sales are taxed, and whether prices are on the public page."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refused
from cantine.places.queries import PlaceRef
from cantine.pricing import facts, rules
from cantine.pricing.models import Terms


def set_vat_regime(*, actor: Actor, now: datetime, place: PlaceRef, vat: rules.Vat) -> None:
    """Say how the place's sales are taxed, but for the products that say otherwise. Records TermsChanged.

    Refusals: vat_rate_unknown, vat_without_rate.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    refusals = list(rules.check_vat(vat))
    if refusals:
        raise Refused(*refusals)
    _write(place, actor, now, vat_kind=vat.kind.value, vat_rate=vat.rate)


def show_prices(*, actor: Actor, now: datetime, place: PlaceRef, public: bool) -> None:
    """Put the price list on the public page, or keep it for who belongs to the place. Records TermsChanged."""
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    _write(place, actor, now, public=public)


def _write(place: PlaceRef, actor: Actor, now: datetime, **columns: Any) -> None:
    new = {"vat_kind": rules.VatKind.TAXED.value, "vat_rate": 20, **columns}
    with transaction.atomic():
        Terms.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id, defaults=columns, create_defaults=new
        )
        changed = facts.TermsChanged(organisation_id=place.organisation_id, place_id=place.id)
        record(changed, actor=actor, now=now)
