"""Payments online at La Cantine, for practice: some came, one bank refused, one page is still open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cantine.accounting import queries as books
from cantine.billing import queries as documents
from cantine.billing.commands import online
from cantine.billing.queries import online as reads
from cantine.billing.queries.practice import practice_sheet
from cantine.core.actor import Actor
from cantine.core.letters import absolute
from cantine.places.queries import PlaceRef

CARDS = ("4242424242424242", "4000000000000341", "4000000000000002", "")
SPOKEN_FOR = 3  # what the bank statement of the demo is about


def load_online(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Nothing if the place takes money online already."""
    entity = books.entity_of(place)
    if entity is None or reads.connections_of(place.organisation_id):
        return
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place, "replay": True}
    connection = online.connect_provider(**said, entity=entity.uuid, provider="essai", keys={})
    online.switch_provider(**said, connection=connection, on=True)
    owed = [each for each in documents.candidates_of(place, today=place.today(now)) if each.left_cents > 0]
    for card, each in zip(CARDS, owed[SPOKEN_FOR:], strict=False):
        _pay(said, each.id, card)


def _pay(said: dict[str, Any], invoice: UUID, card: str) -> None:
    place, now = said["place"], said["now"]
    back = absolute(f"{reads.path_to_pay(invoice)}retour/{{payment}}/")
    made = online.start_payment(**said, invoice=invoice, key=f"demo:{invoice}", back=back)
    if not card:
        return
    line = reads.find_online_payment(organisation_id=place.organisation_id, uuid=made)
    assert line is not None
    one: dict[str, Any] = {"actor": said["actor"], "now": now, "organisation_id": place.organisation_id}
    online.pay_in_practice(**one, payment=practice_sheet(line.address), card=card)
    online.follow_payment(**one, payment=made, replay=True)
