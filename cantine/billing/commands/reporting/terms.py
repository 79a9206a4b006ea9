"""What an entity says of itself to the reform, and its platform."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cantine.billing import facts
from cantine.billing.commands.drafts import seller
from cantine.billing.models import PlatformAccess, ReportingTerms
from cantine.billing.rules import reporting as rules
from cantine.billing.rules.reporting import Terms
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.sealing import seal
from cantine.kernel import Refused
from cantine.places.queries import PlaceRef


def say_terms(*, actor: Actor, now: datetime, place: PlaceRef, terms: Terms, replay: bool = False) -> None:
    """Its regime, its size, when it begins. Records ReportingTermsSaid.

    Refusals: seller_missing, reporting_starts_out_of_range, platform_code_wrong.
    """
    authorize(actor, "report.set", Target(place.organisation_id, place.id))
    if wrong := list(rules.check_terms(terms)):
        raise Refused(*wrong)
    entity = seller(place)
    columns: dict[str, Any] = {
        "regime": terms.regime, "size": terms.size, "starts_on": terms.starts_on, "platform_code": terms.platform_code.upper(),
        "platform_name": terms.platform_name.strip(),
    }  # fmt: skip
    with transaction.atomic():
        ReportingTerms.objects.update_or_create(
            organisation_id=place.organisation_id, entity_id=entity.id, defaults=columns
        )
        fact = facts.ReportingTermsSaid(
            organisation_id=place.organisation_id, place_id=place.id, entity=entity.uuid, regime=str(terms.regime)
        )
        record(fact, actor=actor, now=now, replay=replay)


def set_platform(
    *, actor: Actor, now: datetime, place: PlaceRef, base_url: str, token_url: str, client_id: str, secret: str
) -> None:
    """How to enter the platform. An empty secret keeps the one that is there. What was sent is not sent again. Records PlatformSet.

    Refusals: seller_missing, platform_address_wrong, platform_secret_missing.
    """
    authorize(actor, "report.set", Target(place.organisation_id, place.id))
    addresses = (("base_url", base_url), ("token_url", token_url))
    if wrong := [each for field, url in addresses for each in rules.check_platform_address(url, field=field)]:
        raise Refused(*wrong)
    entity = seller(place)
    with transaction.atomic():
        row = PlatformAccess.objects.select_for_update().filter(entity_id=entity.id).first()
        if wrong := list(rules.check_secret(secret, kept=row is not None)):
            raise Refused(*wrong)
        columns: dict[str, Any] = {"base_url": base_url.rstrip("/"), "token_url": token_url, "client_id": client_id}
        columns |= {"sealed_secret": seal(secret)} if secret else {}
        columns |= {"tried_at": None, "trouble": ""}
        PlatformAccess.objects.update_or_create(
            organisation_id=place.organisation_id, entity_id=entity.id, defaults=columns
        )
        _tell(place, actor, now)


def leave_platform(*, actor: Actor, now: datetime, place: PlaceRef) -> None:
    """Forget how to enter it: files are handed over by hand again. Records PlatformSet. Refusals: seller_missing."""
    authorize(actor, "report.set", Target(place.organisation_id, place.id))
    with transaction.atomic():
        PlatformAccess.objects.filter(entity_id=seller(place).id).delete()
        _tell(place, actor, now)


def note_trial(*, actor: Actor, now: datetime, place: PlaceRef, trouble: str) -> None:
    """What a try of the platform said; "" where it answered well. Records nothing. Refusals: seller_missing."""
    authorize(actor, "report.set", Target(place.organisation_id, place.id))
    PlatformAccess.objects.filter(entity_id=seller(place).id).update(tried_at=now, trouble=trouble[:300])


def _tell(place: PlaceRef, actor: Actor, now: datetime) -> None:
    fact = facts.PlatformSet(organisation_id=place.organisation_id, place_id=place.id, entity=seller(place).uuid)
    record(fact, actor=actor, now=now)
