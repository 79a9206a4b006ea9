"""Who invoices: entering a legal entity, choosing the one of a place, retiring one."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cantine.accounting import facts, queries, rules
from cantine.accounting.commands.charts import begin_books, drop_chart
from cantine.accounting.models import LegalEntity, Seller
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def set_legal_entity(*, actor: Actor, now: datetime, place: PlaceRef, identity: rules.Identity) -> UUID:
    """Enter a legal entity, or change the one that has this code; one that was retired is back. The first is the main
    one, and a new main one takes that from the former. Documents already issued keep what they print. Records
    LegalEntityChanged.

    Refusals: those of ``rules.check_identity``, entity_books_begun where its year or its nature would change under entries.
    """
    authorize(actor, "place.change_entities", Target(place.organisation_id, place.id))
    tidy = rules.tidied(identity)
    if refusals := rules.check_identity(tidy):
        raise Refused(*refusals)
    with transaction.atomic():
        places.lock_house(place.id)
        mine = LegalEntity.objects.filter(organisation_id=place.organisation_id)
        former = mine.filter(main=True).values_list("code", flat=True).first()
        _check_books(mine.filter(code=tidy.code).first(), tidy)
        main = tidy.main or former in {None, tidy.code}
        if main:
            mine.filter(main=True).update(main=False)
        columns: dict[str, Any] = {**asdict(tidy), "main": main, "retired_at": None}
        entity = mine.update_or_create(
            organisation_id=place.organisation_id, code=tidy.code, defaults=columns,
            create_defaults={**columns, "made_at": now},
        )[0]  # fmt: skip
        begin_books(place.organisation_id, entity.pk, tidy.nature)
        _tell(facts.LegalEntityChanged, place, entity, actor, now)
    return entity.uuid


def _check_books(row: LegalEntity | None, wanted: rules.Identity) -> None:
    """Years and charts follow from what an entity is: neither changes once something is entered."""
    if row is None or (row.nature, row.year_starts_month) == (wanted.nature, wanted.year_starts_month):
        return
    if queries.has_entries(row.pk):
        field = "nature" if row.nature != wanted.nature else "year_starts_month"
        raise Refused(Refusal("entity_books_begun", {"entity": row.name}, field))
    drop_chart(row.pk)


def choose_seller(*, actor: Actor, now: datetime, place: PlaceRef, code: str) -> None:
    """A place invoices in the name of the entity of this code from now on; ``""`` is the main one. Records SellerChosen.

    Refusals: entity_unknown.
    """
    authorize(actor, "place.change_entities", Target(place.organisation_id, place.id))
    with transaction.atomic():
        which = {"code": code} if code else {"main": True}
        entity = _lock_entity(place, **which)
        Seller.objects.filter(place_id=place.id).delete()
        if code:
            Seller.objects.create(organisation_id=place.organisation_id, place_id=place.id, entity=entity)
        _tell(facts.SellerChosen, place, entity, actor, now)


def retire_legal_entity(*, actor: Actor, now: datetime, place: PlaceRef, code: str) -> None:
    """An entity invoices no more: the places that chose it fall back on the main one, its books stay. Records
    LegalEntityRetired.

    Refusals: entity_unknown, entity_is_main.
    """
    authorize(actor, "place.change_entities", Target(place.organisation_id, place.id))
    with transaction.atomic():
        entity = _lock_entity(place, code=code)
        if entity.main:
            raise Refused(Refusal("entity_is_main", {"entity": entity.name}))
        Seller.objects.filter(entity=entity).delete()
        LegalEntity.objects.filter(pk=entity.pk).update(retired_at=now)
        _tell(facts.LegalEntityRetired, place, entity, actor, now)


def _lock_entity(place: PlaceRef, **which: Any) -> LegalEntity:
    standing = LegalEntity.objects.filter(organisation_id=place.organisation_id, retired_at=None, **which)
    entity = standing.select_for_update().first()
    if entity is None:
        raise Refused(Refusal("entity_unknown", {"code": which.get("code", "")}, "seller"))
    return entity


def _tell(kind: type[facts.LegalEntityFact], place: PlaceRef, entity: LegalEntity, actor: Actor, now: datetime) -> None:
    fact = kind(organisation_id=place.organisation_id, place_id=place.id, entity=entity.uuid)
    record(fact, actor=actor, now=now)
