"""With whom a legal entity takes money online. Keys are sealed as they come, and never shown again."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import Nature
from cantine.billing import facts
from cantine.billing.commands.online.providers import provider_of, providers
from cantine.billing.models import OnlineConnection
from cantine.billing.queries.online import account_of, find_connection
from cantine.billing.rules.online import Provider, Unreachable
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.sealing import seal
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def connect_provider(
    *, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, provider: str, keys: Mapping[str, str],
    replay: bool = False,
) -> UUID:  # fmt: skip
    """Keep the keys; those left empty stay as they are. It takes no money until it is switched on.

    Refusals: entity_unknown, provider_unknown, provider_for_associations, online_key_missing. Records OnlineConnectionChanged.
    """
    authorize(actor, "online.connect", Target(place.organisation_id, place.id))
    found, whose = _provider(provider), _entity(place, entity)
    if found.associations_only and whose.nature is not Nature.ASSOCIATION:
        raise Refused(Refusal("provider_for_associations", {"provider": found.name, "name": whose.name}))
    with transaction.atomic():
        row, _new = OnlineConnection.objects.select_for_update().get_or_create(
            organisation_id=place.organisation_id, entity_id=whose.id, provider=provider, defaults={"changed_at": now}
        )
        kept = {**account_of(row).keys, **{name: value.strip() for name, value in keys.items() if value.strip()}}
        if found.practice:
            kept.setdefault("secret", token_urlsafe(24))
        if missing := [each.name for each in found.fields if not each.optional and not kept.get(each.name)]:
            raise Refused(*(Refusal("online_key_missing", {"provider": found.name}, name) for name in missing))
        row.keys_sealed, row.changed_at = seal(json.dumps(kept)), now
        row.save(update_fields=["keys_sealed", "changed_at"])
        _tell(row, place, actor, now, replay=replay)
    return row.uuid


def switch_provider(
    *, actor: Actor, now: datetime, place: PlaceRef, connection: UUID, on: bool, replay: bool = False
) -> None:
    """Payers are asked to pay by it, or by none. Switched off, what was started is still followed to its end.

    Refusals: provider_unknown. Records OnlineConnectionChanged.
    """
    authorize(actor, "online.connect", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = OnlineConnection.objects.filter(organisation_id=place.organisation_id, uuid=connection).first()
        if row is None:
            raise Refused(Refusal("provider_unknown"))
        same = OnlineConnection.objects.filter(organisation_id=place.organisation_id, entity_id=row.entity_id)
        list(same.select_for_update().order_by("pk").values_list("pk"))
        if on:
            same.filter(on=True).exclude(pk=row.pk).update(on=False, changed_at=now)
        row.on, row.changed_at = on, now
        row.save(update_fields=["on", "changed_at"])
        _tell(row, place, actor, now, replay=replay)


def try_provider(*, actor: Actor, now: datetime, place: PlaceRef, connection: UUID) -> Sequence[Refusal]:
    """Ask the provider whether the keys are right; all that is wrong, in words. Refusals: none; they are answered.

    Records nothing.
    """
    authorize(actor, "online.connect", Target(place.organisation_id, place.id))
    found = find_connection(organisation_id=place.organisation_id, uuid=connection)
    if found is None:
        return [Refusal("provider_unknown")]
    provider = _provider(found.provider)
    try:
        return provider.check(found.account)
    except Unreachable:
        return [Refusal("provider_unreachable", {"provider": provider.name})]


def _provider(code: str) -> Provider:
    if code not in {each.code for each in providers()}:
        raise Refused(Refusal("provider_unknown"))
    return provider_of(code)


def _entity(place: PlaceRef, uuid: UUID) -> LegalEntityRef:
    known = accounting.entities_of(place.organisation_id)
    found = next((each for each in known if each.uuid == uuid and not each.retired_at), None)
    if found is None:
        raise Refused(Refusal("entity_unknown"))
    return found


def _tell(row: OnlineConnection, place: PlaceRef, actor: Actor, now: datetime, *, replay: bool) -> None:
    fact = facts.OnlineConnectionChanged(
        organisation_id=place.organisation_id, place_id=place.id, connection=row.uuid, provider=row.provider, on=row.on
    )
    record(fact, actor=actor, now=now, replay=replay)
