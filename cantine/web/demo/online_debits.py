"""Debits by a provider at La Cantine, for practice: a member authorised them, and one is on its way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cantine.billing import queries as documents
from cantine.billing.commands import online
from cantine.billing.queries import online_mandates as reads
from cantine.billing.queries import sepa
from cantine.billing.queries.practice import practice_sheet
from cantine.billing.rules.online import earliest_charge
from cantine.billing.rules.sepa import next_target_day
from cantine.core.actor import Actor
from cantine.core.letters import absolute
from cantine.kernel import Refused
from cantine.places.queries import PlaceRef

SPOKEN_FOR = 5  # those of the bank statement, and of payments online
ACCOUNT = "0001"


def load_online_debits(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Nothing if somebody authorised debits already, or no provider takes them."""
    today = place.today(now)
    if reads.debiting_at(place) is None or reads.online_mandates_of(place.organisation_id):
        return
    signed = {each.payer_name for each in sepa.mandates_of(place, today=today)}
    owed = [each for each in documents.candidates_of(place, today=today) if each.left_cents > 0][SPOKEN_FOR:]
    card = next((each for each in owed if each.who[0] == "person" and each.name not in signed), None)
    if card is None:
        return
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place}
    mandate = online.ask_online_mandate(**said, who=card.who, replay=True)
    page = practice_sheet(
        online.start_online_mandate(**said, mandate=mandate, back=absolute(reads.path_to_authorise(mandate)))
    )
    one: dict[str, Any] = {"actor": actor, "now": now, "organisation_id": place.organisation_id}
    online.authorise_in_practice(**one, practice_mandate=page, account=ACCOUNT)
    online.follow_online_mandate(**one, mandate=mandate, replay=True)
    _charge(said, one, card.id, next_target_day(max(card.due_on or today, earliest_charge(today))))


def _charge(said: dict[str, Any], one: dict[str, Any], invoice: UUID, on: Any) -> None:
    try:
        made = online.charge_invoices(**said, invoices=[invoice], on=on, key="demo", replay=True)
    except Refused:
        return  # a run takes it
    for payment in made:
        online.send_charge(**one, payment=payment, replay=True)
