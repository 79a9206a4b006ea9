"""What the end of an address brings with it: its month is charged no more, and the registry is told."""

from datetime import date, datetime
from uuid import UUID

from cantine.booking.commands.domiciliation.papers import write_to_registry
from cantine.booking.queries.domiciliation import contract_of
from cantine.booking.rules.domiciliation import RegistryReason
from cantine.core.actor import Actor, system
from cantine.kernel import Refused
from cantine.memberships import commands as memberships
from cantine.places.queries import PlaceRef

CONTRACTS = system("booking.domiciliation")


def close_contract(place: PlaceRef, domiciliation: UUID, until: date, actor: Actor, now: datetime) -> None:
    """For the commands that set a last day, which have authorized. An address without a contract has nothing to close."""
    card = contract_of(place, domiciliation)
    if card is None or card.contract is None:
        return
    try:
        memberships.end_subscription(
            actor=CONTRACTS, now=now, place=place, subscription=card.contract.subscription, until=until
        )
    except Refused as refused:
        if refused.refusals[0].code != "subscription_over":  # somebody ended it among the subscriptions, before
            raise
    write_to_registry(place, card, RegistryReason.ENDED, until, actor, now)
